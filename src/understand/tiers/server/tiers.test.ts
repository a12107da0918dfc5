import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keepFacts } from '../../../../test/keep-facts.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createCustomField } from '../../../know/custom-fields/actions.ts'
import { readTimeline } from '../../../know/customers/actions.ts'
import { mergeCustomers, unmergeCustomers } from '../../../know/identity/actions.ts'
import { refreshEveryone } from '../../../platform/event-log/refresh-news.ts'
import { saveStages } from '../../lifecycle/actions.ts'
import { standardStages } from '../../lifecycle/stages.ts'
import { createSegment } from '../../segments/actions.ts'
import { countRule } from '../../segments/questions.ts'
import { deleteTierDraft, fixTier, publishTiers, releaseTier, saveTierDraft } from '../actions.ts'
import { explainTier, readTiers, readTierVersion, simulatedPeople, simulateTiers, suggestTiers, tiersOverTime } from '../questions.ts'
import type { Scheme, Tier } from '../scheme.ts'
import { standardTiers } from '../standard-tiers.ts'
import { atRiskRule } from '../tiers-address.ts'
import { tierSweepTick } from './sweep-tiers.ts'

let world: World
beforeEach(async () => {
  world = await makeWorld({ start: '2026-06-15T04:00:00Z' })
})
afterEach(() => world.end())

/** 重要 from ¥1,000 or 3 purchases, VIP from ¥5,000 or 8, of the last 12 months; a year and 30 days of grace, one step at a time. */
const standard = standardTiers({ spend: 100_000, times: 3, topSpend: 500_000, topTimes: 8, unit: 100 })

const changed = (key: string, to: Partial<Tier>, scheme: Scheme = standard): Scheme => ({
  ...scheme,
  tiers: scheme.tiers.map((tier) => (tier.key === key ? { ...tier, ...to } : tier)),
})

async function publish(scheme: Scheme = standard, promises: 'keep' | 'at-once' = 'keep') {
  const { id, revision } = await world.act(saveTierDraft, { name: '2026 分级', scheme })
  return world.act(publishTiers, { id, revision, promises })
}

const buy = async (customerId: string, yuan: number, at = world.now().toISOString()) => {
  await keepFacts(world, [{ customerId, amount: yuan * 100, at }])
  await world.settle()
}
const refund = async (customerId: string, yuan: number) => {
  await keepFacts(world, [{ customerId, amount: yuan * 100, at: world.now().toISOString(), kind: 'refund' }])
  await world.settle()
}
const sweep = async () => {
  await tierSweepTick.run(world.services)
  await world.settle()
}
const pass = async (days: number) => {
  world.pass({ amount: days, unit: 'days' })
  await sweep()
}
const kept = async (id: string) =>
  (
    await sql<{
      tier: string
      tier_until: Date | null
      grace_until: Date | null
      standing: string
      earned: string
      tier_spend: number
    }>`select tier, tier_until, grace_until, standing, earned, tier_spend
    from customer_tiers where customer_id = ${id}`.execute(world.db)
  ).rows[0]
const movesOf = async (id: string) =>
  (
    await sql<{
      from_tier: string | null
      to_tier: string
      reason: string
    }>`select from_tier, to_tier, reason from tier_moves where customer_id = ${id} order by at`.execute(world.db)
  ).rows.map((move) => [move.from_tier, move.to_tier, move.reason])
const told = async (id: string) =>
  (await world.ask(readTimeline, { id })).facts
    .filter((fact) => fact.kind === 'tier.changed')
    .map((fact) => [fact.payload.from, fact.payload.to, fact.payload.direction])
    .reverse()

