import { addDays, localDate, startOfDay } from '../../core/kit/local-time.ts'
import type { Words } from '../../core/kit/words.ts'
import { channelKindOf } from '../channels/channel-kinds.ts'
import type { AttentionSettings } from './attention-settings.ts'

/** Something that took a customer's attention: a message that left or is on its way, or a call. */
export type Contact = { readonly at: Date; readonly channel: string; readonly kind: string }

/** Room that is kept for something planned: `plan` is its kind and id, e.g. `campaign:0197…`. */
export type Kept = {
  readonly plan: string
  readonly channel: string
  readonly priority: number
  readonly from: Date
  readonly until: Date
}

/** One rule that counts. */
export type Limit = {
  /** Names the rule: `own:sms:marketing:week`, or the channel's own, e.g. `wechat-month`. */
  readonly code: string
  readonly channel: string
  readonly counts: 'marketing' | 'survey' | 'all'
  readonly per: 'day' | 'week' | 'month'
  readonly most: number
  /** The channel's own, which nobody can widen. */
  readonly isQuota: boolean
  readonly label?: Words
}

/** The cap of `sending`, which was there first: its refusals keep their own code. */
export const weeklyCode = 'weekly'

/** Every limit that a message of this channel and kind must obey, the firm's own first. */
export function limitsOf(channel: string, kind: string, settings: AttentionSettings, capPerWeek: number): Limit[] {
  const weekly: Limit = { code: weeklyCode, channel: 'all', counts: 'marketing', per: 'week', most: capPerWeek, isQuota: false }
  const own = settings.limits.map(
    (limit): Limit => ({ ...limit, code: `own:${limit.channel}:${limit.counts}:${limit.per}`, isQuota: false }),
  )
  const caps = channelKindOf(channel)?.limits.caps ?? []
  const vendors = caps.map((cap): Limit => ({ ...cap, channel, isQuota: true }))
  return [weekly, ...own, ...vendors].filter((limit) => concerns(limit, channel, kind))
}

/** Service messages are counted, and stopped by the channel's own quotas alone. */
function concerns(limit: Limit, channel: string, kind: string): boolean {
  if (limit.channel !== 'all' && limit.channel !== channel) return false
  if (kind === 'service') return limit.isQuota && limit.counts === 'all'
  return limit.counts === 'all' || limit.counts === kind
}

/** What is behind this instant counts no more: a day and a month begin at the customer's midnight, a week is seven days. */
export function windowStart(per: Limit['per'], now: Date, timeZone: string): Date {
  if (per === 'week') return new Date(now.getTime() - weekMs)
  const today = localDate(now, timeZone)
  return startOfDay(per === 'day' ? today : `${today.slice(0, 8)}01`, timeZone)
}

/** When what is sent now counts no more. */
export function windowEnd(per: Limit['per'], now: Date, timeZone: string): Date {
  if (per === 'week') return new Date(now.getTime() + weekMs)
  const today = localDate(now, timeZone)
  if (per === 'day') return startOfDay(addDays(today, 1), timeZone)
  return startOfDay(`${addDays(`${today.slice(0, 8)}28`, 4).slice(0, 8)}01`, timeZone)
}

const weekMs = 7 * 86_400_000

const isCounted = (limit: Limit, { channel, kind }: { readonly channel: string; readonly kind: string }) =>
  (limit.channel === 'all' || limit.channel === channel) && (limit.counts === 'all' || limit.counts === kind)

export type Count = { readonly limit: Limit; readonly sent: number; readonly kept: number; readonly plans: readonly string[] }

/**
 * How full a limit is for a customer: what was sent inside its window, and what of higher priority is to be sent while a
 * message sent now would still count.
 */
export function countUnder(
  limit: Limit,
  contacts: readonly Contact[],
  kept: readonly Kept[],
  { now, timeZone, priority }: { readonly now: Date; readonly timeZone: string; readonly priority: number },
): Count {
  const from = windowStart(limit.per, now, timeZone)
  const until = windowEnd(limit.per, now, timeZone)
  const isHigher = (one: Kept) => one.priority > priority && one.from < until && one.until > now
  const planned = kept.filter((one) => isHigher(one) && isCounted(limit, { channel: one.channel, kind: 'marketing' }))
  return {
    limit,
    sent: contacts.filter((one) => one.at > from && isCounted(limit, one)).length,
    kept: planned.length,
    plans: planned.map(({ plan }) => plan),
  }
}
