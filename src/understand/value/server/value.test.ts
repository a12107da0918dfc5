import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepFacts } from '../../../../test/keep-facts.ts'
import { waitingForLocks } from '../../../../test/waiting-for-locks.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { refreshEveryone } from '../../../platform/event-log/refresh-news.ts'
import { publishRfm, saveProfitSettings } from '../actions.ts'
import { usualProfitSettings } from '../profit-settings.ts'
import { concentrationOverTime, customerProfitParts, lifetimeValue, profitSummary, valuePeople } from '../questions.ts'
import { customerRfm, previewRfm, readRfmSettings, rfmGrid, rfmMoves, scopedRfm } from '../rfm-questions.ts'
import { groupOf, highFrom, rfmGroups, usualSettings } from '../scoring.ts'
import { groupRule } from '../value-address.ts'
import { monthsTick } from './keep-cells.ts'
import { profitSweepTick } from './keep-profit.ts'

let world: World
const ids: Record<string, string> = {}

/** Seven buyers and one who never bought; `giant` owes their spend to one order, `returner` brought half of it back. */
beforeAll(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
  for (const name of ['once', 'twice', 'old', 'steady', 'giant', 'returner', 'new', 'never']) ids[name] = await world.customer({ name })
  const bought = (name: string, at: string, amount: number, lines: readonly (readonly [string, number])[] = []) => ({
    customerId: ids[name] ?? '',
    at: `${at}T02:00:00Z`,
    amount,
    lines,
  })
  await keepFacts(world, [
    bought('once', '2026-01-10', 10_000, [['tea', 10_000]]),
    bought('twice', '2026-02-10', 10_000, [['tea', 10_000]]),
    bought('twice', '2026-03-10', 20_000, [['cup', 20_000]]),
    bought('old', '2026-01-05', 30_000),
    ...['01-20', '02-20', '03-20', '04-20', '05-20', '06-10'].map((day) => bought('steady', `2026-${day}`, 20_000, [['tea', 20_000]])),
    bought('giant', '2026-05-01', 500, [['tea', 500]]),
    bought('giant', '2026-06-01', 900_000, [['tea', 900_000]]),
    bought('returner', '2026-05-15', 80_000, [['cup', 80_000]]),
    { ...bought('returner', '2026-05-25', 40_000), kind: 'refund' as const },
    bought('new', '2026-06-12', 5_000, [['tea', 5_000]]),
  ])
  await sql`update purchases set channel = 'WeChat' where customer_id = any(${[ids['steady'], ids['new']]}::uuid[])`.execute(world.db)
  await world.settle()
  await refreshEveryone(world.services)
})
afterAll(() => world.end())

const scoresOf = async (name: string) =>
  (
    await sql<{
      r: number
      f: number
      m: number
    }>`select recency_score as r, frequency_score as f, monetary_score as m from metrics where customer_id = ${ids[name]}`.execute(world.db)
  ).rows[0]

const own = {
  ...usualSettings,
  kind: 'own' as const,
  bands: 3,
  edges: { recencyDays: [30, 90], frequency: [2, 5], monetary: [20_000, 100_000] },
}

test('every three scores are of exactly one of the eight groups, whatever the number of bands', () => {
  expect([3, 4, 5].map(highFrom)).toEqual([3, 3, 4])
  for (const bands of [3, 4, 5])
    for (let r = 1; r <= bands; r++)
      for (let f = 1; f <= bands; f++) for (let m = 1; m <= bands; m++) expect(groupOf(r, f, m, bands)).toBeDefined()
  expect(groupOf(5, 5, 4, 5)?.key).toBe('champions')
  expect(groupOf(1, 1, 5, 5)?.label.zh).toBe('重要挽留客户')
  expect(new Set(rfmGroups.map((group) => group.high.join())).size).toBe(8)
})