test('a customer rises at once and falls one step at a time, only when validity and grace are over', async () => {
  await publish()
  const id = await world.customer()
  await world.settle()
  expect(await kept(id)).toMatchObject({ tier: 'prospect', tier_until: null, standing: 'holds' })
  await buy(id, 600)
  await buy(id, 5_000)
  expect(await kept(id)).toMatchObject({
    tier: 'vip',
    standing: 'holds',
    tier_spend: 560_000,
    tier_until: new Date('2027-06-15T16:00:00Z'),
  })
  await pass(364)
  expect(await kept(id)).toMatchObject({ tier: 'vip', standing: 'holds' })
  await pass(2)
  // Nothing counts any more, and the promise of a year is over: thirty days of grace run from its end.
  expect(await kept(id)).toMatchObject({
    tier: 'vip',
    standing: 'grace',
    earned: 'prospect',
    grace_until: new Date('2027-07-15T16:00:00Z'),
  })
  await pass(30)
  expect(await kept(id)).toMatchObject({
    tier: 'important',
    standing: 'lapsing',
    earned: 'prospect',
    tier_until: new Date('2028-07-15T16:00:00Z'),
  })
  await buy(id, 1_200)
  expect(await kept(id)).toMatchObject({ tier: 'important', standing: 'holds' })
  expect(await told(id)).toEqual([
    ['prospect', 'regular', 'up'],
    ['regular', 'vip', 'up'],
    ['vip', 'important', 'down'],
  ])
  expect((await movesOf(id)).map(([, , reason]) => reason)).toEqual(['reached', 'lost'])
})

test('a promise is kept while it lasts though the money went back, and buying again in grace renews it', async () => {
  await publish()
  const id = await world.customer()
  await buy(id, 600)
  world.pass({ amount: 1, unit: 'minutes' })
  await buy(id, 5_000)
  world.pass({ amount: 1, unit: 'days' })
  await refund(id, 5_000)
  expect(await kept(id)).toMatchObject({ tier: 'vip', standing: 'lapsing', earned: 'regular', tier_spend: 60_000 })
  await pass(366)
  expect(await kept(id)).toMatchObject({ tier: 'vip', standing: 'grace' })
  await buy(id, 2_600)
  await buy(id, 2_600)
  expect(await kept(id)).toMatchObject({ tier: 'vip', standing: 'holds', grace_until: null, tier_until: new Date('2028-06-16T16:00:00Z') })
  expect((await movesOf(id)).length).toBe(2)
})

test('where the scheme says at once, nobody waits for the validity, and straight skips the steps', async () => {
  await publish(changed('vip', { down: { when: 'at-once', how: 'straight' }, graceDays: 0 }))
  const id = await world.customer()
  await buy(id, 600)
  await buy(id, 5_000)
  await refund(id, 5_500)
  expect(await kept(id)).toMatchObject({ tier: 'regular', standing: 'holds' })
  await pass(400)
  expect(await kept(id)).toMatchObject({ tier: 'prospect' })
})

test('validity to the end of the year ends with the shop’s own year, and is carried on by reaching the tier again', async () => {
  world.setTime('2026-12-31T15:59:00Z')
  const scheme = changed('vip', { validity: { kind: 'year-end', years: 1 } }, { ...standard, counting: 'calendar-year' })
  await publish(scheme)
  const id = await world.customer()
  await buy(id, 3_000)
  await buy(id, 3_000)
  expect(await kept(id)).toMatchObject({ tier: 'vip', tier_until: new Date('2027-12-31T16:00:00Z') })
  world.pass({ amount: 2, unit: 'minutes' })
  await sweep()
  // The new year counts from zero, yet what was promised lasts until the next one.
  expect(await kept(id)).toMatchObject({ tier: 'vip', standing: 'lapsing', tier_spend: 0 })
  await buy(id, 3_000)
  await buy(id, 3_000)
  expect(await kept(id)).toMatchObject({ tier: 'vip', standing: 'holds', tier_until: new Date('2028-12-31T16:00:00Z') })
  await expect(publish(changed('vip', { validity: { kind: 'year-end', years: 0 } }, scheme))).rejects.toMatchObject({
    code: 'tiers.year-too-short',
  })
})

