import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { advance } from '../advance.ts'
import type { OpenJourney } from '../definition.ts'
import { answerMoments } from './answer-moments.ts'
import { type Claim, type ClaimedRun, claimRuns, forgetPokes } from './claim-runs.ts'
import type { AdvancedRun } from './do-acts.ts'
import { openOf } from './read-journeys.ts'
import { type AdvancePoint, writeAdvances } from './write-advances.ts'

export type AdvanceOptions = {
  /** Runs a claim. */
  readonly portion?: number
  readonly at?: (point: AdvancePoint) => void
}

/**
 * Moves runs whose time has come, one claim for each running journey, each claim in one transaction with all that
 * follows from it: the runs' new places, the lines of their logs, messages for the outbox, what actions do, facts.
 * One journey that fails keeps none of the others from moving.
 * @returns how many runs were looked at
 * @throws what went wrong in a journey, after the others have moved
 */
export async function advanceDue(services: Services, options: AdvanceOptions = {}): Promise<number> {
  const now = services.clock()
  const { rows } = await sql<{ id: string }>`select j.id from journeys j where j.state = 'live' and (
    exists (select 1 from journey_runs r where r.journey_id = j.id and r.wake_at <= ${now}) or exists (select 1 from journey_pokes p where p.journey_id = j.id))
    order by j.id`.execute(services.database.db)
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

/** Actions one by one take longer than rows: a claim in which some may be done is shorter. */
const portionOfActs = 200

async function advanceJourney(ctx: Ctx, journeyId: string, { portion = 2_000, at = () => {} }: AdvanceOptions): Promise<number> {
  const journey = await isRunning(ctx, journeyId)
  if (!journey) return 0
  const { runs, versions } = await claimReadable(ctx, journeyId, journey.acts ? Math.min(portion, portionOfActs) : portion)
  if (runs.length === 0) return 0
  at('claimed')
  const momentOf = await answerMoments(ctx, journeyId, runs, versions)
  const advanced = runs.flatMap((run): AdvancedRun[] => {
    const open = versions.get(run.version)
    const moved =
      open && advance({ ...run, asksAudience: run.context.asksAudience === true && run.state === 'ready' }, open, momentOf(run, open))
    return moved ? [{ run, advance: moved }] : []
  })
  at('decided')
  await writeAdvances(ctx, journeyId, advanced, at)
  at('written')
  return runs.length
}

/** Whoever walks a version that cannot be read waits where they are, and stands in the way of nobody. */
async function claimReadable(ctx: Ctx, journeyId: string, portion: number) {
  let claim: Claim = await claimRuns(ctx, journeyId, portion)
  let versions = await openVersions(ctx, journeyId, claim.runs)
  const unreadable = [...new Set(claim.runs.map((run) => run.version))].filter((version) => !versions.has(version))
  if (unreadable.length > 0) {
    claim = await claimRuns(ctx, journeyId, portion, unreadable)
    versions = await openVersions(ctx, journeyId, claim.runs)
  }
  const runs = claim.runs.filter((run) => versions.has(run.version))
  await forgetPokes(ctx, claim.poked, runs)
  return { runs, versions }
}

/** It may have been paused since it was looked for. */
async function isRunning(ctx: Ctx, journeyId: string): Promise<{ acts: boolean } | null> {
  const { rows } = await sql<{
    acts: boolean
  }>`select definition @? '$.steps[*] ? (@.kind == "act")' as acts from journeys where id = ${journeyId} and state = 'live'`.execute(ctx.db)
  return rows[0] ?? null
}

/** Whoever is inside finishes the version they entered by. */
async function openVersions(ctx: Ctx, journeyId: string, runs: readonly ClaimedRun[]): Promise<Map<number, OpenJourney>> {
  const wanted = [...new Set(runs.map((run) => run.version))]
  const { rows } = await sql<{ version: number; definition: unknown }>`select version, definition from journey_versions
    where journey_id = ${journeyId} and version = any(${wanted}::int[])`.execute(ctx.db)
  return openOf(rows)
}
