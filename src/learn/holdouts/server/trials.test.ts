import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../../test/world.ts'
import { createJourney, startJourney } from '../../../act/journeys/actions.ts'
import { decideTests } from '../../../act/journeys/server/decide-tests.ts'
import { inGlobalHoldout } from '../../../know/shop/global-holdout.ts'
import { readGlobalHoldout as readSetting } from '../../../know/shop/server/read-global-holdout.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { planHoldout } from '../plan-holdout.ts'
import { listTrials, readGlobalHoldout, saveGlobalHoldout } from '../trials.ts'
import { campaignTrial, globalTrial, journeyTrial } from '../trial-result.ts'
import { keepReading, readingsTick } from './kept-readings.ts'
import { globalTrialId } from '../trial.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

/** Sees journeys and campaigns, and of customers their own. */
const seller = async () =>
  world.as(
    await world.person({
      rights: { grants: { customer: { read: ['mine'] }, journey: { read: ['all'] }, campaign: { read: ['all'] } }, fields: {}, rights: [] },
    }),
  )

const at = '2026-06-01T02:00:00Z'

async function plantCampaign(name: string, holdout = 50): Promise<string> {
  const id = world.services.newId()
  const definition = JSON.stringify({ holdout, fixedCost: 5_000 })
  await sql`insert into campaigns (id, name, state, definition, created_at, updated_at, started_at)
    values (${id}, ${name}, 'done', ${definition}::jsonb, ${at}, ${at}, ${at})`.execute(world.db)
  await sql`insert into campaign_editions (campaign_id, number, state, definition, planned_at, started_at)
    values (${id}, 1, 'done', ${definition}::jsonb, ${at}, ${at})`.execute(world.db)
  return id
}

const newIds = (count: number) => Array.from({ length: count }, () => world.services.newId())

async function enter(campaign: string, ids: readonly string[], arm: string, variant: string | null, edition = 1, when = at): Promise<void> {
  await sql`insert into campaign_members (customer_id, id, campaign_id, edition, arm, variant, state, entered_at)
    select u, gen_random_uuid(), ${campaign}::uuid, ${edition}, ${arm}, ${variant}, 'queued', ${when}::timestamptz from unnest(${[...ids]}::uuid[]) u`.execute(
    world.db,
  )
}

/** Every so many of them buys, each another amount. */
async function buy(ids: readonly string[], every: number, amount: number, when: string, kind = 'purchase'): Promise<void> {
  const buyers = ids.filter((_, i) => i % every === 0)
  await sql`insert into purchases (customer_id, id, kind, source, number, occurred_at, amount, currency, recorded_at)
    select u, gen_random_uuid(), ${kind}, 'test', gen_random_uuid()::text, ${when}::timestamptz, ${amount}::bigint + (n % 5) * 100, 'CNY', ${at}
    from unnest(${buyers}::uuid[]) with ordinality x (u, n)`.execute(world.db)
}

