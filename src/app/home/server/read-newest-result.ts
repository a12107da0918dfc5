import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import { journeyResult } from '../../../learn/holdouts/journey-result.ts'
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
  const { revenueLift, sentence } = journeyResult.output.parse(await question.handle(ctx, journeyResult.input.parse({ id: journey.id })))
  if (!revenueLift) return null
  return { journeyId: journey.id, name: journey.name, sentence, lift: revenueLift.value, low: revenueLift.low, high: revenueLift.high }
}
