import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { GlobalHoldout } from '../../../know/shop/global-holdout.ts'
import type { Trial } from './trial-people.ts'

/** What is put down to a message: purchases within so many days after it was sent, where no campaign says otherwise. */
const usualWindow = { days: 7, by: 'sent' }

export type Attributed = { readonly people: number; readonly buyers: number; readonly revenue: number; readonly days: number }

/**
 * The number that others show: what people bought within some days after a message of this, less what they gave back of it, whether
 * or not they would have bought anyway. Each purchase goes to the last marketing message before it. A campaign is read by its own
 * window, so that its page and this one agree. Null where nothing was sent.
 */
export async function readAttributed(ctx: Ctx, trial: Trial, setting: GlobalHoldout): Promise<Attributed | null> {
  const { days, by } = trial.kind === 'campaign' ? await windowOf(ctx, trial.id) : usualWindow
  const touch = (of: string) => sql.ref(by === 'clicked' ? `${of}.clicked_at` : `${of}.sent_at`)
  const { rows } = await sql<{ people: number; buyers: number; revenue: number }>`
    select count(distinct s.customer_id)::int as people, count(distinct p.customer_id)::int as buyers,
      coalesce(sum(p.amount - (select coalesce(sum(r.amount), 0) from purchases r where r.customer_id = p.customer_id and r.kind = 'refund' and r.number = p.number and r.source = p.source)), 0)::float8 as revenue
    from messages s left join purchases p on p.customer_id = s.customer_id and p.kind = 'purchase' and p.currency = ${ctx.shop.currency}
      and p.occurred_at > ${touch('s')} and p.occurred_at <= ${touch('s')} + make_interval(days => ${days}::int)
      and not exists (select 1 from messages l where l.customer_id = s.customer_id and l.kind = 'marketing' and ${touch('l')} > ${touch('s')} and ${touch('l')} <= p.occurred_at)
    where s.sent_at is not null and ${messagesOf(trial, setting)}`.execute(ctx.db)
  const [found] = rows
  return found && found.people > 0 ? { ...found, days } : null
}

function messagesOf({ kind, id, edition }: Trial, setting: GlobalHoldout) {
  if (kind === 'journey') return sql`s.journey_id = ${id}::uuid`
  if (kind === 'global') return sql`s.kind = 'marketing' and s.sent_at >= ${setting.since}::timestamptz`
  if (edition === undefined) return sql`s.campaign_id = ${id}::uuid`
  return sql`s.campaign_id = ${id}::uuid and exists (select 1 from campaign_members m where m.customer_id = s.customer_id and m.message_id = s.id and m.edition = ${edition}::int)`
}

async function windowOf(ctx: Ctx, id: string): Promise<{ days: number; by: string }> {
  const { rows } = await sql<{
    days: number | null
    by: string | null
  }>`select (definition -> 'window' ->> 'days')::int as days, definition -> 'window' ->> 'by' as by
    from campaigns where id = ${id}::uuid`.execute(ctx.db)
  return { days: rows[0]?.days ?? usualWindow.days, by: rows[0]?.by ?? usualWindow.by }
}
