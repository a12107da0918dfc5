import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { subtractDuration } from '../../../core/kit/duration.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type {
  listReplayPeople as peopleDefinition,
  listReplays as listDefinition,
  readReplay as readDefinition,
  startReplay as startDefinition,
  stopReplay as stopDefinition,
} from '../replay-actions.ts'
import { type JourneyDefinition, tryOpenJourney } from '../definition.ts'
import { mostBehind, nothingYet, placeOf, type ReplayProgress, type ReplayResult, type ReplaySample } from './replay-result.ts'
import { checkForUse } from './save-journey.ts'

type Row = {
  id: string
  journey_id: string | null
  definition: unknown
  from_at: Date
  to_at: Date
  state: 'waiting' | 'running' | 'done' | 'stopped' | 'failed'
  progress: ReplayProgress
  result: ReplayResult | null
  failure: { code: string } | null
  created_at: Date
}

/** Of one person only one replay waits or runs: a new one stops the one before. @throws Problem journey.*, rule.* */
export async function startReplay(
  ctx: Ctx,
  { journeyId, definition, days }: InputOf<typeof startDefinition>,
): Promise<AnswerOf<typeof startDefinition>> {
  await checkForUse(ctx, definition)
  const id = ctx.newId()
  const progress: ReplayProgress = { done: 0, of: 0, after: null }
  await sql`update journey_replays set state = 'stopped', updated_at = ${ctx.now} where created_by = ${ctx.actor.id} and state in ('waiting', 'running')`.execute(
    ctx.db,
  )
  await sql`insert into journey_replays (id, journey_id, definition, from_at, to_at, state, progress, created_by, created_at, updated_at)
    values (${id}, ${journeyId ?? null}, ${JSON.stringify(definition)}::jsonb, ${subtractDuration(ctx.now, { amount: days, unit: 'days' })}, ${ctx.now}, 'waiting',
      ${JSON.stringify(progress)}::jsonb, ${ctx.actor.id}, ${ctx.now}, ${ctx.now})`.execute(ctx.db)
  return { id }
}

export async function stopReplay(ctx: Ctx, { id }: InputOf<typeof stopDefinition>): Promise<AnswerOf<typeof stopDefinition>> {
  await readRow(ctx, id)
  await sql`update journey_replays set state = 'stopped', updated_at = ${ctx.now} where id = ${id} and state in ('waiting', 'running')`.execute(
    ctx.db,
  )
  return { id }
}

async function readRow(ctx: Ctx, id: string): Promise<Row> {
  const { rows } = await sql<Row>`select * from journey_replays where id = ${id}`.execute(ctx.db)
  const [row] = rows
  if (!row) throw new Problem('record.missing', { what: { zh: '试跑', en: 'replay' } })
  return row
}

const summaryOf = (row: Row) => ({
  id: row.id,
  journeyId: row.journey_id,
  from: row.from_at.toISOString(),
  to: row.to_at.toISOString(),
  state: row.state,
  done: row.progress.done,
  of: row.progress.of,
  createdAt: row.created_at.toISOString(),
})

export async function readReplay(ctx: Ctx, { id }: InputOf<typeof readDefinition>): Promise<AnswerOf<typeof readDefinition>> {
  const row = await readRow(ctx, id)
  const { sample = [], who: _who, ...result } = row.result ?? {}
  const words = row.failure
    ? (ctx.registry.problems.get(row.failure.code)?.words ?? {
        zh: '试跑没有算完。请再试一次。',
        en: 'The replay broke off. Try it again.',
      })
    : null
  return {
    ...summaryOf(row),
    definition: definitionOf(row),
    failure: words,
    result: row.result ? { ...nothingYet, ...result } : null,
    sample: await withNames(ctx, sample),
  }
}

/** What was played; one that another version wrote cannot be drawn any more. @throws Problem journey.replay-unreadable */
function definitionOf(row: Row): JourneyDefinition {
  const read = tryOpenJourney(row.definition)
  if ('unreadable' in read) throw new Problem('journey.replay-unreadable', { place: read.unreadable })
  return read.open.definition
}

/** Only people whom the reader may see; those who were erased are in nobody's sight. */
async function withNames(ctx: Ctx, sample: readonly ReplaySample[]) {
  const { rows } = await sql<{
    id: string
    name: string | null
  }>`select id, name from customers where id = any(${sample.map((one) => one.customerId)}::uuid[])`.execute(ctx.db)
  const names = new Map(rows.map((row) => [row.id, row.name]))
  return sample
    .filter((one) => names.has(one.customerId))
    .map((one) => ({ ...one, path: [...one.path], customerName: names.get(one.customerId) ?? null }))
}

/** The people behind one figure, the first of many; a replay that was made before they were kept has none. */
export async function listReplayPeople(
  ctx: Ctx,
  { id, figure, day, step, what }: InputOf<typeof peopleDefinition>,
): Promise<AnswerOf<typeof peopleDefinition>> {
  const row = await readRow(ctx, id)
  const place = figure ? placeOf({ figure, day }) : placeOf({ step: step ?? '', what: what ?? '' })
  const ids = row.result?.who?.[place] ?? []
  const { rows } = await sql<{ id: string; name: string | null }>`select c.id, c.name from customers c
    join unnest(${ids}::uuid[]) with ordinality as w(id, place) on w.id = c.id order by w.place`.execute(ctx.db)
  return { people: rows.map((one) => ({ customerId: one.id, customerName: one.name })), most: mostBehind }
}

export async function listReplays(ctx: Ctx, { id }: InputOf<typeof listDefinition>): Promise<AnswerOf<typeof listDefinition>> {
  const { rows } =
    await sql<Row>`select id, journey_id, from_at, to_at, state, progress, created_at from journey_replays where journey_id = ${id} order by created_at desc, id limit 20`.execute(
      ctx.db,
    )
  return { replays: rows.map(summaryOf) }
}
