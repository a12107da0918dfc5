import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { addDays, localDate } from '../../../core/kit/local-time.ts'
import { recordConsent } from '../../../know/consent/actions.ts'
import { recordPurchase } from '../../../know/purchases/actions.ts'
import { listMessages } from '../../messages/actions.ts'
import { sendDue } from '../../messages/server/send-due.ts'
import { deleteJourney, readJourney, startJourney } from '../actions.ts'
import { checkJourney, createReadyJourney, listReadyJourneys } from '../ready-actions.ts'
import { readyJourneys } from '../ready/ready-journeys.ts'
import { advanceDue } from './advance-due.ts'
import { enterByCalendar } from './calendar-tick.ts'

let world: World
beforeAll(async () => {
  // Noon in Shanghai, four days before the Dragon Boat Festival.
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
  await world.mailServer()
})
afterAll(() => world?.end())

test('every ready journey is kept as a draft with its templates, passes the checks and starts, in both languages', async () => {
  for (const { key, messages, name } of readyJourneys)
    for (const language of ['zh', 'en'] as const) {
      const made = await world.act(createReadyJourney, { key, language })
      expect(made.templates, key).toHaveLength(Object.keys(messages).length)
      const journey = await world.ask(readJourney, { id: made.id })
      expect([journey.name, journey.state]).toEqual([name[language], 'draft'])
      expect(JSON.stringify(journey.definition), key).not.toMatch(/"@|"zh"/)
      await world.act(startJourney, { id: made.id })
      await world.act(deleteJourney, { id: made.id })
    }
})

test('an unknown name makes nothing', async () => {
  await expect(world.act(createReadyJourney, { key: 'nothing-like-it' })).rejects.toMatchObject({ code: 'record.missing' })
  await expect(world.act(createReadyJourney, { key: 'welcome' }, { role: 'member' })).rejects.toMatchObject({ code: 'access.denied' })
})

test('what a firm lacks is told, and what it has', async () => {
  const needsOf = async (key: string) => (await world.ask(listReadyJourneys)).journeys.find((one) => one.key === key)
  expect((await needsOf('cart'))?.needs).toEqual([
    { met: false, count: 0 },
    { met: true, count: 1 },
    { met: false, count: 0 },
  ])
  expect((await needsOf('delivered'))?.instead).toBe(true)
  const id = await reader('有货的人')
  await fact(id, 'tracked', { event: 'Product Added' })
  await fact(id, 'tracked', { event: 'Order Delivered' })
  expect((await needsOf('cart'))?.needs).toEqual([
    { met: true, count: 1 },
    { met: true, count: 1 },
    { met: true, count: 1 },
  ])
  expect((await needsOf('delivered'))?.instead).toBe(false)
})

test('before the start it is said what is missing and whom it meets', async () => {
  const other = await begin('wake')
  const { id } = await world.act(createReadyJourney, { key: 'win-back' })
  const { checks, overlaps, loops } = await world.ask(checkJourney, { id })
  expect(checks.map(({ code, state }) => `${code} ${state}`)).toEqual([
    'facts missing',
    'channel:email fine',
    'consent:marketing fine',
    'holdout fine',
    'leaves fine',
  ])
  expect(overlaps).toMatchObject([{ id: other, why: 'intent', goesBefore: false, inside: 0 }])
  expect(loops).toEqual([])
  // A single greeting sends nobody more after they bought.
  const { id: festival } = await world.act(createReadyJourney, { key: 'festival' })
  expect((await world.ask(checkJourney, { id: festival })).checks).toContainEqual(
    expect.objectContaining({ code: 'leaves', state: 'fine' }),
  )
  for (const made of [id, festival]) await world.act(deleteJourney, { id: made })
  await world.act(deleteJourney, { id: other })
})

// One after the other in one world, whose clock goes on. Who gets something is made anew for each.
const noon = (day: string) => new Date(`${day}T04:00:00Z`)
const today = () => localDate(world.now(), 'Asia/Shanghai')

let number = 0
async function reader(name: string, fields: object = {}): Promise<string> {
  number++
  const id = await world.customer({ name, email: `reader${number}@tea.example`, emailConsent: 'granted', ...fields })
  await world.act(recordConsent, { id, purpose: 'surveys', channels: ['email'], state: 'given', how: 'spoken' })
  return id
}

const fact = (customerId: string, kind: string, payload: object, at = world.now()) =>
  world.system((ctx) => ctx.record({ customerId, kind, occurredAt: at, payload: { ...payload } }))
const buys = (customerId: string, at = world.now()) =>
  world.act(recordPurchase, { customerId, number: `${customerId} ${at.getTime()}`, amount: 10_000, occurredAt: at.toISOString() })

/** Switches a ready journey on with nobody held out, so that whoever enters is written to. */
async function begin(key: string): Promise<string> {
  const { id } = await world.act(createReadyJourney, { key, language: 'zh' })
  await sql`update journeys set definition = jsonb_set(definition, '{holdout}', '0') where id = ${id}`.execute(world.db)
  await sql`update journey_versions set definition = jsonb_set(definition, '{holdout}', '0') where journey_id = ${id}`.execute(world.db)
  await world.act(startJourney, { id })
  return id
}

async function turn(): Promise<void> {
  await world.settle()
  while (await enterByCalendar(world.services));
  while ((await advanceDue(world.services)) > 0);
  await world.settle()
  while (await sendDue(world.services));
  await world.settle()
}

/** Lets so many days go by, a day at a time. */
async function days(count: number): Promise<void> {
  for (let day = 0; day < count; day++) {
    world.setTime(noon(addDays(today(), 1)))
    await turn()
  }
}

const subjects = async (customerId: string) =>
  (await world.ask(listMessages, { customerId })).rows
    .flatMap(({ state, subject, reason }) => (state === 'sent' ? [subject] : [`${state}: ${reason?.code}`]))
    .toReversed()
const todos = async (customerId: string) =>
  (
    await sql<{ title: string }>`select title from todos where customer_id = ${customerId} order by created_at, id`.execute(world.db)
  ).rows.map(({ title }) => title)

type Play = {
  /** What stands before it is switched on. */
  readonly before?: () => Promise<unknown>
  readonly fields?: () => object
  readonly play: (customer: string) => Promise<unknown>
  /** What they have got in the end, and what colleagues were asked to do. */
  readonly got: readonly string[]
  readonly asked?: readonly string[]
}

const afterDelivery = ['收到了吗？先看这几点', '用了一周，还满意吗？']

/** What happens to a customer of each ready journey. */
const plays: Readonly<Record<string, Play>> = {
  festival: {
    play: async (customer) => {
      await buys(customer)
      await days(1)
    },
    got: ['陈安，节日快乐'],
  },
  'lunar-birthday': { fields: () => ({ lunarBirthday: '05-10' }), play: () => days(9), got: ['陈安，生日快乐'] },
  welcome: { play: () => days(13), got: ['陈安，欢迎来到山前茶事', '第一次买，从哪一款开始？', '还在考虑吗？先答三个常见问题'] },
  browsed: {
    play: async (customer) => {
      await fact(customer, 'tracked', { event: 'Product Viewed' })
      await turn()
      await days(1)
    },
    got: ['看过的商品，有什么想问的吗？'],
  },
  cart: {
    play: async (customer) => {
      await fact(customer, 'tracked', { event: '加入购物车' })
      await turn()
      world.pass({ amount: 1, unit: 'hours' })
      await turn()
      await buys(customer)
      await days(2)
    },
    got: ['陈安，购物车替您留着'],
  },
  second: {
    play: async (customer) => {
      await buys(customer)
      await days(40)
    },
    got: ['谢谢您选了山前茶事', '和您上次买的很搭', '第二次来，有一份小心意'],
  },
  replenish: {
    play: async (customer) => {
      for (const ago of [90, 60, 30]) await buys(customer, noon(addDays(today(), -ago)))
      await world.settle()
      // The purchase of today moves the day on which they are expected.
      await buys(customer)
      await days(45)
    },
    got: ['快用完了吧？', '这次要不要换一款？'],
  },
  delivered: {
    before: async () => fact(await reader('收过货的人'), 'tracked', { event: 'Order Delivered' }),
    play: async (customer) => {
      await fact(customer, 'tracked', { event: 'Order Delivered' })
      await days(9)
    },
    got: afterDelivery,
  },
  satisfaction: {
    play: async (customer) => {
      await buys(customer)
      await days(16)
      await fact(customer, 'message.replied', { subject: '5' })
      await days(1)
    },
    got: ['打几分？回复一个数字就好'],
    asked: ['客户回复了满意度回访：看一看并答复'],
  },
  'bad-review': {
    play: async (customer) => {
      await fact(customer, 'tracked', { event: '差评' })
      await days(16)
    },
    got: ['对不起，没让您满意', '上次的问题解决了吗？'],
    asked: ['差评：今天联系客户'],
  },
  birthday: { fields: () => ({ birthday: `1990${addDays(today(), 2).slice(4)}` }), play: () => days(3), got: ['陈安，生日快乐'] },
  anniversary: {
    play: async (customer) => {
      await buys(customer, noon(addDays(today(), -363)))
      await days(4)
    },
    got: ['又一年了，谢谢您'],
  },
  wake: {
    play: async (customer) => {
      await fact(customer, 'stage.changed', { from: 'repeat', to: 'dormant' })
      await days(32)
    },
    got: ['陈安，好久不见', '您没来的时候，店里上了这些新品', '给老朋友留的一份'],
  },
  'win-back': {
    play: async (customer) => {
      for (const ago of [4, 3, 2, 1]) await buys(customer, noon(addDays(today(), -400 + ago)))
      await world.settle()
      await fact(customer, 'churn.left', {})
      await days(40)
    },
    got: ['是我们哪里没做好吗？', '回来看看，这一单给您优惠', '最后一封信'],
    asked: ['流失挽回：给老客户打个电话'],
  },
}

test('each ready journey has its play', () => {
  expect(Object.keys(plays).toSorted()).toEqual(readyJourneys.map(({ key }) => key).toSorted())
})

async function playThrough(key: string, { before, fields, play, got, asked = [] }: Play): Promise<void> {
  await before?.()
  const journey = await begin(key)
  try {
    const customer = await reader('陈安', fields?.() ?? {})
    await play(customer)
    expect(await subjects(customer)).toEqual(got)
    expect(await todos(customer)).toEqual(asked)
    expect(world.problems).toEqual([])
  } finally {
    await world.act(deleteJourney, { id: journey })
  }
}

for (const [key, play] of Object.entries(plays))
  test(`switched on, “${key}” writes to whom it is for, once each`, () => playThrough(key, play), 60_000)

test('where no deliveries arrive, the days after the purchase stand for them', async () => {
  // So long ago that no delivery is among the last ninety days.
  world.pass({ amount: 100, unit: 'days' })
  await playThrough('delivered', {
    play: async (customer) => {
      await buys(customer)
      await days(12)
    },
    got: afterDelivery,
  })
}, 60_000)
