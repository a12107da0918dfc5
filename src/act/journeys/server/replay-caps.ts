import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { attentionName, openAttention } from '../../attention/attention-settings.ts'
import { type Contact, countUnder, limitsOf } from '../../attention/count-limits.ts'
import type { ReplayWindow } from './replay-guests.ts'

type Sent = { readonly customerId: string; readonly at: Date; readonly templateId: string; readonly channel?: string }

/**
 * Which of these messages the firm's limits would have refused, counted together with what was really sent then and with
 * those of the replay that would have gone.
 */
export async function replayCaps(ctx: Ctx, sends: readonly Sent[], { from, to }: ReplayWindow): Promise<Sent[]> {
  if (sends.length === 0) return []
  const templates = await sql<{
    id: string
    kind: string
    channel: string
  }>`select id, kind, channel from templates where id = any(${[...new Set(sends.map((one) => one.templateId))]}::uuid[])`.execute(ctx.db)
  const byId = new Map(templates.rows.map((row) => [row.id, row]))
  const customers = [...new Set(sends.map((one) => one.customerId))]
  const month = new Date(from.getTime() - 31 * 86_400_000)
  const real = await sql<Contact & { customer_id: string }>`select customer_id, sent_at as at, channel, kind from messages
    where customer_id = any(${customers}::uuid[]) and sent_at > ${month} and sent_at <= ${to}`.execute(ctx.db)
  const contacts = new Map([...Map.groupBy(real.rows, (row) => row.customer_id)].map(([id, rows]): [string, Contact[]] => [id, rows]))
  const rules = await readLimits(ctx)
  return sends
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .filter((send) => {
      const template = byId.get(send.templateId)
      const contact = { at: send.at, channel: send.channel ?? template?.channel ?? 'email', kind: template?.kind ?? 'marketing' }
      const before = (contacts.get(send.customerId) ?? []).filter((one) => one.at <= send.at)
      const isFull = limitsOf(contact.channel, contact.kind, rules.attention, rules.capPerWeek).some(
        (limit) => countUnder(limit, before, [], { now: send.at, timeZone: ctx.shop.timeZone, priority: 50 }).sent >= limit.most,
      )
      if (!isFull) contacts.set(send.customerId, [...(contacts.get(send.customerId) ?? []), contact])
      return isFull
    })
}

async function readLimits(ctx: Ctx) {
  const { rows } = await sql<{
    name: string
    value: { capPerWeek?: number }
  }>`select name, value from settings where name in ('sending', ${attentionName})`.execute(ctx.db)
  const of = (name: string) => rows.find((row) => row.name === name)?.value
  return { attention: openAttention(of(attentionName)), capPerWeek: of('sending')?.capPerWeek ?? 2 }
}
