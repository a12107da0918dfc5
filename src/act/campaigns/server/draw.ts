import { type RawBuilder, sql } from 'kysely'
import { bucketNumber } from '../../../core/rule/compile-rule.ts'
import { inGlobalHoldout } from '../../../know/shop/global-holdout.ts'
import { readGlobalHoldout } from '../../../know/shop/server/read-global-holdout.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { type CampaignDefinition, heldOutBelow, variantRanges } from '../definition.ts'
import type { Sending } from './check-campaign.ts'

/** Whether a customer is in the firm's global holdout, which keeps back marketing and nothing else. */
export async function globalHoldoutSql(
  ctx: Pick<Ctx, 'db'>,
  sending: Sending,
  customer: RawBuilder<unknown>,
): Promise<RawBuilder<boolean>> {
  if (sending.kind !== 'marketing') return sql<boolean>`false`
  return inGlobalHoldout(await readGlobalHoldout(ctx.db), customer)
}

/** The same person is held out of every edition of a campaign, so that their comparison can be pooled. */
export function heldOutSql(
  campaignId: string,
  definition: Pick<CampaignDefinition, 'holdout'>,
  customer: RawBuilder<unknown>,
): RawBuilder<boolean> {
  return sql<boolean>`(${bucketNumber(sql`${campaignId}::text`, customer)} < ${heldOutBelow(definition)}::bigint)`
}

/** Which variant falls to a customer: by a number of their own that says nothing about the arm. */
export function variantSql(campaignId: string, { variants }: CampaignDefinition, customer: RawBuilder<unknown>): RawBuilder<string> {
  const number = bucketNumber(sql`${`${campaignId}:variant`}::text`, customer)
  const cases = variantRanges(variants).map(({ key, to }) => sql`when n.number < ${to}::bigint then ${key}::text`)
  return sql<string>`(select case ${sql.join(cases, sql` `)} end from (select ${number} as number) n)`
}
