import { type RawBuilder, sql } from 'kysely'
import { consentState } from '../../../core/rule/consent-state.ts'

/** What a message `m` by a template `t` is for: the template's purpose, else that of its kind. */
export const purposeSql: RawBuilder<string> = sql<string>`coalesce(t.purpose, case m.kind when 'survey' then 'surveys' else m.kind end)`

/** What holds at this moment for a message `m` to a customer `c`: given, refused, withdrawn, expired or null. */
export function consentSql(now: Date): RawBuilder<string | null> {
  const address = sql`coalesce(c.email, '')`
  return consentState({ customer: sql`m.customer_id`, purpose: purposeSql, channel: sql`m.channel`, address }, now)
}

/** Whether it may leave at this moment, where `p` is its purpose. */
export function mayLeave(now: Date): RawBuilder<boolean> {
  const state = sql`coalesce(${consentSql(now)}, 'unknown')`
  return sql<boolean>`case when m.kind in ('marketing', 'survey') or coalesce(p.opt_in, false) then ${state} = 'given' else ${state} not in ('refused', 'withdrawn') end`
}