describe('a campaign', () => {
  test('is measured from the first day, each variant against the holdout, with purchases before and refunds told apart', async () => {
    const id = await plantCampaign('端午')
    const [a, b, held] = [newIds(300), newIds(300), newIds(600)]
    await enter(id, a, 'treated', 'a')
    await enter(id, b, 'treated', 'b')
    await enter(id, held, 'holdout', null)
    await buy([...a, ...b, ...held], 3, 5_000, '2026-05-20T00:00:00Z')
    await buy(a, 2, 9_000, '2026-06-05T00:00:00Z')
    await buy(b, 5, 9_000, '2026-06-06T00:00:00Z')
    await buy(held, 5, 9_000, '2026-06-06T00:00:00Z')
    await buy(held.slice(0, 10), 1, 2_000, '2026-06-08T00:00:00Z', 'refund')
    await buy(a, 1, 99_000, '2026-08-20T00:00:00Z')
    const result = await world.ask(campaignTrial, { id })
    expect(result.treated).toMatchObject({ people: 600, waiting: 600, buyers: 210 })
    expect(result.holdout).toMatchObject({ people: 600, buyers: 120 })
    expect(result.verdict).toBe('more')
    expect(result.sentence.zh).toContain('活动有效：每位客户到目前为止大约多消费')
    expect(result.variants.map(({ variant, people, buyers }) => [variant, people, buyers])).toEqual([
      ['a', 300, 150],
      ['b', 300, 60],
    ])
    expect(result.best).toBe('a')
    expect(result.variants[0]?.lift?.low).toBeGreaterThan(0)
    expect(result.pairs[0]?.p).toBeLessThan(0.05)
    expect(result.series.map(({ day }) => day)).toEqual(['2026-06-01', '2026-06-05', '2026-06-06', '2026-06-08'])
    expect(result.series.at(-1)?.value).toBeCloseTo(result.revenueLift?.value ?? 0, 9)
    expect(result.guardrails.find(({ name }) => name === 'refunded')).toMatchObject({ treated: { n: 0 }, holdout: { n: 10 }, alarm: false })
    expect(result.cost).toBe(5_000)
    expect(result.margin).toBeNull()
    world.pass({ amount: 30, unit: 'days' })
    const later = await world.ask(campaignTrial, { id })
    expect(later.treated.waiting).toBe(0)
    expect(later.sentence.en).toContain('within 30 days each customer spent about')
  })

  test('clearly more unsubscribing among the treated is an alarm, and is said in the sentence', async () => {
    const id = await plantCampaign('打扰')
    const [treated, held] = [newIds(400), newIds(400)]
    await enter(id, treated, 'treated', 'a')
    await enter(id, held, 'holdout', null)
    await buy(treated, 2, 9_000, '2026-06-05T00:00:00Z')
    await buy(held, 6, 9_000, '2026-06-05T00:00:00Z')
    await sql`insert into consents (customer_id, id, purpose, channel, state, how, at, recorded_at)
      select u, gen_random_uuid(), 'marketing', 'email', 'withdrawn', 'web', '2026-06-03T00:00:00Z', ${at} from unnest(${treated.slice(0, 40)}::uuid[]) u`.execute(
      world.db,
    )
    const { guardrails, sentence, verdict } = await world.ask(campaignTrial, { id })
    expect(verdict).toBe('more')
    expect(guardrails.find(({ name }) => name === 'unsubscribed')).toMatchObject({
      treated: { n: 40, of: 400 },
      holdout: { n: 0, of: 400 },
      alarm: true,
    })
    expect(sentence.zh).toContain('但要当心')
  })

  test('that earns less is said to do harm, and one split otherwise than drawn is not believed', async () => {
    const id = await plantCampaign('反效果')
    const [treated, held] = [newIds(500), newIds(500)]
    await enter(id, treated, 'treated', 'a')
    await enter(id, held, 'holdout', null)
    await buy(treated, 8, 9_000, '2026-06-05T00:00:00Z')
    await buy(held, 2, 9_000, '2026-06-05T00:00:00Z')
    const harm = await world.ask(campaignTrial, { id })
    expect(harm.verdict).toBe('less')
    expect(harm.sentence.zh).toMatch(/活动起了反作用.*再做之前先查明原因/)
    const skewed = await plantCampaign('抽签被绕过', 10)
    await enter(skewed, treated, 'treated', 'a')
    await enter(skewed, held, 'holdout', null)
    const broken = await world.ask(campaignTrial, { id: skewed })
    expect([broken.verdict, broken.sentence.zh.includes('不可信')]).toEqual(['broken', true])
  })

  test('sent again and again counts everybody once, with what followed any time it was sent', async () => {
    const id = await plantCampaign('每月')
    await sql`insert into campaign_editions (campaign_id, number, state, definition, planned_at, started_at)
      values (${id}, 2, 'done', '{"holdout":50}', ${at}, ${at})`.execute(world.db)
    const [treated, held] = [newIds(60), newIds(60)]
    for (const [edition, when] of [
      [1, '2026-03-01T02:00:00Z'],
      [2, '2026-05-01T02:00:00Z'],
    ] as const) {
      await enter(id, treated, 'treated', 'a', edition, when)
      await enter(id, held, 'holdout', null, edition, when)
    }
    await buy(treated, 2, 1_000, '2026-03-05T00:00:00Z')
    await buy(treated, 2, 1_000, '2026-04-15T00:00:00Z')
    await buy(treated, 2, 1_000, '2026-05-05T00:00:00Z')
    const all = await world.ask(campaignTrial, { id })
    expect(all.treated).toMatchObject({ people: 60, buyers: 30, revenue: 2 * (30 * 1_000 + 6 * 1_000) })
    expect(all.editions.map(({ edition, people }) => [edition, people])).toEqual([
      [1, 120],
      [2, 120],
    ])
    expect((await world.ask(campaignTrial, { id, edition: 2 })).treated.revenue).toBe(36_000)
  })

  test('that is not there is said', async () => {
    await expect(world.ask(campaignTrial, { id: world.services.newId() })).rejects.toMatchObject({ code: 'record.missing' })
  })
})

