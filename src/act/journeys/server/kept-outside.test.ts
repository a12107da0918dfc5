import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { readSight } from '../../../platform/rights/read-sight.ts'
import { createSegment } from '../../../understand/segments/actions.ts'
import { createJourney, customerJourneys, enterJourney, listRuns, listSkips, readJourney, startJourney, updateJourney } from '../actions.ts'
import { enterByRule } from './enter-by-hand.ts'
import { readOne } from './read-journeys.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld()
})
afterEach(() => world.end())

const hangzhou = { field: 'city', op: 'is', value: '杭州' }
const steps = [{ id: 'w', kind: 'wait', duration: { amount: 5, unit: 'days' } }]
const start = async (definition: object) => {
  const { id } = await world.act(createJourney, { name: '回访', definition: { trigger: { kind: 'by-hand' }, steps, ...definition } })
  await world.act(startJourney, { id })
  return id
}
const bought = (customerId: string) =>
  world.system((ctx) =>
    ctx.record({ customerId, kind: 'purchase.made', occurredAt: ctx.now, payload: { amount: 10_000, currency: 'CNY' } }),
  )
const restrict = (customerId: string) =>
  sql`insert into restrictions (customer_id, since, reason, by_id, by_name) values (${customerId}, ${world.now()}, 'asked', 'x', 'x')`.execute(
    world.db,
  )
const skips = async (id: string) => (await world.ask(listSkips, { id })).rows.map(({ customerName, words }) => [customerName, words.zh])

test('whoever is put in by hand and stays outside is told of with the very rule, on the journey and on the customer’s page', async () => {
  const id = await start({ audience: hangzhou })
  const fits = await world.customer({ name: '合适', city: '杭州' })
  const not = await world.customer({ name: '外地', city: '北京' })
  const still = await world.customer({ name: '限制', city: '杭州' })
  await restrict(still)
  expect(await world.act(enterJourney, { id, customerIds: [fits, not, still] })).toEqual({
    entered: 1,
    holdout: 0,
    more: false,
    refused: expect.arrayContaining([
      { code: 'does-not-fit', count: 1, words: expect.objectContaining({ zh: '不符合进入条件' }) },
      { code: 'restricted', count: 1, words: expect.objectContaining({ zh: '已限制处理' }) },
    ]),
  })
  world.pass({ amount: 1, unit: 'days' })
  expect((await world.act(enterJourney, { id, customerIds: [fits] })).refused).toMatchObject([{ code: 'inside', count: 1 }])
  // The journey is changed afterwards: what was said goes on to name the rule that decided.
  await world.act(updateJourney, { id, name: '回访', definition: { trigger: { kind: 'by-hand' }, steps } })
  const said = await skips(id)
  expect(said).toHaveLength(3)
  expect(said[0]?.[1]).toMatch(/^已经在旅程里（.+ 进入）$/)
  expect(said.slice(1)).toEqual(
    expect.arrayContaining([
      ['外地', '不符合进入条件：城市是杭州市'],
      ['限制', '客户的信息已限制处理，不进入任何旅程'],
    ]),
  )
  const [line] = (await world.ask(customerJourneys, { id: not })).skipped
  expect(line).toMatchObject({ journeyName: '回访', code: 'does-not-fit', words: { en: expect.stringContaining('rule for entering') } })
  expect((await world.ask(readJourney, { id })).skipped).toEqual({ 'does-not-fit': 1, inside: 1, restricted: 1 })
})

test('whoever is put in by hand while nothing is known of what the rule for entering asks does not fit', async () => {
  const id = await start({ audience: hangzhou })
  const unknown = await world.customer({ name: '不详' })
  expect(await world.act(enterJourney, { id, customerIds: [unknown] })).toMatchObject({
    entered: 0,
    refused: [{ code: 'does-not-fit', count: 1 }],
  })
})

test('whoever left a journey too lately, or may enter it once only, reads since when and how long', async () => {
  const again = await start({ reentry: { after: { amount: 30, unit: 'days' } }, steps: [{ id: 'e', kind: 'end' }] })
  const once = await start({ steps: [{ id: 'e', kind: 'end' }] })
  const customer = await world.customer({ name: '回头客' })
  for (const id of [again, once]) await world.act(enterJourney, { id, customerIds: [customer] })
  await sql`update journey_runs set state = 'ended', wake_at = null`.execute(world.db)
  world.pass({ amount: 10, unit: 'days' })
  for (const id of [again, once]) {
    const [reason] = (await world.act(enterJourney, { id, customerIds: [customer] })).refused
    expect(reason?.code).toBe(id === once ? 'entered-once' : 'entered-lately')
  }
  expect((await skips(again))[0]?.[1]).toMatch(/^上次是 .+ 进入的，再次进入要隔 30 天$/)
  expect((await skips(once))[0]?.[1]).toMatch(/^每人只进入一次，.+ 已经进入过$/)
})

test('a call that is repeated under its key is no second try: nothing more is written', async () => {
  const id = await start({ trigger: { kind: 'api' } })
  const customer = await world.customer()
  const call = (key: string) => world.act(enterJourney, { id, customerIds: [customer], key })
  expect(await call('order-1')).toMatchObject({ entered: 1, refused: [] })
  expect(await call('order-1')).toMatchObject({ entered: 0, refused: [{ code: 'repeated', count: 1 }] })
  expect(await skips(id)).toEqual([])
  for (let n = 0; n < 2; n++) expect(await call('order-2')).toMatchObject({ entered: 0, refused: [{ code: 'inside', count: 1 }] })
  expect(await skips(id)).toHaveLength(1)
})

