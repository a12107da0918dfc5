import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type * as definitions from '../journey-result.ts'
import { readTrial } from './read-trial.ts'
import { tellResult } from './tell-result.ts'

/** @throws Problem record.missing */
export async function readJourneyResult(
  ctx: Ctx,
  { id, days }: InputOf<typeof definitions.journeyResult>,
): Promise<AnswerOf<typeof definitions.journeyResult>> {
  return tellResult(ctx, await readTrial(ctx, { kind: 'journey', id }, days))
}

/** @throws Problem record.missing */
export async function readCampaignResult(
  ctx: Ctx,
  { id, days }: InputOf<typeof definitions.campaignResult>,
): Promise<AnswerOf<typeof definitions.campaignResult>> {
  return tellResult(ctx, await readTrial(ctx, { kind: 'campaign', id }, days))
}