test('a trial with own edges says who would change and keeps nothing; putting it in force scores everybody', async () => {
  const before = await scoresOf('steady')
  const tried = await world.ask(previewRfm, { settings: own })
  expect(tried.customers).toBe(7)
  expect(await scoresOf('steady')).toEqual(before)
  const done = await world.act(publishRfm, { settings: own, version: 0 })
  expect(done).toEqual({ version: 1, moved: tried.rescored })
  expect(await scoresOf('steady')).toEqual({ r: 3, f: 3, m: 3 })
  expect(await scoresOf('old')).toEqual({ r: 1, f: 1, m: 2 })
  expect(await scoresOf('once')).toEqual({ r: 1, f: 1, m: 1 })
  expect(await scoresOf('never')).toEqual({ r: null, f: null, m: null })
  const grid = await world.ask(rfmGrid)
  expect(grid.cells).toHaveLength(9)
  expect(grid.groups.reduce((sum, group) => sum + group.customers, 0)).toBe(7)
  const read = await world.ask(readRfmSettings)
  expect(read.versions).toMatchObject([{ version: 1, moved: done.moved, by: '老板' }])
})

test('a group opens exactly the customers that it counts', async () => {
  const { groups } = await world.ask(rfmGrid)
  const http = world.as(await world.person({ role: 'owner' }))
  for (const group of rfmGroups) {
    const rule = encodeURIComponent(JSON.stringify(groupRule(group, highFrom(3))))
    const answer = await http.get(`customers/count?rule=${rule}`)
    expect(answer.json().count).toBe(groups.find((one) => one.key === group.key)?.customers)
  }
})

test('edges that do not rise, that are too few, and a version that has passed are refused', async () => {
  const wrong = (edges: typeof own.edges) => world.act(publishRfm, { settings: { ...own, edges } })
  await expect(wrong({ ...own.edges, recencyDays: [90, 30] })).rejects.toMatchObject({ code: 'rfm.edges-wrong' })
  await expect(wrong({ ...own.edges, frequency: [2] })).rejects.toMatchObject({ code: 'rfm.edges-wrong' })
  await expect(wrong({ ...own.edges, monetary: [5, 5] })).rejects.toMatchObject({ code: 'rfm.edges-wrong' })
  await expect(world.act(publishRfm, { settings: own, version: 0 })).rejects.toMatchObject({ code: 'rfm.changed-meanwhile' })
  await expect(world.ask(previewRfm, { settings: { ...own, edges: null } })).rejects.toMatchObject({ code: 'rfm.edges-wrong' })
})

test('a giant order no longer makes the score once it counts up to so much, and refunds can be deducted', async () => {
  expect((await scoresOf('giant'))?.m).toBe(3)
  expect((await world.ask(rfmGrid)).oneOrder).toBe(1)
  expect((await world.ask(valuePeople, { what: 'one-order' })).rows).toMatchObject([{ name: 'giant', amount: 900_000 }])
  expect(await world.ask(customerRfm, { id: ids['giant'] ?? '' })).toMatchObject({ withoutLargest: 1, largest: 900_000 })
  expect((await scoresOf('returner'))?.m).toBe(2)
  await world.act(publishRfm, {
    settings: { ...own, orderCap: 15_000, refunds: 'deducted', edges: { ...own.edges, monetary: [30_000, 100_000] } },
  })
  expect((await scoresOf('giant'))?.m).toBe(1)
  // 80,000 counts as 15,000, and 40,000 came back.
  expect((await scoresOf('returner'))?.m).toBe(1)
  expect((await world.ask(rfmGrid)).oneOrder).toBe(0)
  const scored = await scoresOf('giant')
  await keepFacts(world, [{ customerId: ids['giant'] ?? '', at: '2026-06-14T02:00:00Z', amount: 100 }])
  await world.settle()
  expect((await scoresOf('giant'))?.m).toBe(scored?.m)
  await world.act(publishRfm, { settings: own })
})

