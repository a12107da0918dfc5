import { sql } from 'kysely'
import type { GlobalHoldout } from '../../../know/shop/global-holdout.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { GuardrailCounts } from '../guardrails.ts'
import { counts, peopleWith, type Reading, type Trial } from './trial-people.ts'

export type Guards = {
  readonly treated: { people: number; counts: GuardrailCounts }
  readonly holdout: { people: number; counts: GuardrailCounts }
}

/**
 * Of each arm, how many people unsubscribed, complained, bounced or were refunded within the window, from the moment they entered:
 * harm is told at once and not when a window is over.
 */
export async function readGuardrails(ctx: Ctx, trial: Trial, setting: GlobalHoldout, read: Reading): Promise<Guards> {
  const reading = { ...read, closedOnly: false }
  const inTime = (at: string) => counts(reading, sql.ref(at), ctx.now)
  const theirs =
    trial.kind === 'journey'
      ? sql`m.journey_id = ${trial.id}::uuid`
      : trial.kind === 'campaign'
        ? sql`m.campaign_id = ${trial.id}::uuid`
        : sql`m.kind = 'marketing'`
  const { rows } = await sql<{ arm: string; name: string; n: number }>`with ${peopleWith(trial, setting, reading, ctx.now)},
    heard as (select k.arm, k.customer_id, bool_or(m.bounced_at is not null) as bounced
      from people k join messages m on m.customer_id = k.customer_id and ${theirs} where ${inTime('m.created_at')} group by k.arm, k.customer_id)
    select arm, 'people' as name, count(*)::int as n from people group by arm
    union all select k.arm, 'unsubscribed', count(distinct k.customer_id)::int from people k join consents s on s.customer_id = k.customer_id
      where s.state in ('withdrawn', 'refused') and s.purpose in ('marketing', 'surveys') and ${inTime('s.at')} group by k.arm
    union all select k.arm, 'refunded', count(distinct k.customer_id)::int from people k join purchases f on f.customer_id = k.customer_id
      where f.kind = 'refund' and ${inTime('f.occurred_at')} group by k.arm
    union all select k.arm, 'complained', count(distinct k.customer_id)::int from people k join inbound_mails i on i.customer_id = k.customer_id
      where i.kind = 'complaint' and ${inTime('i.received_at')} group by k.arm
    union all select arm, 'bounced', count(*)::int from heard where bounced group by arm`.execute(ctx.db)
  const of = (arm: string) => {
    const n = (name: string) => rows.find((row) => row.arm === arm && row.name === name)?.n ?? 0
    const guards = { unsubscribed: n('unsubscribed'), complained: n('complained'), bounced: n('bounced'), refunded: n('refunded') }
    return { people: n('people'), counts: guards }
  }
  return { treated: of('treated'), holdout: of('holdout') }
}
