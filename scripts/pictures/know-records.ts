// What the pictures of the room Know show beside the sample shop: a few people twice over, a company with its contacts,
// a merge that can be undone, what is to be done, and two sources that have sent something.
import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { BrowserContext } from 'playwright-core'
import type { Language } from '../../src/core/kit/words.ts'
import { ask, send } from './run-product.ts'

type Made = { readonly id: string }
export type KnowRecords = {
  readonly compared: readonly string[]
  readonly parted: string
  readonly company: string
  readonly logged: string
  readonly source: string
  readonly hook: string
  readonly selfCheck: string
}

type Maker = {
  readonly say: (zh: string, en: string) => string
  readonly post: <T = Made>(path: string, body: object) => Promise<T>
  readonly patch: (path: string, body: object) => Promise<Made>
  /** Day of the shop, so many days from now. */
  readonly day: (days: number) => string
}

/** Makes them through the API, and waits until what follows from them is worked out. */
export async function makeKnowRecords(context: BrowserContext, url: string, language: Language): Promise<KnowRecords> {
  const maker: Maker = {
    say: (zh, en) => ({ zh, en })[language],
    post: (path, body) => send(context, 'POST', `${url}/api${path}`, body),
    patch: (path, body) => send(context, 'PATCH', `${url}/api${path}`, body),
    day: (days) => new Date(Date.now() + days * 86_400_000 + 28_800_000).toISOString().slice(0, 10),
  }
  await makeTwins(maker)
  const compared = await makeCompared(maker)
  const parted = await makeParted(maker)
  const company = await makeCompany(maker)
  const logged = await makeLogged(maker)
  await makeTodos(maker, company, logged)
  await makeFields(maker)
  await makeTags(maker, context, url)
  const source = await makeSource(maker, context, url)
  const hook = await makeHook(maker, context, url)
  const { url: selfCheck } = await maker.post<{ url: string }>(`/customers/${logged}/self-checks`, {
    fields: ['name', 'phone', 'city', 'birthday'],
  })
  await waitForPairs(context, url)
  return { compared, parted, company, logged, source, hook, selfCheck: new URL(selfCheck).pathname }
}

/** Pairs that a rule calls certain, likely, and a company under its short name. */
async function makeTwins({ say, post }: Maker): Promise<void> {
  const [hangzhou, shanghai, beijing] = [say('杭州市', 'Hangzhou'), say('上海市', 'Shanghai'), say('北京市', 'Beijing')]
  const twins = [
    {
      name: '单雄信',
      phone: '+8613800010001',
      birthday: '1988-05-06',
      city: hangzhou,
      address: '浙江省杭州市西湖区文三路90号翠苑新村3幢2单元301室',
    },
    {
      name: '单雄信',
      email: 'xiongxin88@example.com',
      birthday: '1988-05-06',
      city: hangzhou,
      address: '杭州西湖区文三路90号翠苑新村3栋2-301',
    },
    { name: '李晓明', phone: '+8613911112222', city: shanghai, gender: 'male' },
    { name: '李小明', phone: '+8613911112322', city: shanghai },
    { kind: 'company', name: '北京纷扬科技有限公司', city: beijing, phone: '+861062345678' },
    { kind: 'company', name: '北京纷扬', city: beijing },
  ]
  for (const twin of twins) await post('/customers', twin)
}

/** One person from three places: the till, the online shop, a tasting. */
async function makeCompared({ say, post, day }: Maker): Promise<string[]> {
  const note = say('喜欢龙井，不喝红茶', 'Fond of Longjing, no black tea')
  const people = [
    {
      name: '王芳',
      code: 'M-1001',
      phone: '+8613800000001',
      city: say('杭州市', 'Hangzhou'),
      email: 'fang@example.com',
      emailConsent: 'granted',
    },
    { name: '王 芳', phone: '+8613800000002', city: say('绍兴市', 'Shaoxing'), birthday: '1990-03-12', note },
    { name: '王小芳', email: 'wangxf@example.com', gender: 'female', emailConsent: 'withdrawn' },
  ]
  const ids: string[] = []
  for (const person of people) ids.push((await post('/customers', person)).id)
  const bought: readonly (readonly [number, number, number])[] = [
    [0, 32_800, -60],
    [0, 9_900, -21],
    [1, 6_000, -40],
    [2, 12_800, -9],
  ]
  for (const [at, amount, days] of bought) await buy(post, ids[at] ?? '', amount, day(days))
  return ids
}

