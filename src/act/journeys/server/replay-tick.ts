import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { openDefinition } from './read-journeys.ts'
import { countGuests, nextGuests } from './replay-guests.ts'
import { joinResults, nothingYet, type ReplayProgress, type ReplayResult } from './replay-result.ts'
import { replayPortion } from './replay-portion.ts'
import { sayUnknown } from './say-unknown.ts'

/** Works on the replays that were asked for, a portion of customers a transaction. */
export const replayTick: Tick = {
  name: 'journey-replays',
  everyMs: 2_000,
  // Looked at without a transaction first: mostly nothing is played, and nothing too old.
  run: async (services) => {
    const old = new Date(services.clock().getTime() - keptMs)
    const { rows } = await sql<{ found: boolean }>`select exists (
      select 1 from journey_replays where state in ('waiting', 'running') or created_at < ${old}) as found`.execute(services.database.db)
    return rows[0]?.found === true && replayNext(services)
  },
}

const keptMs = 30 * 86_400_000

const portion = 2_000

type Row = {
  id: string
  journey_id: string | null
  definition: unknown
  from_at: Date
  to_at: Date
  progress: ReplayProgress
  result: ReplayResult | null
}

/** @returns whether there is more to do at once */
export async function replayNext(services: Services, size = portion): Promise<boolean> {
  let id: string | null = null
  try {
    return await asSystem(services, 'journeys', async (ctx) => {
      const mine = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(7236, 38) as mine`.execute(ctx.db)
      if (!mine.rows[0]?.mine) return false
      await forgetOld(ctx)
      const { rows } = await sql<Row>`select id, journey_id, definition, from_at, to_at, progress, result from journey_replays
        where state in ('waiting', 'running') order by created_at, id limit 1`.execute(ctx.db)
      const [row] = rows
      if (!row) return false
      id = row.id
      return goOn(ctx, row, size)
    })
  } catch (error) {
    if (id === null) throw error
    await fail(services, id, error)
    return true
  }
}

async function goOn(ctx: Ctx, row: Row, size: number): Promise<boolean> {
  const open = openDefinition(row.definition)
  if (!open) throw new Problem('journey.replay-broke', {})
  const window = { from: row.from_at, to: row.to_at }
  const dictionary = await ctx.dictionary('customer')
  const of = row.result === null ? await countGuests(ctx, open, window, dictionary) : row.progress.of
  const ids = await nextGuests(ctx, open, window, dictionary, row.progress.after, size)
  const part =
    ids.length === 0 ? nothingYet : await replayPortion(ctx, { journeyId: row.journey_id ?? row.id, open, window, dictionary, ids })
  const result = { ...joinResults(row.result ?? nothingYet, part), unknown: sayUnknown(ctx, open, dictionary) }
  const isDone = ids.length < size
  const progress: ReplayProgress = { done: Math.min(of, row.progress.done + ids.length), of, after: ids.at(-1) ?? row.progress.after }
  await sql`update journey_replays set state = ${isDone ? 'done' : 'running'}, progress = ${JSON.stringify(progress)}::jsonb, result = ${JSON.stringify(result)}::jsonb,
    updated_at = ${ctx.now} where id = ${row.id} and state in ('waiting', 'running')`.execute(ctx.db)
  return !isDone
}

async function fail(services: Services, id: string, error: unknown): Promise<void> {
  services.log.error({ err: error, replay: id }, 'a replay of a journey broke off')
  const code = error instanceof Problem ? error.code : 'journey.replay-broke'
  await asSystem(services, 'journeys', async (ctx) => {
    await sql`update journey_replays set state = 'failed', failure = ${JSON.stringify({ code })}::jsonb, updated_at = ${ctx.now} where id = ${id}`.execute(
      ctx.db,
    )
  })
}

/** What was tried out a month ago says nothing any more. */
async function forgetOld(ctx: Ctx): Promise<void> {
  await sql`delete from journey_replays where created_at < ${new Date(ctx.now.getTime() - keptMs)}`.execute(ctx.db)
}