test('what a trial foretells is what publishing does, promise by promise, and a trial saves nothing', async () => {
  await publish()
  const ids: string[] = []
  for (let i = 0; i < 6; i++) {
    const id = await world.customer({ name: `客户${i}` })
    ids.push(id)
    for (let n = 0; n <= i; n++) await keepFacts(world, [{ customerId: id, amount: 60_000, at: world.now().toISOString() }])
  }
  await world.settle()
  const wanted = changed('important', { rule: { field: 'tierPurchases', op: 'at-least', value: 5 } })
  const before = (await sql`select * from customer_tiers order by 1`.execute(world.db)).rows
  const keeping = await world.ask(simulateTiers, { scheme: wanted, promises: 'keep' })
  expect(keeping).toMatchObject({ customers: 6, up: 0, down: 0, kept: 3 })
  const trial = await world.ask(simulateTiers, { scheme: wanted, promises: 'at-once' })
  expect(trial).toMatchObject({ customers: 6, up: 0, down: 3, first: 0, other: 0, kept: 0 })
  expect(trial.flows).toEqual([
    { from: 'important', to: 'regular', customers: 3, counted: 540_000 },
    { from: 'important', to: 'important', customers: 2, counted: 660_000 },
    { from: 'regular', to: 'regular', customers: 1, counted: 60_000 },
  ])
  const [, , important, vip] = trial.tiers
  expect(important).toMatchObject({ customers: 2, before: 5, holds: 2, costBefore: 5 * 3_000, costAfter: 2 * 3_000 })
  expect(vip).toMatchObject({ customers: 0, holds: 0 })
  const people = await world.ask(simulatedPeople, { scheme: wanted, promises: 'at-once', from: 'important', to: 'regular' })
  expect(people).toMatchObject({
    total: 3,
    customers: [{ id: ids[3], name: '客户3', counted: 240_000, purchases: 4, earned: 'regular' }, {}, {}],
  })
  expect((await sql`select * from customer_tiers order by 1`.execute(world.db)).rows).toEqual(before)

  world.pass({ amount: 1, unit: 'hours' })
  expect(await publish(wanted, 'at-once')).toEqual({ version: 2, moved: 3 })
  const now = await world.ask(readTiers)
  expect(now.published?.tiers.map((tier) => [tier.key, tier.customers])).toEqual([
    ['prospect', 0],
    ['regular', 4],
    ['important', 2],
    ['vip', 0],
  ])
  expect(now).toMatchObject({ customers: 6, cost: 6_000, counted: 1_260_000 })
  expect(now.versions.map((version) => [version.version, version.state])).toEqual([
    [2, 'published'],
    [1, 'retired'],
  ])
  expect((await movesOf(ids[3] ?? '')).at(-1)).toEqual(['important', 'regular', 'scheme'])
  // Only the ruler changed: nobody’s log hears of it.
  expect(await told(ids[3] ?? '')).toHaveLength(1)
  const { points } = await world.ask(tiersOverTime, { months: 2 })
  expect(points.at(-1)).toMatchObject({ counts: { regular: 4, important: 2 } })
})

test('schemes that make no sense are refused with the place, and what is used stays', async () => {
  const refused = (scheme: Scheme) => world.act(saveTierDraft, { name: '草稿', scheme })
  await expect(refused({ counting: 'year', tiers: [] })).rejects.toMatchObject({ code: 'tiers.none' })
  const [lowest] = standard.tiers
  if (!lowest) throw new Error('there are no standard tiers')
  await expect(refused(changed('prospect', { rule: { field: 'spend', op: 'at-least', value: 1 } }))).rejects.toMatchObject({
    code: 'tiers.lowest-not-open',
    details: { path: 'scheme.tiers.0.rule' },
  })
  await expect(refused(changed('vip', { rule: { all: [] } }))).rejects.toMatchObject({ code: 'tiers.no-conditions' })
  await expect(refused({ ...standard, tiers: [lowest, lowest] })).rejects.toMatchObject({ code: 'tiers.twice' })
  const asking = [
    { tier: ['vip'] },
    { field: 'tier', op: 'is', value: 'vip' },
    { field: 'tierUntil', op: 'is-known' },
    { did: 'tier.changed' },
    { segment: '01920000-0000-7000-8000-000000000001' },
  ]
  for (const rule of asking)
    await expect(refused(changed('vip', { rule: { all: [{ not: rule }] } }))).rejects.toMatchObject({
      code: 'tiers.looks-at-itself',
      details: { path: 'scheme.tiers.3.rule.all.0.not' },
    })
  await expect(refused(changed('vip', { rule: { field: 'nope', op: 'is', value: 1 } }))).rejects.toMatchObject({
    code: 'rule.unknown-field',
    details: { path: 'scheme.tiers.3.rule.field' },
  })
  // One tier is enough: everybody is in it.
  const only = await world.customer()
  await world.settle()
  expect(await publish({ counting: 'ever', tiers: [lowest] })).toEqual({ version: 1, moved: 1 })
  expect(await kept(only)).toMatchObject({ tier: 'prospect' })
  await publish()
  await world.act(createSegment, { name: '要客', rule: { tier: ['vip'] } })
  await expect(publish({ ...standard, tiers: standard.tiers.filter(({ key }) => key !== 'vip') })).rejects.toMatchObject({
    code: 'tiers.in-use',
    details: { name: { zh: 'VIP 客户', en: 'VIP' } },
  })
  await expect(
    world.act(saveStages, { stages: standardStages.map((stage, i) => (i === 1 ? { ...stage, rule: { tier: ['vip'] } } : stage)) }),
  ).rejects.toMatchObject({ code: 'stages.looks-at-itself' })
  await expect(world.act(saveTierDraft, { name: '草稿', scheme: standard }, { role: 'member' })).rejects.toMatchObject({
    code: 'access.denied',
  })
})

