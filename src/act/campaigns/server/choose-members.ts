import { type RawBuilder, sql } from 'kysely'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import { checkVariants } from './check-campaign.ts'
import type { OpenEdition } from './open-edition.ts'

/** Customers `c` of an audience: a FROM with its WHERE. @throws Problem rule.* where the rule names what is gone */
export async function audienceSql(ctx: Ctx, audience: Rule): Promise<RawBuilder<unknown>> {
  const dictionary = { ...(await ctx.dictionary('customer')), me: null }
  const rule = checkRule(audience, dictionary)
  const card = ctx.card('customer')
  return sql`${fromClause(card, null, tablesNamed(card, [rule]))} where ${compileRule(rule, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone })}`
}

/** UUID version 8 (RFC 9562, section 5.8) of what makes the member unique: the same when repeated. */
const memberId = ({ campaignId, number }: OpenEdition) =>
  sql`overlay(overlay(md5(c.id::text || ${`${campaignId}:${number}`}::text) placing '8' from 13) placing '8' from 17)::uuid`

/** Fixes who is in the edition, in one statement and so at one instant. @throws Problem rule.*, campaign.template-* */
export async function chooseMembers(ctx: Ctx, edition: OpenEdition): Promise<void> {
  const { campaignId, number, definition } = edition
  await checkVariants(ctx, definition)
  const { numAffectedRows } = await sql`
    insert into campaign_members (customer_id, id, campaign_id, edition, state, entered_at)
    select c.id, ${memberId(edition)}, ${campaignId}::uuid, ${number}::int, 'chosen', ${ctx.now}::timestamptz ${await audienceSql(ctx, definition.audience)}
    on conflict do nothing`.execute(ctx.db)
  const chosen = Number(numAffectedRows ?? 0)
  await sql`update campaign_editions set state = 'drawing', chosen = ${chosen} where campaign_id = ${campaignId} and number = ${number}`.execute(
    ctx.db,
  )
}
