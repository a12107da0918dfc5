import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { listJourneys as listDefinition, readJourney as readDefinition } from '../actions.ts'
import { countSteps } from './tallies.ts'
import type { WayOutcome } from './decide-tests.ts'
import { tryOpenJourney } from '../definition.ts'
import { type JourneyRow, readOne, readRows } from './read-journeys.ts'

type Runs = { journey_id: string; state: string; step: string; version: number; count: number }
type Messages = { journey_id: string; step: string | null; state: string; count: number }

async function countRuns(ctx: Ctx, ids: readonly string[]): Promise<Runs[]> {
  const { rows } =
    await sql<Runs>`select journey_id, state, step, version, count(*) as count from journey_runs where journey_id = any(${ids}::uuid[]) group by 1, 2, 3, 4`.execute(
      ctx.db,
    )
  return rows
}

async function countSent(ctx: Ctx, ids: readonly string[]): Promise<Messages[]> {
  const { rows } =
    await sql<Messages>`select journey_id, step, state, count(*) as count from messages where journey_id = any(${ids}::uuid[]) group by 1, 2, 3`.execute(
      ctx.db,
    )
  return rows
}

export async function listJourneys(ctx: Ctx): Promise<AnswerOf<typeof listDefinition>> {
  const journeys = await readRows(ctx, sql`true`)
  const ids = journeys.map(({ id }) => id)
  const runs = await countRuns(ctx, ids)
  const messages = await countSent(ctx, ids)
  return { journeys: journeys.map((row) => summaryOf(row, runs, messages)) }
}

function summaryOf(row: JourneyRow, runs: readonly Runs[], messages: readonly Messages[]) {
  const read = tryOpenJourney(row.definition)
  const { trigger, holdout } = 'open' in read ? read.open.definition : { trigger: { kind: 'unreadable' }, holdout: 0 }
  const mine = runs.filter((r) => r.journey_id === row.id)
  const sum = (...states: string[]) => mine.filter((r) => states.includes(r.state)).reduce((total, r) => total + r.count, 0)
  return {
    id: row.id,
    name: row.name,
    state: row.state,
    version: row.version,
    trigger,
    holdout,
    unreadable: 'unreadable' in read ? read.unreadable : null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    counts: {
      entered: sum('ready', 'waiting', 'holdout', 'ended'),
      active: sum('ready', 'waiting'),
      holdout: sum('holdout'),
      ended: sum('ended'),
    },
    messages: byState(messages.filter((m) => m.journey_id === row.id)),
  }
}

function byState(messages: readonly Messages[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { state, count } of messages) counts[state] = (counts[state] ?? 0) + count
  return counts
}

export async function readJourney(ctx: Ctx, { id }: InputOf<typeof readDefinition>): Promise<AnswerOf<typeof readDefinition>> {
  const journey = await readOne(ctx, id)
  const runs = await countRuns(ctx, [id])
  const messages = await countSent(ctx, [id])
  const log = await countSteps(ctx, id)
  const versions = await sql<{
    version: number
    created_at: Date
    steps: string[]
  }>`select version, created_at, array(select s ->> 'id' from jsonb_array_elements(
      case jsonb_typeof(definition -> 'steps') when 'array' then definition -> 'steps' else '[]'::jsonb end) s where s ->> 'id' is not null) as steps
    from journey_versions where journey_id = ${id} order by version`.execute(ctx.db)
  const tests = await readTests(ctx, id)
  const active = runs.filter((r) => r.state === 'ready' || r.state === 'waiting')
  return {
    ...summaryOf(journey.row, runs, messages),
    definition: journey.open.definition,
    versions: versions.rows.map(({ version, created_at, steps }) => ({ version, createdAt: created_at.toISOString(), steps })),
    steps: [...journey.open.steps.values()].map((step) => ({
      id: step.id,
      kind: step.kind,
      here: active.filter((r) => r.step === step.id).reduce((total, r) => total + r.count, 0),
      log: Object.fromEntries(log.filter((l) => l.step === step.id).map((l) => [l.what, l.count])),
      messages: byState(messages.filter((m) => m.step === step.id)),
      ...tests.get(step.id),
    })),
    inside: countInside(active),
    skipped: await countSkipped(ctx, id),
    pausedWhy: journey.row.paused_why,
  }
}

function countInside(active: readonly Runs[]): { version: number; people: number }[] {
  const versions = [...new Set(active.map((run) => run.version))].toSorted((one, other) => one - other)
  return versions.map((version) => ({
    version,
    people: active.filter((run) => run.version === version).reduce((sum, run) => sum + run.count, 0),
  }))
}

async function countSkipped(ctx: Ctx, id: string): Promise<Record<string, number>> {
  const { rows } = await sql<{
    code: string
    count: number
  }>`select code, count(*) as count from journey_skips where journey_id = ${id} group by 1`.execute(ctx.db)
  return Object.fromEntries(rows.map((row) => [row.code, row.count]))
}

type KeptTest = { step: string; winner: string | null; decided_at: Date | null; looked_at: Date; numbers: readonly WayOutcome[] }

async function readTests(ctx: Ctx, id: string) {
  const { rows } =
    await sql<KeptTest>`select step, winner, decided_at, looked_at, numbers from journey_tests where journey_id = ${id}`.execute(ctx.db)
  return new Map(
    rows.map((row) => [
      row.step,
      {
        test: {
          winner: row.winner,
          decidedAt: row.decided_at?.toISOString() ?? null,
          lookedAt: row.looked_at.toISOString(),
          ways: row.numbers.map(({ way, people, sum }) => ({ way, people, mean: people > 0 ? sum / people : 0 })),
        },
      },
    ]),
  )
}