test('facts that come up against the same run are one line, and whom the entry rule does not mean is none', async () => {
  const id = await start({
    trigger: { kind: 'event', event: 'purchase.made' },
    audience: hangzhou,
    reentry: { after: { amount: 0, unit: 'days' } },
  })
  const inside = await world.customer({ name: '常买', city: '杭州' })
  const elsewhere = await world.customer({ city: '北京' })
  const still = await world.customer({ name: '限制', city: '杭州' })
  await restrict(still)
  for (let n = 0; n < 4; n++) {
    for (const customer of [inside, elsewhere, still]) await bought(customer)
    await world.settle()
    world.pass({ amount: 1, unit: 'hours' })
  }
  expect((await world.ask(listRuns, { id })).rows).toHaveLength(1)
  expect(new Set((await skips(id)).map(([name]) => name))).toEqual(new Set(['常买', '限制']))
  expect(await skips(id)).toHaveLength(2)
  // A second entry is a second run, which may stand in the way once more.
  await sql`update journey_runs set state = 'ended', wake_at = null`.execute(world.db)
  for (let n = 0; n < 3; n++) {
    await bought(inside)
    await world.settle()
    world.pass({ amount: 1, unit: 'hours' })
  }
  expect((await world.ask(listRuns, { id })).rows).toHaveLength(2)
  expect((await skips(id)).filter(([name]) => name === '常买')).toHaveLength(2)
})

test('of a segment that is put in, everybody outside is told of; of those there when a journey is started, nobody whom it does not mean', async () => {
  for (const city of ['杭州', '杭州', '北京']) await world.customer({ city, province: '浙江' })
  await world.settle()
  const { id: segment } = await world.act(createSegment, { name: '浙江', rule: { field: 'province', op: 'is', value: '浙江' } })
  const byHand = await start({ audience: hangzhou })
  expect(await world.act(enterJourney, { id: byHand, segment })).toMatchObject({
    entered: 2,
    refused: [{ code: 'does-not-fit', count: 1 }],
  })
  expect(await skips(byHand)).toHaveLength(1)
  const entering = await start({ trigger: { kind: 'segment', segment, existing: true }, audience: hangzhou })
  expect((await world.ask(readJourney, { id: entering })).counts.entered).toBe(2)
  expect(await skips(entering)).toEqual([])
})

test('whoever sees their own customers alone is not told how many out of sight a segment holds', async () => {
  const seller = await world.person({
    rights: { grants: { customer: { read: ['mine'] }, journey: { read: ['all'], change: ['all'] } }, fields: {}, rights: [] },
  })
  for (const city of ['北京', '上海']) await world.customer({ city })
  await world.settle()
  const { id: segment } = await world.act(createSegment, { name: '全部', rule: { field: 'name', op: 'is-known' } })
  const id = await start({ audience: hangzhou })
  expect(await world.as(seller).act(enterJourney, { id, segment })).toEqual({ entered: 0, holdout: 0, refused: [], more: false })
  expect(await world.act(enterJourney, { id, segment })).toMatchObject({ refused: [{ code: 'does-not-fit', count: 2 }] })
})

test('whoever sees a part of the customers alone starts no work that lets the others in later', async () => {
  const seller = await world.person({
    rights: { grants: { customer: { read: ['mine'] }, journey: { read: ['all'], change: ['all'] } }, fields: {}, rights: [] },
  })
  for (let n = 0; n < 3; n++) await world.customer({ city: '杭州' })
  await world.settle()
  const { id: segment } = await world.act(createSegment, { name: '杭州', rule: hangzhou })
  const id = await start({})
  const sight = await readSight(world.services, seller.actor, world.db)
  const enter = (portion: number) =>
    world.system(async (ctx) => enterByRule({ ...ctx, sight }, await readOne(ctx, id), { segment }, portion))
  await expect(enter(2)).rejects.toMatchObject({ code: 'journey.more-than-seen', details: { most: 2 } })
  expect((await world.ask(readJourney, { id })).counts.entered).toBe(0)
  expect((await sql`select 1 from work`.execute(world.db)).rows).toEqual([])
  expect(await enter(4)).toMatchObject({ entered: 3, more: false })
})

test('of ids that are put in, those that are nobody’s are told of, and twice the same is one', async () => {
  const id = await start({})
  const customer = await world.customer()
  const gone = ['01920000-0000-7000-8000-00000000000a', '01920000-0000-7000-8000-00000000000b']
  expect(await world.act(enterJourney, { id, customerIds: [customer, ...gone, customer, ...gone] })).toMatchObject({
    entered: 1,
    refused: [{ code: 'unknown', count: 2, words: { zh: '没有这位客户，可能已合并或删除' } }],
  })
  expect(await skips(id)).toEqual([])
})

test('whoever sees their own customers alone cannot tell an id that is out of sight from one that is nobody’s', async () => {
  const seller = await world.person({
    rights: { grants: { customer: { read: ['mine'] }, journey: { read: ['all'], change: ['all'] } }, fields: {}, rights: [] },
  })
  const id = await start({})
  const answers = await Promise.all(
    [await world.customer(), '01920000-0000-7000-8000-00000000000a'].map((one) =>
      world
        .as(seller)
        .act(enterJourney, { id, customerIds: [one] })
        .catch((error: unknown) => error),
    ),
  )
  expect(answers[0]).toMatchObject({ code: 'record.missing' })
  expect(answers[1]).toEqual(answers[0])
})

test('a journey whose entry rule asks a retired field lets nobody in by hand, and says which', async () => {
  const id = await start({ audience: hangzhou })
  await sql`update journeys set definition = jsonb_set(definition, '{audience,field}', '"gone"')`.execute(world.db)
  const entering = world.act(enterJourney, { id, customerIds: [await world.customer()] })
  await expect(entering).rejects.toMatchObject({ code: 'rule.unknown-field', details: { name: 'gone' } })
})
