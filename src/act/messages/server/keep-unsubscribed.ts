import { sql } from 'kysely'
import { actOf, plainConsent, standingPurposes } from '../../../core/kit/consent-line.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { consentState } from '../../../core/rule/consent-state.ts'
import { consentChanged } from '../../../know/customers/events.ts'
import { customer } from '../../../know/customers/customer.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { addConsents, followConsents } from '../../../platform/records/consent-records.ts'
import type { SaidBy } from '../../../platform/records/said-consents.ts'
import { heedRefusal } from './heed-withdrawals.ts'

type Row = { purpose: string; state: string | null; carried: boolean | null }

/**
 * Takes back what the message came by, and marketing with it: who stops anything wants no advertisements. Pressed again it
 * adds nothing; but what a merge alone had stopped is refused by them now, and outlasts a parting. @throws Problem record.missing
 */
export async function keepUnsubscribed(ctx: Ctx, customerId: string, messageId: string, by: SaidBy): Promise<void> {
  const known = await sql`select 1 from customers where id = ${customerId} for no key update`.execute(ctx.db)
  if (known.rows.length === 0) throw new Problem('record.missing', { what: customer.label })
  const line = {
    customer: sql`${customerId}::uuid`,
    purpose: sql`w.purpose`,
    channel: sql`'email'`,
    address: sql`(select coalesce(c.email, '') from customers c where c.id = ${customerId})`,
  }
  const { rows } = await sql<Row>`with w as (
      select ${standingPurposes.marketing}::text as purpose union
      select coalesce(t.purpose, m.kind) from messages m left join templates t on t.id = m.template_id where m.customer_id = ${customerId} and m.id = ${messageId}
    ) select w.purpose, ${consentState(line, ctx.now)} as state,
      (select k.how in ('merge', 'unmerge') from consents k where k.customer_id = ${customerId} and k.purpose = w.purpose and k.channel = 'email' and k.address = ''
        order by k.at desc, k.id desc limit 1) as carried from w order by 1`.execute(ctx.db)
  const standing = rows.filter(({ state, carried }) => plainConsent(state) !== 'withdrawn' || carried === true)
  await addConsents(
    ctx,
    standing.map(({ purpose, state }) => ({
      ...by,
      customerId,
      purpose,
      channel: 'email',
      address: '',
      state: actOf(plainConsent(state), 'withdrawn'),
      zone: ctx.shop.timeZone,
      place: 'mail',
      note: null,
    })),
  )
  const followed = await followConsents(ctx, [customerId])
  await ctx.recordAll(
    followed.map(({ before, after }) => ({
      customerId,
      kind: consentChanged.name,
      occurredAt: ctx.now,
      payload: { from: before, to: after, how: ctx.source },
    })),
  )
  // A no to a purpose beside marketing changes nothing that is followed, and so tells no fact.
  if (standing.length > 0) await heedRefusal(ctx, customerId)
}
