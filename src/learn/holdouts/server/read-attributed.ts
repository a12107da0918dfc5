import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { GlobalHoldout } from '../../../know/shop/global-holdout.ts'
import type { Trial } from './trial-people.ts'

/** What is put down to a message: purchases within so many days after it was sent. */
export const attributionDays = 7

/**
 * The number that others show: what people bought within seven days after a message of this, whether or not they would have
 * bought anyway. Each purchase goes to the last marketing message before it. Null where nothing was sent.
 */
export async function readAttributed(
  ctx: Ctx,
  trial: Trial,
  setting: GlobalHoldout,
): Promise<{ people: number; buyers: number; revenue: number; days: number } | null> {
  const ours =
    trial.kind === 'journey'
      ? sql`s.journey_id = ${trial.id}::uuid`
      : trial.kind === 'campaign'
        ? sql`s.campaign_id = ${trial.id}::uuid`
        : sql`s.kind = 'marketing' and s.sent_at >= ${setting.since}::timestamptz`
  const { rows } = await sql<{ people: number; buyers: number; revenue: number }>`
    select count(distinct s.customer_id)::int as people, count(distinct p.customer_id)::int as buyers, coalesce(sum(p.amount), 0)::float8 as revenue
    from messages s left join purchases p on p.customer_id = s.customer_id and p.kind = 'purchase' and p.currency = ${ctx.shop.currency}
      and p.occurred_at > s.sent_at and p.occurred_at <= s.sent_at + ${attributionDays}::int * interval '24 hours'
      and not exists (select 1 from messages l where l.customer_id = s.customer_id and l.kind = 'marketing' and l.sent_at > s.sent_at and l.sent_at <= p.occurred_at)
    where s.sent_at is not null and ${ours}`.execute(ctx.db)
  const [found] = rows
  return found && found.people > 0 ? { ...found, days: attributionDays } : null
}
