import type { Words } from '../../core/kit/words.ts'
import { drawFrom } from '../../know/sample-shop/draw-random.ts'
import { sampleSeed } from '../../know/sample-shop/make-shop.ts'
import type { SampleCustomer } from '../../know/sample-shop/shop.ts'

type Conversation = {
  readonly kind: 'call' | 'visit' | 'wechat' | 'mail' | 'chat' | 'meeting'
  readonly outcome: string
  readonly direction?: 'in' | 'out'
  readonly summary: Words
  readonly minutes?: number
  /** What the shop's people promised, and by how many days later. */
  readonly promise?: { readonly title: Words; readonly days: number }
}

// biome-ignore format: a table, one entry a conversation
const withCompanies: readonly Conversation[] = [
  { kind: 'visit', outcome: 'agreed', minutes: 50, summary: { zh: '带三款岩茶上门试喝，对方选中肉桂，先订二十盒试卖。', en: 'Took three rock teas for a tasting. They chose the Rougui and will try twenty boxes.' }, promise: { title: { zh: '送二十盒肉桂，并带去价目表', en: 'Deliver twenty boxes of Rougui with the price list' }, days: 4 } },
  { kind: 'call', outcome: 'connected', direction: 'in', minutes: 8, summary: { zh: '来电问中秋礼盒能否印他们的标志，一百二十盒起。', en: 'Called to ask whether gift boxes can bear their logo, 120 boxes or more.' }, promise: { title: { zh: '报定制礼盒的价格和交期', en: 'Quote the price and the date for boxes with a logo' }, days: 2 } },
  { kind: 'meeting', outcome: 'held', minutes: 60, summary: { zh: '一起排了下季度的用茶：每月龙井六斤、白茶四斤，月底结账。', en: 'Planned next quarter: three kilos of Longjing and two of white tea a month, paid at the month’s end.' }, promise: { title: { zh: '把季度供货单发给采购', en: 'Send the quarter’s order sheet to their purchaser' }, days: 3 } },
  { kind: 'mail', outcome: 'replied', direction: 'out', summary: { zh: '发去发票和检测报告，财务回信说月底前付款。', en: 'Sent the invoice and the test report; their accountant will pay by the month’s end.' } },
  { kind: 'wechat', outcome: 'replied', direction: 'in', summary: { zh: '说上批茉莉花茶客人反应很好，想再要三十罐。', en: 'Their guests liked the last jasmine tea; they want thirty more tins.' }, promise: { title: { zh: '确认三十罐茉莉花茶的库存', en: 'Check the stock for thirty tins of jasmine tea' }, days: 1 } },
  { kind: 'call', outcome: 'no-answer', direction: 'out', summary: { zh: '回访用茶情况，没人接，下午再试。', en: 'Rang to ask how the tea goes; nobody answered.' } },
]