async function buy(post: Maker['post'], customerId: string, amount: number, day: string): Promise<void> {
  const number = `MD${day.replaceAll('-', '')}-${amount / 100}`
  await post('/purchases', { customerId, number, amount, occurredAt: `${day}T15:20:00+08:00` })
}

/** Two that were merged, with something that has happened since. */
async function makeParted({ say, post, patch, day }: Maker): Promise<string> {
  const first = await post('/customers', { name: '赵云', phone: '+8613700137001', code: 'M-2001', city: say('成都市', 'Chengdu') })
  const second = await post('/customers', { name: '赵子龙', phone: '+8613700137002', email: 'zilong@example.com' })
  await buy(post, first.id, 25_600, day(-90))
  await buy(post, second.id, 18_800, day(-30))
  await post('/customers/merge', { ids: [first.id, second.id], into: first.id })
  await buy(post, first.id, 9_900, day(-1))
  await patch(`/customers/${first.id}`, { note: say('公司采购，要开专票', 'Buys for a company, wants a VAT invoice') })
  return first.id
}

async function makeCompany({ say, post, day }: Maker): Promise<string> {
  const company = await post('/customers', {
    kind: 'company',
    name: '杭州山前茶业有限公司',
    shortName: '山前茶业',
    creditCode: '91350100M000100Y43',
    phone: '+8657188886666',
    address: '浙江省杭州市西湖区龙井路1号',
  })
  const contacts = [
    { name: '覃海洋', role: 'decision', title: say('总经理', 'General manager'), phone: '+8613600000001' },
    { name: '苏晓', role: 'purchase', title: say('采购主管', 'Head of purchasing'), phone: '+8613600000002', email: 'suxiao@example.com' },
    { name: '何平', role: 'finance', title: say('会计', 'Accountant'), email: 'heping@example.com' },
  ]
  for (const contact of contacts) await post('/contacts', { customerId: company.id, ...contact })
  await buy(post, company.id, 486_000, day(-45))
  await post('/interactions', {
    customerId: company.id,
    kind: 'visit',
    outcome: 'agreed',
    person: '苏晓',
    summary: say('看了样品，中秋礼盒先订 200 份', 'Looked at the samples; 200 gift boxes for the autumn festival to begin with'),
    occurredAt: `${day(-3)}T10:00:00+08:00`,
  })
  return company.id
}

async function makeLogged({ say, post, day }: Maker): Promise<string> {
  const customer = await post('/customers', {
    name: '王雨晴',
    phone: '+8613800001234',
    city: say('苏州市', 'Suzhou'),
    lunarBirthday: '八月十五',
    email: 'yuqing@example.com',
  })
  await buy(post, customer.id, 36_800, day(-12))
  return customer.id
}

async function makeTodos({ say, post, day }: Maker, company: string, customer: string): Promise<void> {
  const todos = [
    { customerId: company, title: say('寄中秋礼盒样品', 'Send samples of the gift box'), dueAt: day(-1), priority: 'high' },
    { customerId: customer, title: say('回电确认送货时间', 'Call back about the delivery'), dueAt: day(0) },
    { customerId: company, title: say('发报价单', 'Send the quote'), dueAt: day(2) },
    { title: say('盘点春茶库存', 'Count the stock of spring tea'), dueAt: day(4) },
    { customerId: customer, title: say('问问新到的白茶合不合口味', 'Ask how the white tea was'), dueAt: day(12) },
  ]
  for (const todo of todos) await post('/todos', todo)
}

async function makeFields({ post }: Maker): Promise<void> {
  const option = (zh: string, en: string) => ({ label: { zh, en } })
  await post('/custom-fields', {
    type: 'choice',
    name: 'favouriteTea',
    label: { zh: '喜欢的茶', en: 'Favourite tea' },
    options: [option('绿茶', 'Green'), option('红茶', 'Black'), option('白茶', 'White')],
  })
  await post('/custom-fields', { type: 'date', name: 'joinedClub', label: { zh: '入会日期', en: 'Joined the club' } })
}

