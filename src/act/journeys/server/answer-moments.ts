import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import { type Ahead, lookAhead } from '../advance.ts'
import type { OpenJourney } from '../definition.ts'
import type { Awaited, BestHour, Moment } from '../steps/step.ts'
import { bestHours } from './best-hours.ts'
import { busyCustomers, higherJourneys } from './busy-customers.ts'
import type { ClaimedRun } from './claim-runs.ts'
import { zonesOf } from './customer-zones.ts'
import { heardBy } from './heard-by.ts'

type Answers = {
  readonly rules: ReadonlyMap<Rule, ReadonlySet<string>>
  readonly heard: ReadonlyMap<Awaited, ReadonlySet<string>>
  readonly winners: ReadonlyMap<string, string>
  readonly hours: ReadonlyMap<string, BestHour>
  readonly zones: ReadonlyMap<string, string>
  /** By version: the names of the higher journeys that customers walk. */
  readonly busy: ReadonlyMap<number, ReadonlyMap<string, string>>
}

/** Whose rule is asked: the run's customer, and the run's place for facts. */
type Asked = {
  readonly rules: Map<Rule, string[]>
  readonly awaited: Map<Awaited, ClaimedRun[]>
  readonly hours: string[]
  readonly clocks: string[]
}

/**
 * Asks all that lies ahead of these runs, each question once of all who may come to it.
 * @returns what each run needs to know to go on
 */
export async function answerMoments(
  ctx: Ctx,
  journeyId: string,
  runs: readonly ClaimedRun[],
  versions: ReadonlyMap<number, OpenJourney>,
): Promise<(run: ClaimedRun, journey: OpenJourney) => Moment> {
  const asked: Asked = { rules: new Map(), awaited: new Map(), hours: [], clocks: [] }
  const sending = new Map<number, string[]>()
  for (const [, same] of Map.groupBy(runs, (run) => `${run.version} ${run.state} ${run.step}`)) {
    const [first] = same
    const journey = first && versions.get(first.version)
    if (!first || !journey) continue
    const ahead = lookAhead({ ...first, asksAudience: true }, journey)
    gather(asked, ahead, same)
    if (ahead.sends && journey.definition.intent !== undefined)
      sending.set(first.version, [...(sending.get(first.version) ?? []), ...same.map((run) => run.customer_id)])
  }
  const answers = await answerAll(ctx, journeyId, asked, versions, sending)
  return (run) => momentOf(ctx, journeyId, run, answers)
}

function gather(asked: Asked, ahead: Ahead, same: readonly ClaimedRun[]): void {
  const ids = same.map((run) => run.customer_id)
  for (const rule of ahead.rules) asked.rules.set(rule, [...(asked.rules.get(rule) ?? []), ...ids])
  for (const awaited of ahead.awaited) asked.awaited.set(awaited, [...(asked.awaited.get(awaited) ?? []), ...same])
  if (ahead.bestHour) asked.hours.push(...ids)
  if (ahead.clock) asked.clocks.push(...ids)
}

async function answerAll(
  ctx: Ctx,
  journeyId: string,
  asked: Asked,
  versions: ReadonlyMap<number, OpenJourney>,
  sending: ReadonlyMap<number, readonly string[]>,
): Promise<Answers> {
  const rules = new Map<Rule, ReadonlySet<string>>()
  const heard = new Map<Awaited, ReadonlySet<string>>()
  if (asked.rules.size > 0 || asked.awaited.size > 0) {
    const dictionary = await ctx.dictionary('customer')
    for (const [rule, ids] of asked.rules) rules.set(rule, await whoMatches(ctx, rule, ids, dictionary))
    for (const [awaited, waiting] of asked.awaited) heard.set(awaited, await whoHeard(ctx, awaited, waiting, dictionary))
  }
  const busy = new Map<number, ReadonlyMap<string, string>>()
  for (const [version, ids] of sending) {
    const open = versions.get(version)
    if (open) busy.set(version, await busyCustomers(ctx, await higherJourneys(ctx, journeyId, open.definition), ids))
  }
  const hasTest = [...versions.values()].some((open) => [...open.steps.values()].some((step) => step.test))
  return {
    rules,
    heard,
    busy,
    winners: hasTest ? await readWinners(ctx, journeyId) : new Map(),
    hours: await bestHours(ctx, asked.hours),
    zones: await zonesOf(ctx, asked.clocks),
  }
}

function momentOf(ctx: Ctx, journeyId: string, run: ClaimedRun, answers: Answers): Moment {
  return {
    now: ctx.now,
    timeZone: answers.zones.get(run.customer_id) ?? ctx.shop.timeZone,
    holds: (rule) => answers.rules.get(rule)?.has(run.customer_id) ?? false,
    heard: (awaited) => answers.heard.get(awaited)?.has(run.id) ?? false,
    share: (salt) => shareOf(`${journeyId}${salt}`, run.customer_id),
    winner: (step) => answers.winners.get(step) ?? null,
    bestHour: answers.hours.get(run.customer_id) ?? null,
    until: run.wake_at,
    busy: answers.busy.get(run.version)?.get(run.customer_id) ?? null,
  }
}

/** A number from 0 to 9,999 that is always the same for a customer and a salt. */
export function shareOf(salt: string, customerId: string): number {
  return Number.parseInt(createHash('sha256').update(`${salt}${customerId}`).digest('hex').slice(0, 8), 16) % 10_000
}

async function whoMatches(ctx: Ctx, rule: Rule, ids: readonly string[], dictionary: Dictionary): Promise<Set<string>> {
  const card = ctx.registry.cards.get('customer')
  if (!card) throw new Error('no entity customer')
  const among = sql`${ids}::uuid[]`
  const holds = compileRule(rule, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone, among })
  const { rows } = await sql<{
    id: string
  }>`select c.id ${fromClause(card, null, tablesNamed(card, [rule]))} where c.id = any(${among}) and ${holds}`.execute(ctx.db)
  return new Set(rows.map((row) => row.id))
}

/** A fact counts from the place that the run keeps: the moment it was recorded, and its number where two share a moment. */
async function whoHeard(
  ctx: Ctx,
  { listening, since }: Awaited,
  runs: readonly ClaimedRun[],
  dictionary: Dictionary,
): Promise<Set<string>> {
  const places = runs.map(({ context }) => (since === 'step' ? (context.here ?? context.from) : context.from))
  const heard = heardBy(listening, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone })
  const { rows } = await sql<{
    id: string
  }>`select w.id from unnest(${runs.map((run) => run.customer_id)}::uuid[], ${runs.map((run) => run.id)}::uuid[],
      ${places.map((place) => place?.at ?? null)}::timestamptz[], ${places.map((place) => place?.seq ?? 0)}::bigint[]) as w(customer_id, id, at, seq)
    where w.at is not null and exists (select 1 from events e where e.customer_id = w.customer_id and (e.recorded_at, e.seq) > (w.at, w.seq)
      and not e.quiet and ${heard})`.execute(ctx.db)
  return new Set(rows.map((row) => row.id))
}

async function readWinners(ctx: Ctx, journeyId: string): Promise<Map<string, string>> {
  const { rows } = await sql<{
    step: string
    winner: string
  }>`select step, winner from journey_tests where journey_id = ${journeyId} and winner is not null`.execute(ctx.db)
  return new Map(rows.map((row) => [row.step, row.winner]))
}