test('equal customers may part by rank, in the order in which they became known, and stay so from refresh to refresh', async () => {
  await world.act(publishRfm, { settings: { ...usualSettings, kind: 'ranks', bands: 3 } })
  const ranked = async () =>
    (
      await sql<{
        n: number
      }>`select count(*) as n from metrics where frequency_score is not null group by frequency_score order by frequency_score`.execute(
        world.db,
      )
    ).rows.map((row) => row.n)
  expect(await ranked()).toEqual([3, 2, 2])
  const scored = async () => {
    const found = []
    for (const name of ['once', 'old', 'returner', 'new']) found.push(await scoresOf(name))
    return found
  }
  const before = await scored()
  await refreshEveryone(world.services)
  expect(await scored()).toEqual(before)
  expect(before.map((scores) => scores?.f)).toEqual([1, 1, 1, 2])
  await world.act(publishRfm, { settings: own })
})

test('within a channel only what was bought there is compared', async () => {
  const found = await world.ask(scopedRfm, { scope: 'channel', value: 'WeChat' })
  expect([found.buyers, found.purchases, found.spend]).toEqual([2, 7, 125_000])
  expect(found.cells.reduce((sum, cell) => sum + cell.customers, 0)).toBe(2)
  const people = await world.ask(valuePeople, { what: 'scope', scope: 'channel', value: 'WeChat', recency: 3, frequency: 3 })
  expect(people.rows.map((row) => row.name)).toEqual(['steady'])
  expect((await world.ask(scopedRfm, { scope: 'channel', value: '没有的渠道' })).buyers).toBe(0)
  await expect(world.ask(valuePeople, { what: 'scope' })).rejects.toMatchObject({ code: 'input.invalid' })
})

test('the cells of past months are worked out from the facts; who moved since is counted and named', async () => {
  while (await monthsTick.run(world.services));
  const path = (await world.ask(customerRfm, { id: ids['once'] ?? '' })).path
  expect(path.map(({ month, recency }) => [month, recency])).toEqual([
    ['2026-01-01', 3],
    ['2026-02-01', 2],
    ['2026-03-01', 2],
    ['2026-04-01', 1],
    ['2026-05-01', 1],
  ])
  expect(path.every((one) => one.reconstructed)).toBe(true)
  const moves = await world.ask(rfmMoves, { since: '2026-01-31' })
  expect(moves).toMatchObject({ since: '2026-01-01', reconstructed: true })
  expect(moves.flows.filter((flow) => flow.from === null).reduce((sum, flow) => sum + flow.customers, 0)).toBe(4)
  const flow = moves.flows.find((one) => one.from === 'new-small' && one.to === 'small-lost')
  expect(flow?.customers).toBe(2)
  const people = await world.ask(valuePeople, { what: 'movers', since: '2026-01-01', from: 'new-small', to: 'small-lost' })
  expect(people.rows.map((row) => row.name)).toEqual(['old', 'once'])
  const { months } = await world.ask(concentrationOverTime)
  expect(months.map((month) => [month.buyers, month.spend])).toEqual([
    [3, 60_000],
    [4, 90_000],
    [4, 130_000],
    [4, 150_000],
    [6, 250_500],
  ])
})

