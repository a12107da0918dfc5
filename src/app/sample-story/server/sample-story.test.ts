import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { campaignResults, listCampaigns } from '../../../act/campaigns/actions.ts'
import { listJourneys } from '../../../act/journeys/actions.ts'
import { countMessages } from '../../../act/messages/actions.ts'
import { sampleShop } from '../../../know/sample-shop/make-shop.ts'
import { listDuplicates } from '../../../know/identity/matching-actions.ts'
import { readOrganisation } from '../../../know/staff/actions.ts'
import { listTodos } from '../../../know/todos/actions.ts'
import { loadSampleShop } from '../../../know/sample-shop/actions.ts'
import { journeyResult } from '../../../learn/holdouts/journey-result.ts'
import { readTiers } from '../../../understand/tiers/questions.ts'
import { churnSummary, churnWonBack } from '../../../understand/churn/questions.ts'
import { readStagePlans } from '../../../understand/lifecycle/questions.ts'
import { createSegment, deleteSegment } from '../../../understand/segments/actions.ts'
import { overviewSegments } from '../../../understand/segments/questions.ts'
import { answerMark } from '../draw-response.ts'
import { readSampleProgress, removeSampleShop } from '../progress.ts'
import { holdTicks } from './hold-ticks.ts'
import { readStory } from './story-state.ts'

/** A smaller shop than the product's has the same people and the same days. */
const size = 1_000

let world: World
beforeAll(async () => {
  world = await makeWorld({ start: '2026-11-21T13:00:00Z' })
  // As in a shop that stood empty for a moment, until its owner asked for the sample.
  await tickNamed('retake-rhythms').run(world.services)
  if (Number(await scalar('select count(*) from firm_rhythms')) !== 1) throw new Error('no rhythm of an empty shop was taken')
  await world.act(loadSampleShop, { customers: size })
}, 60_000)
afterAll(() => world.end())

const tickNamed = (wanted: string) => {
  const tick = world.services.registry.ticks.find(({ name }) => name === wanted)
  if (!tick) throw new Error(`there is no tick ${wanted}`)
  return tick
}
const player = () => tickNamed('sample-shop')
const matching = () => tickNamed('matching')

const scalar = async (query: string) => Object.values((await world.database.pool.query(query)).rows[0])[0]

test('while the past is played the other ticks rest', async () => {
  let ran = 0
  const [held, free] = holdTicks([
    { name: 'freshness', everyMs: 1, run: async () => ++ran > 0 },
    { ...player(), run: async () => ++ran > 0 },
  ])
  await held?.run(world.services)
  expect(ran).toBe(0)
  await free?.run(world.services)
  expect(ran).toBe(1)
  await expect(world.act(removeSampleShop, {})).rejects.toMatchObject({ code: 'sample-shop.still-loading' })
})

test('the last ninety days are played turn by turn, and a turn played again changes nothing', async () => {
  for (let i = 0; i < 3; i++) await player().run(world.services)
  expect(await world.ask(readSampleProgress)).toEqual({ state: 'loading', day: '2026-08-27', done: 2, of: 46 })
  const counted = () =>
    scalar(
      `select jsonb_build_array((select count(*) from purchases), (select count(*) from customers), (select count(*) from messages), (select count(*) from journey_runs), (select count(*) from events))`,
    )
  const before = await counted()
  const story = await readStory(world.db)
  await sql`update settings set value = ${JSON.stringify({ ...story, turn: 1 })}::jsonb where name = 'sample-story'`.execute(world.db)
  await player().run(world.services)
  expect(await counted()).toEqual(before)
  while (await player().run(world.services));
  expect(await world.ask(readSampleProgress)).toEqual({ state: 'ready', day: '2026-11-21', done: 46, of: 46 })
}, 300_000)