async function makeTags({ say, post, day }: Maker, context: BrowserContext, url: string): Promise<void> {
  const { rows } = await ask<{ rows: readonly Made[] }>(context, `${url}/api/customers?limit=120&sort=-spend&fields=name`)
  const people = rows.map(({ id }) => id)
  const tags = [
    { name: say('重要客户', 'Key account'), colour: 'gold', group: say('价值', 'Value'), who: people.slice(0, 34) },
    { name: say('茶会嘉宾', 'Tasting guest'), colour: 'teal', group: say('活动', 'Events'), who: people.slice(20, 61), expiresAt: day(30) },
    { name: say('礼盒老客', 'Buys gift boxes'), colour: 'blue', group: say('偏好', 'Taste'), who: people.slice(50, 118) },
    { name: say('只喝绿茶', 'Green tea only'), colour: 'good', group: say('偏好', 'Taste'), who: people.slice(5, 22) },
    { name: say('爽约过', 'Did not show up'), colour: 'attention', group: say('活动', 'Events'), who: people.slice(70, 76) },
  ]
  for (const { who, expiresAt, ...tag } of tags) {
    const { id } = await post('/tags', tag)
    const end = expiresAt ? { expiresAt: `${expiresAt}T23:59:59+08:00` } : {}
    await post(`/tags/${id}/customers`, { customerIds: who, origin: 'hand', ...end })
  }
}

/** A shop online that has told who its visitors are, what they looked at and bought, and one thing that makes no sense. */
async function makeSource({ say, post }: Maker, context: BrowserContext, url: string): Promise<string> {
  const name = say('官网商城', 'Online shop')
  const { id, writeKey } = await post<{ id: string; writeKey: string }>('/sources', { name })
  const headers = { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` }
  const buyers = ['陈思远', '许安然', '顾小北', '沈知微']
  const tell = async (batch: readonly object[]) => void (await context.request.post(`${url}/v1/batch`, { headers, data: { batch } }))
  // Six visitors come, of whom four say who they are afterwards.
  const properties = { url: 'https://tea.example/gift?utm_source=weibo' }
  await tell([0, 1, 2, 3, 4, 5].map((i) => ({ type: 'page', anonymousId: `v-${i}`, name: say('礼盒', 'Gift boxes'), properties })))
  const batch = buyers.flatMap((buyer, i) => [
    { type: 'identify', userId: `W-${i}`, anonymousId: `v-${i}`, traits: { name: buyer, phone: `1390000000${i}` } },
    { type: 'track', userId: `W-${i}`, event: say('加入购物车', 'Product Added'), properties: { sku: 'LJ-100' } },
    ...(i % 2 === 0
      ? [{ type: 'track', userId: `W-${i}`, event: 'Order Completed', properties: { order_id: `W-100${i}`, total: 168, currency: 'CNY' } }]
      : []),
  ])
  await tell([...batch, { type: 'track', userId: 'W-1' }])
  return id
}

/** A webhook whose mapping is not on yet: its order is kept and waits. */
async function makeHook({ post }: Maker, context: BrowserContext, url: string): Promise<string> {
  const secret = 'shpss_of_the_pictures'
  const { id } = await post('/sources/hooks', { name: 'Shopify', scheme: 'shopify', secret })
  const order = JSON.stringify({
    name: '#1001',
    created_at: new Date(Date.now() - 3_600_000).toISOString(),
    currency: 'CNY',
    financial_status: 'paid',
    total_price: '512.00',
    email: 'shan@example.com',
    customer: { first_name: '雄信', last_name: '单' },
    shipping_address: { province: '浙江', city: '杭州', address1: '文三路 90 号' },
    line_items: [{ sku: 'LJ-100', title: '明前龙井', quantity: 2, price: '256.00' }],
  })
  const signature = createHmac('sha256', secret).update(order).digest('base64')
  const headers = { 'content-type': 'application/json', 'x-shopify-hmac-sha256': signature }
  await context.request.post(`${url}/in/${id}`, { headers, data: Buffer.from(order) })
  return id
}

/** Pairs are looked for a moment after the change. */
async function waitForPairs(context: BrowserContext, url: string): Promise<void> {
  for (let second = 0; second < 60; second++) {
    const { open } = await ask<{ open: { same: number } }>(context, `${url}/api/matching`)
    if (open.same >= 3) return
    await pause(1_000)
  }
}
