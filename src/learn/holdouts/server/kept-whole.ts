import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../../../platform/actions/context.ts'
import { trialShape } from '../trial-result.ts'
import { keptFromPeople, type TrialKind } from '../trial.ts'

type Whole = z.output<typeof trialShape>

const longestMs = 25 * 3_600_000

/**
 * A large trial's result as it was read last, by the tick of kept-readings.ts: at most once an hour, at least once a day. Null where it is not kept, is
 * small, or the reader may not see everybody, for it was read over everybody.
 */
export async function keptWhole(ctx: Ctx, kind: TrialKind, id: string): Promise<Whole | null> {
  if (ctx.sight.limits !== null) return null
  const since = new Date(ctx.now.getTime() - longestMs)
  const { rows } = await sql<{ whole: unknown }>`select whole from trial_readings
    where kind = ${kind} and trial_id = ${id}::uuid and whole is not null and read_at > ${since} and read_at <= ${ctx.now}
      and (reading ->> 'people')::int + (reading ->> 'holdout')::int + (reading ->> 'waiting')::int >= ${keptFromPeople}`.execute(ctx.db)
  return trialShape.safeParse(rows[0]?.whole).data ?? null
}