test('what was sold is the generator’s, and the simulated answers besides', async () => {
  const shop = sampleShop({ now: world.now(), customers: size })
  const paid = shop.orders.flatMap(({ lines }) => lines).reduce((sum, line) => sum + line.paid, 0)
  expect(Number(await scalar(`select sum(amount) from purchases where kind = 'purchase' and number not like '${answerMark}%'`))).toBe(paid)
  expect(Number(await scalar(`select count(*) from purchases where number like '${answerMark}%'`))).toBeGreaterThan(3)
  expect(
    await scalar(
      `select count(*) from purchases p join journey_runs r on r.customer_id = p.customer_id and r.arm = 'holdout' and r.journey_id = (select (value -> 'journeys' ->> 'wake')::uuid from settings where name = 'sample-story') where p.number like '${answerMark}%'`,
    ),
  ).toBe(0)
  expect(await scalar(`select count(*) from purchases where occurred_at > recorded_at`)).toBe(0)
})

test('every page has something true to show', async () => {
  const { segments } = await world.ask(overviewSegments)
  expect(segments).toHaveLength(6)
  expect(segments.filter(({ members }) => members === 0)).toEqual([])
  const { journeys } = await world.ask(listJourneys)
  const live = journeys.filter(({ state }) => state === 'live')
  expect([live.length, journeys.length - live.length]).toEqual([4, 2])
  expect(live.filter(({ counts }) => counts.holdout === 0 || counts.ended === 0).map(({ name }) => name)).toEqual([])
  const { departments, people } = await world.ask(readOrganisation)
  expect([departments.length, people.length]).toEqual([2, 4])
  const share = await scalar(`select count(owner_id)::float / count(*) from customers`)
  expect([Number(share) > 0.6, Number(share) < 0.9]).toEqual([true, true])
  const { counts } = await world.ask(countMessages)
  expect(counts).toMatchObject({ sent: expect.any(Number), skipped: expect.any(Number) })
  const { campaigns } = await world.ask(listCampaigns)
  expect(campaigns.map(({ state, editions }) => [state, editions])).toEqual([
    ['planned', 0],
    ['done', 1],
  ])
  const attributed = await world.ask(campaignResults, { id: campaigns[1]?.id })
  expect(attributed.whole.bought).toBeGreaterThan(5)
  expect(campaigns[1]?.counts.holdout).toBeGreaterThan(10)
  const wake = (await readStory(world.db))?.journeys.wake
  const result = await world.ask(journeyResult, { id: wake })
  // Who is held out is drawn by ids, so how sure the result is differs from one telling to the next.
  expect(['more', 'too-small']).toContain(result.verdict)
  expect(Math.min(result.treated.people, result.holdout.people)).toBeGreaterThanOrEqual(15)
  expect(result.conversionLift?.high).toBeGreaterThan(0.1)
  expect(result.balance?.p).toBeGreaterThan(0.001)
})

test('its customers have tiers that have changed, some of whom are about to fall', async () => {
  const { published, versions } = await world.ask(readTiers)
  expect(versions.map(({ version, state }) => [version, state])).toEqual([
    [2, 'published'],
    [1, 'retired'],
  ])
  expect(published?.tiers.every(({ customers }) => customers > 0)).toBe(true)
  expect(published?.tiers.reduce((sum, tier) => sum + tier.atRisk, 0)).toBeGreaterThan(0)
  expect(Number(await scalar(`select count(*) from tier_moves where direction = 'up'`))).toBeGreaterThan(20)
  expect(Number(await scalar(`select count(*) from tier_moves where direction = 'down'`))).toBeGreaterThan(5)
})

test('some of its customers are leaving, some came back, and the list is as long as its people can handle', async () => {
  const summary = await world.ask(churnSummary)
  expect(summary.listed).toBeGreaterThan(5)
  expect(summary.listed).toBeLessThanOrEqual(summary.capacity ?? 0)
  expect(Math.min(summary.late, summary.gone)).toBeGreaterThan(20)
  const { all, byReason } = await world.ask(churnWonBack, {})
  expect(all.back.hits).toBeGreaterThan(3)
  expect(all.back.of - all.back.hits).toBeGreaterThan(10)
  expect(byReason?.length).toBeGreaterThan(3)
  // Some were asked while they could still be won back, not all of them once they were given up.
  expect(Number(await scalar(`select count(*) from churn_steps where kind = 'reason'`))).toBeGreaterThan(5)
})

test('each stage that is to go on has somebody who answers for it, what they do and what it is to come to', async () => {
  const { plans } = await world.ask(readStagePlans)
  expect(plans.map(({ stage, ownerName }) => [stage, ownerName])).toEqual([
    ['first', '李娜'],
    ['repeat', '王强'],
    ['loyal', '陈静'],
    ['dormant', '赵敏'],
  ])
  expect(plans.filter(({ target, plays }) => target === null || plays.length === 0)).toEqual([])
})