describe('the holdout of everything', () => {
  test('is drawn, measured from then on, and its change needs a reason', async () => {
    expect((await world.ask(globalTrial)).verdict).toBe('no-holdout')
    const ids: string[] = []
    for (let i = 0; i < 120; i++) ids.push(await world.customer({ name: `客户${i}` }))
    await world.act(saveGlobalHoldout, { percent: 20 })
    const state = await world.ask(readGlobalHoldout)
    expect(state).toMatchObject({ percent: 20, customers: 120, past: [] })
    const { rows } = await sql<{
      id: string
    }>`select c.id from customers c where ${inGlobalHoldout(await readSetting(world.db), sql.ref('c.id'))}`.execute(world.db)
    expect(rows).toHaveLength(state.people)
    const inside = new Set(rows.map(({ id }) => id))
    const outside = ids.filter((id) => !inside.has(id))
    await buy(outside, 1, 7_000, world.now().toISOString())
    await buy([...inside], 1, 50_000, '2026-01-01T00:00:00Z')
    world.pass({ amount: 40, unit: 'days' })
    const all = await world.ask(globalTrial)
    expect([all.treated.people, all.holdout.people]).toEqual([outside.length, inside.size])
    expect([all.treated.buyers, all.holdout.revenue]).toEqual([outside.length, 0])
    await expect(world.act(saveGlobalHoldout, { percent: 10 })).rejects.toMatchObject({ code: 'holdouts.reason-needed' })
    await world.act(saveGlobalHoldout, { percent: 20, redraw: true, reason: '每年换一批' })
    const after = await world.ask(readGlobalHoldout)
    expect(after.past).toMatchObject([{ percent: 20, reason: '每年换一批' }])
    expect(after.salt).not.toBe(state.salt)
    expect((await world.ask(globalTrial)).treated.buyers).toBe(0)
    await expect(world.act(saveGlobalHoldout, { percent: 21 })).rejects.toMatchObject({ code: 'input.invalid' })
  })

  test('takes its people out of every other trial, for they get nothing else either', async () => {
    const setting = await readSetting(world.db)
    const ids = newIds(200)
    const { rows } = await sql<{
      id: string
    }>`select u as id from unnest(${ids}::uuid[]) u where ${inGlobalHoldout(setting, sql.ref('u'))}`.execute(world.db)
    const id = await plantCampaign('有全局对照组', 0)
    await enter(id, ids, 'holdout', null, 1, world.now().toISOString())
    expect(rows.length).toBeGreaterThan(10)
    expect((await world.ask(campaignTrial, { id })).holdout.people).toBe(200 - rows.length)
  })
})