// biome-ignore format: a table, one entry a conversation
const withPeople: readonly Conversation[] = [
  { kind: 'call', outcome: 'connected', direction: 'out', minutes: 6, summary: { zh: '回访新茶口感：喜欢明前龙井，觉得大红袍焙火偏重。', en: 'Asked how the new tea was: likes the early Longjing, finds the Dahongpao roasted too dark.' } },
  { kind: 'wechat', outcome: 'replied', direction: 'in', summary: { zh: '想给父亲挑一份寿礼，预算五百左右，偏爱普洱。', en: 'Wants a birthday present for the father, about 500, rather Pu’er.' }, promise: { title: { zh: '发三款普洱礼盒的照片', en: 'Send photos of three boxes of Pu’er' }, days: 1 } },
  { kind: 'chat', outcome: 'solved', direction: 'in', summary: { zh: '问快递到哪了，已查到单号，今天派送。', en: 'Asked where the parcel is; found it, out for delivery today.' } },
  { kind: 'call', outcome: 'connected', direction: 'in', minutes: 12, summary: { zh: '反映一罐白茶封口不严，有点受潮，已道歉并答应补寄。', en: 'One tin of white tea was badly sealed and damp. Apologised and promised another.' }, promise: { title: { zh: '补寄一罐白毫银针', en: 'Send another tin of Silver Needle' }, days: 2 } },
  { kind: 'visit', outcome: 'met', direction: 'in', minutes: 30, summary: { zh: '到店试喝了单丛，想等下个月发薪再买，留了微信。', en: 'Tasted Dancong in the shop; will buy after the next pay day and left a WeChat id.' }, promise: { title: { zh: '告诉她单丛到新货了', en: 'Say that new Dancong has come in' }, days: 20 } },
  { kind: 'wechat', outcome: 'no-reply', direction: 'out', summary: { zh: '发了春茶品鉴会的邀请，还没有回复。', en: 'Invited to the spring tasting; no answer yet.' } },
  { kind: 'call', outcome: 'call-back', direction: 'out', minutes: 1, summary: { zh: '正在开会，请我们换个时间再打。', en: 'Was in a meeting and asked us to call another time.' }, promise: { title: { zh: '再打一次回访电话', en: 'Ring once more' }, days: 2 } },
  { kind: 'mail', outcome: 'replied', direction: 'in', summary: { zh: '来信问茶叶怎么存放，已按茶类逐条答复。', en: 'Asked by mail how to keep tea; answered for each kind.' } },
]

/** Something that was said between the shop and a customer. */
export type SampleTalk = { readonly of: SampleCustomer; readonly daysAgo: number; readonly said: Conversation }

const everyPerson = 60
const longestAgo = 75

/** Conversations of the last months with all companies and one person in sixty, the oldest first; the same shop has the same ones. */
export function sampleTalks(customers: readonly SampleCustomer[]): SampleTalk[] {
  const talks = customers.flatMap((customer) => {
    const index = Number(customer.number.slice(2))
    const isCompany = customer.kind === 'company'
    if (!isCompany && index % everyPerson !== 0) return []
    const chance = drawFrom(sampleSeed ^ 0x7a1c, index)
    const table = isCompany ? withCompanies : withPeople
    return Array.from({ length: chance.whole(1, 2) }, () => ({
      of: customer,
      daysAgo: 1 + Math.floor(longestAgo * chance.next() ** 2),
      said: chance.oneOf(table),
    }))
  })
  return talks.toSorted((a, b) => b.daysAgo - a.daysAgo)
}

/** What a customer said when asked about purposes and channels, on paper or on the telephone. */
export type SampleAnswer = {
  readonly of: SampleCustomer
  readonly daysAgo: number
  readonly purpose: 'marketing' | 'surveys' | 'personalisation'
  readonly channels: readonly ('sms' | 'call' | 'wechat')[]
  readonly state: 'given' | 'refused' | 'withdrawn'
  readonly how: 'spoken' | 'paper' | 'chat'
}

const everyAsked = 40

/** What one customer in forty was asked; some took a yes back later. */
export function sampleAnswers(customers: readonly SampleCustomer[]): SampleAnswer[] {
  return customers.flatMap((customer): SampleAnswer[] => {
    const index = Number(customer.number.slice(2))
    if (index % everyAsked !== 7 || !customer.phone || customer.kind === 'company') return []
    const chance = drawFrom(sampleSeed ^ 0xa95e, index)
    const asked = { of: customer, daysAgo: chance.whole(20, 80), how: chance.oneOf(['spoken', 'paper', 'chat'] as const) }
    if (chance.happens(0.12)) return [{ ...asked, purpose: 'personalisation', channels: [], state: 'refused' }]
    const channels = chance.oneOf([['sms'], ['sms', 'call'], ['wechat']] as const)
    const purpose = chance.happens(0.8) ? 'marketing' : 'surveys'
    const first: SampleAnswer = { ...asked, purpose, channels, state: chance.happens(0.75) ? 'given' : 'refused' }
    if (first.state === 'refused' || !chance.happens(0.25)) return [first]
    return [first, { ...first, daysAgo: chance.whole(1, 15), state: 'withdrawn', how: 'spoken' }]
  })
}
