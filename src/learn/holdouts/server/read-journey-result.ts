import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { journeyResult as definition } from '../journey-result.ts'
import { readTrial } from './read-trial.ts'
import { tellResult } from './tell-result.ts'

/** @throws Problem record.missing */
export async function readJourneyResult(ctx: Ctx, { id, days }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  return tellResult(ctx, await readTrial(ctx, { kind: 'journey', id }, days))
}
