import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { decideLimits, type Limited } from '../../messages/decide-sending.ts'
import { reasonLabel } from '../../messages/reasons.ts'
import type { MessageKind } from '../../messages/template.ts'
import type { previewAttention as definition } from '../actions.ts'
import type { Contact } from '../count-limits.ts'
import { zoneOf } from '../quiet-times.ts'

type Row = { customer_id: string; at: Date; channel: string; kind: MessageKind; priority: number; province: string | null }

const mostMessages = 50_000
const weekMs = 7 * 86_400_000

/**
 * What other limits would have done to last week's marketing and surveys, decided by the very function that decides in the
 * outbox. A message that would have been refused takes no room from those behind it.
 */
export async function previewAttention(ctx: Ctx, { sending, attention }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const weekAgo = new Date(ctx.now.getTime() - weekMs)
  const since = new Date(weekAgo.getTime() - 32 * 86_400_000)
  const { rows } =
    await sql<Row>`select m.customer_id, m.sent_at as at, m.channel, m.kind, m.priority, c.province from messages m join customers c on c.id = m.customer_id
    where m.sent_at > ${since} and m.customer_id in (select x.customer_id from messages x where x.sent_at > ${weekAgo} and x.kind <> 'service')
    order by m.customer_id, m.sent_at limit ${mostMessages + 1}`.execute(ctx.db)
  const isPart = rows.length > mostMessages
  const refused = new Map<string, number>()
  const customers = new Set<string>()
  let looked = 0
  let deferred = 0
  for (const [customerId, messages] of Map.groupBy(rows, (row) => row.customer_id)) {
    const contacts: Contact[] = []
    for (const { at, channel, kind, priority, province } of messages) {
      const isLooked = at > weekAgo && kind !== 'service'
      if (isLooked) looked++
      const timeZone = attention.ownZone ? zoneOf(province, ctx.shop.timeZone) : ctx.shop.timeZone
      const candidate: Limited = { kind, channel, priority, contacts, kept: [], lastWord: null, timeZone }
      const decision = isLooked ? decideLimits(candidate, { now: at, sending, attention, mailHost: null }) : { do: 'send' as const }
      if (decision.do === 'skip') {
        refused.set(decision.reason.code, (refused.get(decision.reason.code) ?? 0) + 1)
        customers.add(customerId)
      } else contacts.push({ at, channel, kind })
      if (decision.do === 'defer') deferred++
    }
  }
  const rules = [...refused].map(([code, count]) => ({ code, words: reasonLabel(code), count })).sort((a, b) => b.count - a.count)
  return { looked, refused: rules.reduce((sum, { count }) => sum + count, 0), customers: customers.size, deferred, isPart, rules }
}