describe('all trials together', () => {
  test('are read one by one, kept, pooled, and a verdict’s day stays while it does', async () => {
    let rounds = 0
    while (await readingsTick.run(world.services)) rounds += 1
    const { trials, pooled, pending } = await world.ask(listTrials)
    expect(pending).toEqual([])
    expect(trials).toHaveLength(rounds)
    expect(trials[0]?.kind).toBe('global')
    const found = trials.find(({ name }) => name === '端午')
    expect(found).toMatchObject({ verdict: 'more', cost: 5_000 })
    expect(found?.perCost).toBeCloseTo((found?.incremental?.value ?? 0) / 5_000, 9)
    const campaigns = pooled.find(({ kind }) => kind === 'campaign')
    expect(campaigns?.trials).toBeGreaterThanOrEqual(3)
    expect(Math.abs(found?.shrunk?.value ?? 9)).toBeLessThanOrEqual(Math.abs(found?.relative?.value ?? 0))
    const since = found?.verdictSince
    world.pass({ amount: 2, unit: 'days' })
    await asSystem(world.services, 'test', (ctx) => keepReading(ctx, 'campaign', found?.id ?? ''))
    await asSystem(world.services, 'test', (ctx) => keepReading(ctx, 'global', globalTrialId))
    expect((await world.ask(listTrials)).trials.find(({ name }) => name === '端午')?.verdictSince).toBe(since)
  })

  test('a large one is shown as it was read last, says when, and is read anew where that is asked or where it is small', async () => {
    const id = await plantCampaign('很多人')
    const [many, held] = [newIds(4_000), newIds(2_000)]
    await enter(id, many, 'treated', null)
    await enter(id, held, 'holdout', null)
    await buy(many, 4, 5_000, '2026-06-05T00:00:00Z')
    expect((await world.ask(campaignTrial, { id })).treated.buyers).toBe(1_000)
    await asSystem(world.services, 'test', (ctx) => keepReading(ctx, 'campaign', id))
    const readAt = world.now().toISOString()
    world.pass({ amount: 10, unit: 'minutes' })
    await buy(held, 2, 5_000, '2026-06-05T00:00:00Z')
    const kept = await world.ask(campaignTrial, { id })
    expect(kept).toMatchObject({ readAt, holdout: { buyers: 0 } })
    expect(await world.ask(campaignTrial, { id, fresh: 'true' })).toMatchObject({
      readAt: world.now().toISOString(),
      holdout: { buyers: 1_000 },
    })
    // Another window was not read, and whoever may not see everybody is told what they see.
    expect((await world.ask(campaignTrial, { id, days: 60 })).readAt).toBe(world.now().toISOString())
    expect(await (await seller()).ask(campaignTrial, { id })).toMatchObject({
      readAt: world.now().toISOString(),
      treated: { people: 0, waiting: 0 },
    })
    world.pass({ amount: 26, unit: 'hours' })
    expect((await world.ask(campaignTrial, { id })).holdout.buyers).toBe(1_000)
  })

  test('one that cannot be read stands in no other’s way', async () => {
    const [bad, good] = [await plantCampaign('读不了'), await plantCampaign('读得了')]
    await sql`update campaigns set started_at = '2026-12-01T00:00:00Z' where id = ${bad}`.execute(world.db)
    await sql`update campaign_editions set definition = '{"holdout":"x"}' where campaign_id = ${bad}`.execute(world.db)
    for (let i = 0; i < 30 && (await readingsTick.run(world.services)); i++);
    const { trials, pending } = await world.ask(listTrials)
    expect(trials.some(({ id }) => id === good)).toBe(true)
    // What took a minute to read rests for more than three hours, the others for one.
    await sql`update trial_readings set read_at = ${world.now()}, reading = jsonb_set(reading, '{tookMs}', '60000') where trial_id = ${good}`.execute(
      world.db,
    )
    const readAt = async () => (await world.ask(listTrials)).trials.find(({ id }) => id === good)?.readAt
    const before = await readAt()
    await sql`update campaigns set state = 'running' where id = ${good}`.execute(world.db)
    world.pass({ amount: 2, unit: 'hours' })
    for (let i = 0; i < 30 && (await readingsTick.run(world.services)); i++);
    expect(await readAt()).toBe(before)
    world.pass({ amount: 2, unit: 'hours' })
    for (let i = 0; i < 30 && (await readingsTick.run(world.services)); i++);
    expect(await readAt()).not.toBe(before)
    expect(pending).toEqual([{ kind: 'campaign', id: bad, name: '读不了' }])
    expect(world.problems.splice(0)).toMatchObject([{ kind: 'campaign', id: bad }])
  })
})

