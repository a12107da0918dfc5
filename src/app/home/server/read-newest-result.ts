import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import { journeyResult } from '../../../learn/holdouts/journey-result.ts'
import { keptReading } from '../../../learn/holdouts/trials.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { readHome } from '../read-home.ts'

/** What the newest journey with a holdout earned, or null while there is nothing to tell. */
export async function readNewestResult(ctx: Ctx): Promise<AnswerOf<typeof readHome>['result']> {
  const question = ctx.registry.questions.get(journeyResult.name)
  const { rows } = await sql<{ id: string; name: string }>`select id, name from journeys j
    where exists (select 1 from journey_runs r where r.journey_id = j.id and r.state = 'holdout') order by started_at desc nulls last, id limit 1`.execute(
    ctx.db,
  )
  const journey = rows[0]
  if (!journey || !question) return null
  const kept = ctx.sight.limits === null ? await keptOf(ctx, journey.id) : null
  if (kept?.lift)
    return {
      journeyId: journey.id,
      name: journey.name,
      sentence: kept.sentence,
      lift: kept.lift.value,
      low: kept.lift.low,
      high: kept.lift.high,
    }
  const { revenueLift, sentence } = journeyResult.output.parse(await question.handle(ctx, journeyResult.input.parse({ id: journey.id })))
  if (!revenueLift) return null
  return { journeyId: journey.id, name: journey.name, sentence, lift: revenueLift.value, low: revenueLift.low, high: revenueLift.high }
}

/** What was read within the hour; of a large journey reading anew would keep the page waiting. */
async function keptOf(ctx: Ctx, id: string) {
  const { rows } = await sql<{
    reading: unknown
  }>`select reading from trial_readings where kind = 'journey' and trial_id = ${id}::uuid`.execute(ctx.db)
  return keptReading.safeParse(rows[0]?.reading).data ?? null
}