test('who is leaving was told by the rhythm of the days that were played, so that today finds nobody come back without buying', async () => {
  expect(Number(await scalar(`select min((body->>'customers')::int) from firm_rhythms`))).toBeGreaterThan(100)
  const returned = () => scalar(`select count(*) from events where kind = 'churn.returned'`)
  const before = await returned()
  for (const name of ['retake-rhythms', 'sweep-churn', 'sweep-stages']) await tickNamed(name).run(world.services)
  expect(await returned()).toEqual(before)
})

test('its people have worked: contacts, conversations, promises, consents and doubles', async () => {
  const talks = Number(await scalar('select count(*) from interactions'))
  expect([talks > 24, talks < 90]).toEqual([true, true])
  expect(
    await scalar(`select count(*) from interactions where by_name not in ('李娜', '王强', '陈静', '赵敏') or recorded_at > occurred_at`),
  ).toBe(0)
  // In the shop's opening hours, and not all at the minute at which the sample was asked for.
  const opening = `(occurred_at at time zone 'Asia/Shanghai')::time`
  expect(await scalar(`select count(*) from interactions where ${opening} not between '09:00' and '17:00'`)).toBe(0)
  expect(Number(await scalar(`select count(distinct ${opening}) from interactions`))).toBeGreaterThan(20)
  expect(Number(await scalar(`select count(*) from contacts`))).toBeGreaterThan(15)
  expect(await scalar(`select count(*) from contacts t join customers c on c.id = t.customer_id where c.kind <> 'company'`)).toBe(0)
  const { counts } = await world.ask(listTodos, { who: 'everyone' })
  expect([counts.overdue > 0, counts.today + counts.week > 0]).toEqual([true, true])
  expect(Number(await scalar(`select count(*) from todos where state = 'done'`))).toBeGreaterThan(3)
  expect(
    Number(await scalar(`select count(*) from consents where how in ('spoken', 'paper', 'chat') and state = 'withdrawn'`)),
  ).toBeGreaterThan(0)
  while (await matching().run(world.services));
  expect((await world.ask(listDuplicates)).groups.length).toBeGreaterThan(8)
}, 60_000)

test('it is taken away whole, and the shop’s own customers stay', async () => {
  const mine = await world.customer({ name: '自己的客户', phone: '+8613911112222' })
  const own = await world.act(createSegment, { name: '都有谁', rule: { all: [] } })
  expect(own.members).toBeGreaterThan(900)
  await world.settle()
  await expect(world.act(removeSampleShop, {}, { role: 'manager' })).rejects.toMatchObject({ code: 'access.denied' })
  const { customers, kept } = await world.act(removeSampleShop, {})
  expect(customers).toBeGreaterThan(900)
  expect(kept).toEqual([])
  expect(await scalar('select members from segments')).toBe(1)
  await world.act(deleteSegment, { id: own.id })
  await world.settle()
  const { rows } = await sql<{ id: string }>`select id from customers`.execute(world.db)
  expect(rows).toEqual([{ id: mine }])
  for (const table of [
    'purchases',
    'purchase_numbers',
    'messages',
    'journey_runs',
    'memberships',
    'segments',
    'templates',
    'rfm_thresholds',
    'departments',
    'contacts',
    'interactions',
    'todos',
    'consents',
    'rhythms',
    'firm_rhythms',
    'churn_states',
    'churn_spells',
    'churn_entries',
    'churn_steps',
    'tier_schemes',
    'customer_tiers',
    'tier_moves',
    'stage_plans',
    'products',
    'recommendations',
    'recommendation_sets',
    'recommendation_pairs',
    'discoveries',
    'discovery_weeks',
    'auth.users',
  ])
    expect([table, await scalar(`select count(*) from ${table}`)]).toEqual([table, 0])
  expect(await world.ask(readSampleProgress)).toMatchObject({ state: 'none' })
  await expect(world.act(removeSampleShop, {})).rejects.toMatchObject({ code: 'sample-shop.none' })
}, 60_000)