describe('an A/B test inside a journey', () => {
  test('stands in the result of the journey: each way, each pair with its interval, and that it was stopped early', async () => {
    const ways = { a: 'one', b: null }
    const definition = {
      trigger: { kind: 'by-hand' },
      steps: [
        {
          id: 't',
          kind: 'ab-test',
          variants: [{ way: 'a', label: '送券' }, { way: 'b' }],
          metric: 'purchase',
          days: 7,
          plannedPeople: 400,
          to: ways,
        },
        { id: 'one', kind: 'end' },
      ],
    }
    const { id } = await world.act(createJourney, { name: '比一比', definition })
    await world.act(startJourney, { id })
    expect((await world.ask(journeyTrial, { id })).tests).toEqual([])
    const people = newIds(240)
    await sql`insert into journey_steps (customer_id, run_id, number, journey_id, step, at, what)
      select u, gen_random_uuid(), 1, ${id}::uuid, 't', ${world.now()}, case when n % 2 = 0 then 'way:a' else 'way:b' end from unnest(${people}::uuid[]) with ordinality x (u, n)`.execute(
      world.db,
    )
    await decideTests(world.services)
    const [early] = (await world.ask(journeyTrial, { id })).tests
    expect(early).toMatchObject({
      step: 't',
      metric: 'purchase',
      winner: null,
      ways: [
        { way: 'a', label: '送券', people: 120, value: 0 },
        { way: 'b', label: null },
      ],
    })
    world.pass({ amount: 1, unit: 'days' })
    await buy(
      people.filter((_, i) => i % 2 === 1),
      2,
      5_000,
      new Date(world.now().getTime() - 3_600_000).toISOString(),
    )
    await decideTests(world.services)
    const [test] = (await world.ask(journeyTrial, { id })).tests
    expect(test).toMatchObject({
      winner: 'a',
      stopsEarly: true,
      decidedAt: world.now().toISOString(),
      ways: [{ value: 0.5 }, { value: 0 }],
    })
    expect(test?.pairs).toMatchObject([{ one: 'a', other: 'b', lift: { value: 0.5 } }])
    expect(test?.pairs[0]?.lift?.low).toBeGreaterThan(0)
    // They count everybody, and so are not for whoever sees only some.
    expect((await (await seller()).ask(journeyTrial, { id })).tests).toEqual([])
  })
})

describe('planning', () => {
  test('says what could be seen by how many, what it costs, and advises', async () => {
    const plan = await world.ask(planHoldout, { people: 20_000, days: 60, percent: 15 })
    expect(plan.choices.map(({ percent }) => percent)).toEqual([5, 10, 15, 20, 50])
    const visible = plan.choices.map((choice) => choice.visible ?? 9)
    expect(visible).toEqual(visible.toSorted((a, b) => b - a))
    expect(plan.choices[1]?.heldOut).toBe(2_000)
    expect(plan.baseline.people).toBe(120)
    expect([5, 10, 20, 50]).toContain(plan.recommended)
    const stream = await world.ask(planHoldout, { perWeek: 4, days: 60 })
    expect(stream.choices[0]?.weeks).toHaveLength(26)
    expect(stream.choices[0]?.weeks[3]).toMatchObject({ treated: 0, holdout: 0, visible: null })
    expect(stream.reason.zh).toContain('样本太小')
    const nobody = await world.ask(planHoldout, { audience: { field: 'city', op: 'is', value: '没有这个城市' } })
    expect(nobody).toMatchObject({ people: 0, recommended: 10 })
    await expect(world.ask(planHoldout, { audience: { field: 'nothing', op: 'is', value: 1 } })).rejects.toMatchObject({
      code: expect.stringContaining('rule.'),
    })
    await expect(world.ask(planHoldout, { people: -1 })).rejects.toMatchObject({ code: 'input.invalid' })
  })
})
