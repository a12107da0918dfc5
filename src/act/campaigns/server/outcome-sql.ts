import { type RawBuilder, sql } from 'kysely'
import type { memberOutcomes } from '../actions.ts'

export type Outcome = (typeof memberOutcomes)[number]
/** A purchase counts for so many days after the message was sent, or clicked. */
export type Window = { readonly days: number; readonly by: 'clicked' | 'sent' }

const touchOf = ({ by }: Window, of: string): RawBuilder<unknown> => sql.ref(by === 'clicked' ? `${of}.clicked_at` : `${of}.sent_at`)

const after = (from: RawBuilder<unknown>, days: number) => sql`${from} + make_interval(days => ${days}::int)`

/**
 * Purchases `p` of a member `m` with the message `s` that are put down to it: within the window, and with no other marketing in
 * between (last touch).
 */
export function attributed(window: Window): RawBuilder<unknown> {
  const touch = touchOf(window, 's')
  return sql`p.customer_id = m.customer_id and p.kind = 'purchase' and p.occurred_at > ${touch} and p.occurred_at <= ${after(touch, window.days)}
    and not exists (select 1 from messages l where l.customer_id = m.customer_id and l.kind = 'marketing'
      and ${touchOf(window, 'l')} > ${touch} and ${touchOf(window, 'l')} <= p.occurred_at)`
}

/** What of an attributed purchase `p` was given back. */
export const givenBack = sql`(select coalesce(sum(r.amount), 0) from purchases r where r.customer_id = p.customer_id and r.kind = 'refund'
  and r.number = p.number and r.source = p.source)`

/** Whether this became of a member `m`, whose message is `s` (nulls where there is none). */
export function outcomeSql(outcome: Outcome, window: Window): RawBuilder<boolean> {
  switch (outcome) {
    case 'sent':
      return sql<boolean>`(s.sent_at is not null)`
    case 'delivered':
      return sql<boolean>`(s.delivered_at is not null or s.clicked_at is not null or s.replied_at is not null)`
    case 'clicked':
      return sql<boolean>`(s.clicked_at is not null)`
    case 'replied':
      return sql<boolean>`(s.replied_at is not null)`
    case 'bounced':
      return sql<boolean>`(s.bounced_at is not null)`
    case 'skipped':
      return sql<boolean>`coalesce(s.state = 'skipped', false)`
    case 'failed':
      return sql<boolean>`coalesce(s.state = 'failed', false)`
    case 'complained':
      // The mail that complains names our message; one that names none is put down to what the customer got last.
      return sql<boolean>`exists (select 1 from inbound_mails i where i.customer_id = m.customer_id and i.kind = 'complaint'
        and (i.message_id = s.id or (i.message_id is null and s.channel = 'email' and i.received_at > s.sent_at and i.received_at <= ${after(sql`s.sent_at`, window.days)}
          and not exists (select 1 from messages l where l.customer_id = m.customer_id and l.channel = 'email' and l.sent_at > s.sent_at
            and l.sent_at <= i.received_at))))`
    case 'bought':
      return sql<boolean>`exists (select 1 from purchases p where ${attributed(window)})`
    case 'refunded':
      return sql<boolean>`exists (select 1 from purchases p where ${attributed(window)} and ${givenBack} > 0)`
    case 'unsubscribed':
      return sql<boolean>`exists (select 1 from consents k where k.customer_id = m.customer_id and k.state = 'withdrawn'
        and k.purpose in ('marketing', 'surveys') and k.at > s.sent_at and k.at <= ${after(sql`s.sent_at`, window.days)})`
  }
}