test('of two who change one draft the second is told, and what was published stays as it is', async () => {
  const { id, revision } = await world.act(saveTierDraft, { name: '草稿', scheme: standard })
  await world.act(saveTierDraft, { id, revision, name: '先到', scheme: standard })
  await expect(world.act(saveTierDraft, { id, revision, name: '后到', scheme: standard })).rejects.toMatchObject({
    code: 'tiers.changed-meanwhile',
  })
  await expect(world.act(publishTiers, { id, revision })).rejects.toMatchObject({ code: 'tiers.changed-meanwhile' })
  expect(await world.ask(readTierVersion, { id })).toMatchObject({ name: '先到', revision: 2, state: 'draft' })
  const both = await Promise.allSettled([world.act(publishTiers, { id, revision: 2 }), world.act(publishTiers, { id, revision: 2 })])
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  await expect(world.act(deleteTierDraft, { id })).rejects.toMatchObject({ code: 'tiers.not-a-draft' })
  await expect(world.act(saveTierDraft, { id, revision: 2, name: 'x', scheme: standard })).rejects.toMatchObject({
    code: 'tiers.not-a-draft',
  })
})

test('a connection that dies while a scheme is published leaves the old scheme whole', async () => {
  await publish()
  const id = await world.customer()
  await buy(id, 1_200)
  const draft = await world.act(saveTierDraft, {
    name: '新方案',
    scheme: changed('important', { rule: { field: 'tierSpend', op: 'at-least', value: 999_900 } }),
  })
  // Somebody else holds the customer’s row, so the publishing stands still half-way, and is cut off there.
  const holder = await world.database.pool.connect()
  await holder.query('begin')
  await holder.query('select 1 from customer_tiers where customer_id = $1 for update', [id])
  const outcome = world.act(publishTiers, { ...draft, promises: 'at-once' }).then(
    () => 'done',
    () => 'cut off',
  )
  const cut = async () =>
    (
      await world.database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()`,
      )
    ).rowCount
  for (let tries = 0; tries < 200 && !(await cut()); tries++) await new Promise((resolve) => setTimeout(resolve, 25))
  expect(await outcome).toBe('cut off')
  await holder.query('rollback')
  holder.release()
  const now = await world.ask(readTiers)
  expect(now.published).toMatchObject({ version: 1, name: '2026 分级' })
  expect(now.versions.map(({ state }) => state)).toEqual(['draft', 'published'])
  expect(await kept(id)).toMatchObject({ tier: 'important' })
})

test('a rule whose field is retired keeps everybody where they are, and the page says which', async () => {
  await world.act(createCustomField, { entity: 'customer', name: 'shops', type: 'number', label: { zh: '门店数', en: 'Shops' } })
  await publish(changed('vip', { rule: { field: 'shops', op: 'at-least', value: 3 } }))
  const id = await world.customer({ shops: 5 })
  await world.settle()
  expect(await kept(id)).toMatchObject({ tier: 'vip' })
  await sql`delete from custom_fields`.execute(world.db)
  await new Promise((resolve) => setTimeout(resolve, 2_100))
  await buy(id, 10)
  await sweep()
  expect(await kept(id)).toMatchObject({ tier: 'vip' })
  expect((await world.ask(readTiers)).published?.broken).toMatchObject({
    tier: { zh: 'VIP 客户' },
    said: { en: expect.stringContaining('shops') },
  })
  expect(await world.ask(explainTier, { id })).toMatchObject({ standing: { tier: { key: 'vip' } }, next: null })
})

test('a tier fixed by hand stays whatever happens until its day, tells why, and can be undone', async () => {
  const id = await world.customer()
  await expect(world.act(fixTier, { id, tier: 'vip', until: '2026-07-01', reason: '投诉补偿' })).rejects.toMatchObject({
    code: 'tiers.not-published',
  })
  await publish()
  await world.settle()
  await expect(world.act(fixTier, { id, tier: 'gold', until: '2026-07-01', reason: '投诉补偿' })).rejects.toMatchObject({
    code: 'tiers.unknown',
  })
  await expect(world.act(fixTier, { id, tier: 'vip', until: '2026-06-15', reason: '投诉补偿' })).rejects.toMatchObject({
    code: 'tiers.end-passed',
  })
  await expect(world.act(releaseTier, { id })).rejects.toMatchObject({ code: 'tiers.not-fixed' })
  await world.act(fixTier, { id, tier: 'vip', until: '2026-07-01', reason: '投诉补偿' })
  await world.settle()
  expect(await kept(id)).toMatchObject({ tier: 'vip', standing: 'fixed', earned: 'prospect', tier_until: new Date('2026-07-01T16:00:00Z') })
  expect((await world.ask(explainTier, { id })).standing).toMatchObject({
    fixed: { reason: '投诉补偿', by: '老板' },
    then: { tier: { key: 'prospect' }, at: '2026-07-01T16:00:00.000Z' },
  })
  await refreshEveryone(world.services)
  world.pass({ amount: 1, unit: 'minutes' })
  await world.act(releaseTier, { id })
  await world.settle()
  expect(await kept(id)).toMatchObject({ tier: 'prospect', standing: 'holds', tier_until: null })
  world.pass({ amount: 1, unit: 'hours' })
  await world.act(fixTier, { id, tier: 'important', until: '2026-07-01', reason: '老板的朋友' })
  await pass(17)
  expect(await kept(id)).toMatchObject({ tier: 'prospect', standing: 'holds' })
  expect((await movesOf(id)).map(([, , reason]) => reason)).toEqual(['by-hand', 'released', 'by-hand', 'fix-ended'])
})

test('the tier explains itself: what is missing to the next, until when, and what then', async () => {
  await publish({ ...changed('vip', { validity: { kind: 'year-end', years: 1 } }), counting: 'calendar-year' })
  const id = await world.customer()
  for (const yuan of [2_000, 1_500, 1_180]) await buy(id, yuan)
  const why = await world.ask(explainTier, { id })
  expect(why.standing).toMatchObject({
    tier: { key: 'important' },
    standing: 'holds',
    spend: 468_000,
    purchases: 3,
    keep: null,
    then: null,
  })
  expect(why.standing?.why?.holds).toBe(true)
  expect(why.next).toMatchObject({
    tier: { key: 'vip' },
    missing: { zh: '再消费 ¥320.00，或再消费 5 次', en: 'spend ¥320.00 more, or buy 5 more times' },
    by: '2026-12-31',
  })
  await refund(id, 4_500)
  await refund(id, 100)
  await sql`update purchases set kind = 'refund' where customer_id = ${id} and amount = 118000`.execute(world.db)
  await refund(id, 1)
  expect((await world.ask(explainTier, { id })).standing).toMatchObject({
    standing: 'lapsing',
    keep: { missing: { zh: '再消费 ¥1,000.00，或再消费 1 次' } },
    then: { tier: { key: 'regular' }, at: '2027-07-15T16:00:00.000Z' },
  })
  expect(await world.ask(countRule, { rule: atRiskRule() })).toMatchObject({ count: 0 })
  await pass(350)
  expect(await world.ask(countRule, { rule: atRiskRule('important') })).toMatchObject({ count: 1 })
  expect((await world.ask(readTiers)).published?.tiers[2]).toMatchObject({ atRisk: 1, lapsing: 1 })
})

test('tiers are asked, counted and started by like stages', async () => {
  await publish()
  const id = await world.customer()
  await world.settle()
  await buy(id, 1_200)
  expect(await world.ask(countRule, { rule: { tier: ['important', 'vip'] } })).toMatchObject({
    count: 1,
    sentence: { zh: '等级是重要客户或VIP 客户', en: 'is in tier Important or VIP' },
  })
  expect(await world.ask(countRule, { rule: { not: { tier: ['important'] } } })).toMatchObject({ count: 0 })
  await expect(world.ask(countRule, { rule: { tier: ['gold'] } })).rejects.toMatchObject({ code: 'rule.unknown-tier' })
  const inside = {
    did: 'tier.changed',
    where: {
      all: [
        { field: 'direction', op: 'is', value: 'up' },
        { field: 'to', op: 'is', value: 'important' },
      ],
    },
  }
  expect(await world.ask(countRule, { rule: inside })).toMatchObject({ count: 1 })
})

test('everybody at once gives what customer by customer gives', async () => {
  await publish()
  for (let i = 0; i < 6; i++) {
    const id = await world.customer()
    for (let n = 0; n < i * 2; n++) await keepFacts(world, [{ customerId: id, amount: 40_000, at: `2026-0${1 + (n % 5)}-1${i}T02:00:00Z` }])
  }
  await world.settle()
  const read = async () => (await sql`select * from customer_tiers order by 1`.execute(world.db)).rows
  const once = await read()
  await refreshEveryone(world.services)
  expect(await read()).toEqual(once)
  await sql`delete from customer_tiers`.execute(world.db)
  await refreshEveryone(world.services)
  expect(await read()).toEqual(once)
})

test('facts that are taken back take the tier with them that rested on them', async () => {
  await publish()
  const id = await world.customer()
  await buy(id, 200)
  await buy(id, 6_000)
  expect(await kept(id)).toMatchObject({ tier: 'vip', standing: 'holds' })
  // As an undone import does it: purchase and fact go, the number goes up by one that no fact has.
  await sql`delete from purchases where customer_id = ${id} and amount = 600000`.execute(world.db)
  await sql`delete from events where customer_id = ${id} and payload ->> 'amount' = '600000'`.execute(world.db)
  await sql`update log_heads set seq = seq + 1 where customer_id = ${id}`.execute(world.db)
  world.pass({ amount: 1, unit: 'minutes' })
  await world.settle()
  expect(await kept(id)).toMatchObject({ tier: 'regular', standing: 'holds' })
  expect((await movesOf(id)).at(-1)).toEqual(['vip', 'regular', 'taken-back'])
})

test('who becomes one with another has the tier of both together, and gets the own one back', async () => {
  await publish()
  const [one, two] = [await world.customer({ phone: '+8613900000001' }), await world.customer({ phone: '+8613900000002' })]
  await buy(one, 700)
  await buy(two, 600)
  world.pass({ amount: 1, unit: 'minutes' })
  await world.act(mergeCustomers, { ids: [one, two], into: one })
  await world.settle()
  expect(await kept(one)).toMatchObject({ tier: 'important', tier_spend: 130_000 })
  expect(await kept(two)).toBeUndefined()
  world.pass({ amount: 1, unit: 'minutes' })
  const { rows } = await sql<{ id: string }>`select id from merges`.execute(world.db)
  await world.act(unmergeCustomers, { id: rows[0]?.id })
  await world.settle()
  expect(await kept(one)).toMatchObject({ tier: 'regular', tier_spend: 70_000 })
  expect(await kept(two)).toMatchObject({ tier: 'regular', tier_spend: 60_000 })
})

test('thresholds are suggested from the firm’s own figures, and from plain ones where nobody has bought', async () => {
  expect(await world.ask(suggestTiers)).toMatchObject({ buyers: 0, scheme: { counting: 'year' } })
  for (let i = 1; i <= 20; i++) {
    const id = await world.customer()
    await keepFacts(world, [{ customerId: id, amount: i * 10_000, at: '2026-05-01T02:00:00Z' }])
  }
  const { buyers, scheme } = await world.ask(suggestTiers)
  expect(buyers).toBe(20)
  expect(scheme.tiers[2]?.rule).toEqual({
    any: [
      { field: 'tierSpend', op: 'at-least', value: 150_000 },
      { field: 'tierPurchases', op: 'at-least', value: 2 },
    ],
  })
  await world.act(saveTierDraft, { name: '建议', scheme })
})