test('a purchase that came late changes its month the next night, and what was known in time stays as it was', async () => {
  world.setTime('2026-07-01T04:00:00Z')
  while (await monthsTick.run(world.services));
  const june = async () => (await world.ask(concentrationOverTime)).months.at(-1)
  expect(await june()).toMatchObject({ month: '2026-06-01', reconstructed: false })
  const before = await june()
  await keepFacts(world, [{ customerId: ids['once'] ?? '', at: '2026-06-20T02:00:00Z', amount: 700 }])
  await world.settle()
  expect(await monthsTick.run(world.services)).toBe(false)
  world.setTime('2026-07-02T04:00:00Z')
  while (await monthsTick.run(world.services));
  expect((await june())?.spend).toBe((before?.spend ?? 0) + 700)
  expect((await world.ask(concentrationOverTime)).months).toHaveLength(6)
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from rfm_cells where until is null group by customer_id having count(*) > 1`.execute(world.db)
  expect(rows).toEqual([])
})

test('profit takes refunds, goods, messages and service away, and says what it does not know', async () => {
  while (await profitSweepTick.run(world.services));
  expect(await world.ask(profitSummary)).toMatchObject({ customers: 0, unknown: { customers: 7, covered: 0 } })
  expect(await world.ask(customerProfitParts, { id: ids['returner'] ?? '' })).toMatchObject({ profit: null, revenue: 80_000, covered: 0 })
  for (const code of ['tea', 'cup'])
    await sql`insert into products (id, code, name, category, created_at, updated_at) values (${world.services.newId()}, ${code}, ${code}, ${code}, ${world.now()}, ${world.now()}) on conflict (code) do nothing`.execute(
      world.db,
    )
  await sql`update products set cost = 4000, category = ${'茶'} where code = 'tea'`.execute(world.db)
  await sql`update products set category = ${'器'} where code = 'cup'`.execute(world.db)
  await world.act(saveProfitSettings, {
    settings: { ...usualProfitSettings, margins: { 器: 25 }, goodsReturned: 50, hourlyCost: 6_000, messageCosts: { sms: 4.5 } },
  })
  const returner = ids['returner'] ?? ''
  await sql`insert into messages (customer_id, id, channel, kind, key, state, created_at, sent_at)
    select ${returner}, gen_random_uuid(), 'sms', 'letter', 'k' || n, 'sent', ${world.now()}, ${world.now()} from generate_series(1, 4) n`.execute(
    world.db,
  )
  await sql`insert into interactions (customer_id, id, kind, occurred_at, minutes, by_id, by_name, source, recorded_at, updated_at)
    values (${returner}, ${world.services.newId()}, 'call', ${world.now()}, 90, 'user:a', 'a', 'app', ${world.now()}, ${world.now()})`.execute(
    world.db,
  )
  expect((await world.ask(profitSummary)).working).toBe(true)
  while (await profitSweepTick.run(world.services));
  const known = await world.ask(customerProfitParts, { id: returner })
  expect(Object.fromEntries(known.parts.map(({ key, amount }) => [key, amount]))).toEqual({
    revenue: 80_000,
    refunds: -40_000,
    // three quarters of 80,000; half of the goods came back, of which half can be sold again
    goods: -60_000,
    returned: 15_000,
    coupons: null,
    points: null,
    messages: -18,
    service: -9_000,
  })
  expect([known.grossMargin, known.profit]).toEqual([-5_000, -14_018])
  expect(known.parts.filter((part) => part.state === 'not-yet').map((part) => part.key)).toEqual(['coupons', 'points'])
  const summary = await world.ask(profitSummary)
  // `old` and part of `once` and `giant` were bought without lines, and no usual margin says what those cost.
  expect(summary.unknown.customers).toBe(3)
  expect(summary.losing).toMatchObject({ customers: 1, loss: 14_018, big: 0 })
  expect((await world.ask(valuePeople, { what: 'losing' })).rows).toMatchObject([{ name: 'returner', amount: -14_018 }])
  expect((await world.ask(valuePeople, { what: 'losing', big: true })).rows).toEqual([])
  const steady = await world.ask(customerProfitParts, { id: ids['steady'] ?? '' })
  expect(steady.profit).toBe(6 * (20_000 - 4_000))
})

test('with a usual margin everybody’s profit is known, and a cost that changes is taken in by itself', async () => {
  await world.act(saveProfitSettings, { settings: { ...usualProfitSettings, usualMargin: 60 } })
  while (await profitSweepTick.run(world.services));
  expect((await world.ask(profitSummary)).unknown.customers).toBe(0)
  expect((await world.ask(customerProfitParts, { id: ids['old'] ?? '' })).profit).toBe(18_000)
  await sql`update products set cost = 5000 where code = 'tea'`.execute(world.db)
  while (await profitSweepTick.run(world.services));
  expect((await world.ask(customerProfitParts, { id: ids['steady'] ?? '' })).profit).toBe(6 * (20_000 - 5_000))
  await keepFacts(world, [{ customerId: ids['new'] ?? '', at: '2026-07-02T02:00:00Z', amount: 10_000, lines: [['tea', 10_000]] }])
  await world.settle()
  expect((await world.ask(customerProfitParts, { id: ids['new'] ?? '' })).profit).toBe(15_000 - 2 * 5_000)
})

test('costs that are set in the middle of working everybody out are taken in', async () => {
  const under: Promise<unknown>[] = []
  await inTransaction(world.database, async ({ db }) => {
    await world.act(saveProfitSettings, { settings: { ...usualProfitSettings, usualMargin: 50 } })
    await sql`select 1 from customer_profit for update`.execute(db)
    under.push(Promise.resolve(profitSweepTick.run(world.services)))
    await expect.poll(() => waitingForLocks(world)).toBe(1)
    under.push(world.act(saveProfitSettings, { settings: { ...usualProfitSettings, usualMargin: 60 } }))
    await expect.poll(() => waitingForLocks(world)).toBe(2)
  })
  await Promise.all(under)
  while (await profitSweepTick.run(world.services));
  expect((await world.ask(profitSummary)).working).toBe(false)
  expect((await world.ask(customerProfitParts, { id: ids['old'] ?? '' })).profit).toBe(18_000)
})

test('without predictions the lifetime value says so, and with them what is expected in all', async () => {
  expect(await world.ask(lifetimeValue)).toMatchObject({ predictedAt: null, customers: 0, silent: null })
  const set = world.services.newId()
  for (const [name, value] of [
    ['giant', 1_000],
    ['steady', 80_000],
    ['new', 20_000],
    ['twice', 9_000],
  ] as const)
    await sql`insert into predictions (customer_id, set_id, clv12, clv12_low, clv12_high, clv36, clv36_low, clv36_high, predicted_at, days, first_day, last_day)
      values (${ids[name]}, ${set}, ${value}, ${value / 2}, ${value * 2}, ${value * 2}, ${value}, ${value * 4}, ${world.now()}, 1, '2026-01-01', '2026-06-01')`.execute(
      world.db,
    )
  const found = await world.ask(lifetimeValue)
  expect(found).toMatchObject({ customers: 4, buyers: 7, thirtySix: { expected: 220_000 }, discount: 10 })
  expect(found.twelve.expected).toBe(110_000)
  // Each interval's half width, squared, summed, rooted.
  const width = Math.sqrt([1_000, 80_000, 20_000, 9_000].reduce((sum, value) => sum + ((value * 1.5) / 2) ** 2, 0))
  expect(found.twelve.high).toBeCloseTo(110_000 + width, -1)
  expect(found.thirtySix.high - 220_000).toBeCloseTo(2 * width, -1)
  expect(found.thirtySix.low).toBe(440_000 - found.thirtySix.high)
  expect(found.silent?.customers).toBe(1)
})

test('of nobody no scores and no profit are told', async () => {
  const id = world.services.newId()
  await expect(world.ask(customerProfitParts, { id })).rejects.toMatchObject({ code: 'record.missing' })
  await expect(world.ask(customerRfm, { id })).rejects.toMatchObject({ code: 'record.missing' })
})

test('who sees only some customers sees no totals of the firm', async () => {
  const seller = await world.person({
    name: '小周',
    rights: { grants: { customer: { read: ['mine'] }, purchase: { read: ['all'] } }, fields: {}, rights: [] },
  })
  await sql`update customers set owner_id = ${seller.id} where id = ${ids['steady']}`.execute(world.db)
  const http = world.as(seller)
  expect((await http.get('value/concentration')).statusCode).toBe(403)
  const grid = (await http.get('value/rfm-grid')).json()
  expect([grid.buyers, grid.thresholds.customers]).toEqual([1, null])
  expect((await http.get('value/profit')).json().customers).toBe(1)
  expect((await http.get('value/scoped-rfm?scope=channel&value=WeChat')).json().buyers).toBe(1)
})
