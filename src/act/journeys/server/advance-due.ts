import { sql } from 'kysely'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import { advance, lookAhead } from '../advance.ts'
import type { OpenJourney } from '../definition.ts'
import type { RunState } from '../journey.ts'
import { openDefinition } from './read-journeys.ts'
import { type AdvancedRun, writeAdvances } from './write-advances.ts'

/** The moments at which a test breaks the program off. */
export type AdvancePoint = 'claimed' | 'decided' | 'written'

export type AdvanceOptions = {
  /** Runs a claim. */
  readonly portion?: number
  readonly at?: (point: AdvancePoint) => void
}

export type ClaimedRun = {
  readonly customer_id: string
  readonly id: string
  readonly version: number
  readonly step: string
  readonly state: RunState
  readonly arm: string
  readonly steps_taken: number
}

/**
 * Moves runs whose time has come, one claim for each running journey, each claim in one transaction with all that
 * follows from it: the runs' new places, the lines of their logs, messages for the outbox, facts.
 * One journey that fails keeps none of the others from moving.
 * @returns how many runs were moved
 * @throws what went wrong in a journey, after the others have moved
 */
export async function advanceDue(services: Services, options: AdvanceOptions = {}): Promise<number> {
  const { rows } = await sql<{ id: string }>`select id from journeys where state = 'live' order by id`.execute(services.database.db)
  let moved = 0
  const failures: unknown[] = []
  for (const { id } of rows) {
    try {
      moved += await asSystem(services, 'journeys', (ctx) => advanceJourney(ctx, id, options))
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures)
  return moved
}

async function advanceJourney(ctx: Ctx, journeyId: string, { portion = 2_000, at = () => {} }: AdvanceOptions): Promise<number> {
  const runs = await claim(ctx, journeyId, portion)
  if (runs.length === 0) return 0
  at('claimed')
  const versions = await openVersions(ctx, journeyId, runs)
  const answers = await answerRules(ctx, runs, versions)
  const advanced = runs.flatMap((run): AdvancedRun[] => {
    const journey = versions.get(run.version)
    if (!journey) return []
    const holds = (rule: Rule) => answers.get(rule)?.has(run.customer_id) ?? false
    const nothing = { heard: () => false, share: () => 0, winner: () => null, bestHour: null, until: null, busy: null }
    const moved = advance(run, journey, { now: ctx.now, timeZone: ctx.shop.timeZone, holds, ...nothing })
    return moved ? [{ run, advance: moved }] : []
  })
  at('decided')
  await writeAdvances(ctx, journeyId, advanced)
  at('written')
  return runs.length
}

/** Whoever is restricted waits where they are. Candidates without a lock, twice as many as wanted, so that a second worker finds some that the first did not take. */
async function claim(ctx: Ctx, journeyId: string, portion: number): Promise<ClaimedRun[]> {
  const candidates = await sql<{ customer_id: string; id: string }>`select customer_id, id from journey_runs
    where journey_id = ${journeyId} and wake_at <= ${ctx.now}
      and not exists (select 1 from restrictions x where x.customer_id = journey_runs.customer_id) order by wake_at limit ${portion * 2}`.execute(
    ctx.db,
  )
  if (candidates.rows.length === 0) return []
  const { rows } = await sql<ClaimedRun>`select customer_id, id, version, step, state, arm, steps_taken from journey_runs
    where customer_id = any(${candidates.rows.map((row) => row.customer_id)}::uuid[]) and id = any(${candidates.rows.map((row) => row.id)}::uuid[])
      and wake_at <= ${ctx.now} limit ${portion} for update skip locked`.execute(ctx.db)
  return rows
}

/** Whoever is inside finishes the version they entered by. */
async function openVersions(ctx: Ctx, journeyId: string, runs: readonly ClaimedRun[]): Promise<Map<number, OpenJourney>> {
  const wanted = [...new Set(runs.map((run) => run.version))]
  const { rows } = await sql<{ version: number; definition: unknown }>`select version, definition from journey_versions
    where journey_id = ${journeyId} and version = any(${wanted}::int[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.version, openDefinition(row.definition)]))
}

/** Asks each rule that lies ahead once, of all the customers of this claim who may come to it. @returns who it holds for */
async function answerRules(
  ctx: Ctx,
  runs: readonly ClaimedRun[],
  versions: ReadonlyMap<number, OpenJourney>,
): Promise<Map<Rule, ReadonlySet<string>>> {
  const asked = new Map<Rule, string[]>()
  for (const [, same] of Map.groupBy(runs, (run) => `${run.version} ${run.state} ${run.step}`)) {
    const [first] = same
    const journey = first && versions.get(first.version)
    if (!first || !journey) continue
    for (const rule of lookAhead(first, journey).rules) asked.set(rule, [...(asked.get(rule) ?? []), ...same.map((run) => run.customer_id)])
  }
  const answers = new Map<Rule, ReadonlySet<string>>()
  if (asked.size === 0) return answers
  const dictionary = await ctx.dictionary('customer')
  for (const [rule, ids] of asked) answers.set(rule, await whoMatches(ctx, rule, ids, dictionary))
  return answers
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
