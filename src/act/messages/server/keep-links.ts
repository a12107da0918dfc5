import { type RawBuilder, sql } from 'kysely'
import { consentState } from '../../../core/rule/consent-state.ts'
import type { Services } from '../../../platform/actions/services.ts'
import type { Db } from '../../../platform/database/connect.ts'
import type { Link } from '../markup/write-mail.ts'
import { linkToken } from './link-token.ts'

type Asked = { readonly customerId: string; readonly messageId: string; readonly kind: string; readonly publicUrl: string }

/** The links of a portion of messages while they are written. */
export type LinkBook = {
  /** The address that stands in the message for one of its links. */
  readonly linkOf: (asked: Asked) => Link
  readonly entries: ReadonlyMap<string, Entry>
}
type Entry = { readonly customerId: string; readonly targets: string[] }

/** Of a customer `c`: they refuse to be personalised or noted, or the firm asks first and they gave no yes. */
export function untrackedSql(now: Date): RawBuilder<boolean> {
  const line = { customer: sql`c.id`, purpose: sql`'tracking'`, channel: sql`''`, address: sql`''` }
  return sql<boolean>`(c.no_personalisation or coalesce((select case when s.state in ('refused', 'withdrawn') then true
    else p.opt_in and s.state is distinct from 'given' end from consent_purposes p cross join (select ${consentState(line, now)} as state) s
    where p.code = 'tracking'), false))`
}

/** Of those who refuse it nobody notes what they press. */
export async function untrackedCustomers(db: Db, now: Date, asked: readonly Asked[]): Promise<ReadonlySet<string>> {
  const ids = [...new Set(asked.filter(({ kind }) => kind === 'marketing').map(({ customerId }) => customerId))]
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{
    id: string
  }>`select c.id from customers c where c.id = any(${ids}::uuid[]) and ${untrackedSql(now)}`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** A message has no more than this many; others lead straight to where they lead. */
const mostLinks = 60

/** @param untracked whose links stay as they are; null: everybody's */
export function openLinkBook({ secrets }: Services, untracked: ReadonlySet<string> | null): LinkBook {
  const entries = new Map<string, Entry>()
  const linkOf = (asked: Asked): Link => {
    const { customerId, messageId, kind, publicUrl } = asked
    if (untracked === null || kind !== 'marketing' || untracked.has(customerId)) return (address) => address
    return (address) => {
      if (!/^https?:\/\//i.test(address) || address.startsWith(`${publicUrl}/`)) return address
      const entry = entries.get(messageId) ?? { customerId, targets: [] }
      entries.set(messageId, entry)
      const known = entry.targets.indexOf(address)
      const n = known >= 0 ? known + 1 : entry.targets.push(address)
      return n > mostLinks ? address : `${publicUrl}/l/${linkToken(secrets, { messageId, n })}`
    }
  }
  return { linkOf, entries }
}

/** Kept before anything leaves. What a message that is written again leads to is what its newest writing says. */
export async function keepLinks({ database, clock }: Services, { entries }: LinkBook): Promise<void> {
  if (entries.size === 0) return
  const rows = [...entries].map(([messageId, { customerId, targets }]) => ({
    customerId,
    messageId,
    targets,
    counts: targets.map(() => 0),
  }))
  await sql`insert into message_links (customer_id, message_id, targets, clicks, machine_clicks, created_at)
    select r."customerId", r."messageId", r.targets, r.counts, r.counts, ${clock()}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("customerId" uuid, "messageId" uuid, targets text[], counts int[])
    on conflict (customer_id, message_id) do update set targets = excluded.targets, clicks = excluded.clicks, machine_clicks = excluded.machine_clicks
      where message_links.targets <> excluded.targets`.execute(database.db)
}
