import { isLoopback } from '../../core/kit/loopback.ts'
import { isSamplePhone } from '../../know/sample-shop/safe-contact.ts'
import type { SendingSettings } from '../../know/shop/settings.ts'
import type { AttentionSettings } from '../attention/attention-settings.ts'
import { type Contact, type Count, countUnder, type Kept, limitsOf, weeklyCode } from '../attention/count-limits.ts'
import { sayLimit } from '../attention/say-limit.ts'
import { waitFor } from '../attention/quiet-times.ts'
import { sayWait } from '../attention/say-wait.ts'
import { channelKindOf } from '../channels/channel-kinds.ts'
import { keptFor, type MessageReason } from './reasons.ts'
import type { MessageKind } from './template.ts'

/** A message whose time has come, and what is known at this moment of the customer it is for. */
export type Candidate = {
  readonly kind: MessageKind
  readonly channel: string
  readonly priority: number
  /** Of no use any more after; null: never too late. */
  readonly expiresAt: Date | null
  readonly customerKnown: boolean
  readonly templateKnown: boolean
  readonly heldOut: boolean
  /** In the firm's global holdout, and not written by hand. */
  readonly heldOutOfAll: boolean
  /** The states of the journey and the campaign that want it sent; null where it is nobody's. */
  readonly journey: string | null
  readonly campaign: string | null
  readonly address: string | null
  /** Why the address is not written to at present, e.g. `address-bounced`; null where nothing speaks against it. */
  readonly addressTrouble: MessageReason | null
  /** To what the message is for, at this address: granted, withdrawn or unknown. */
  readonly consent: string
  /** Their data are only stored, nothing else (GDPR 18, PIPL 47). */
  readonly restricted?: boolean
  /** The address was somebody's who was erased: nobody markets to it again. */
  readonly suppressed?: boolean
  /** Its purpose is one for which nothing is sent without a yes. */
  readonly needsYes: boolean
  /** The customer refused personalisation, and the message comes of it. */
  readonly personal: boolean
  /** What took the customer's attention in the last month, what leaves in this portion counted. */
  readonly contacts: readonly Contact[]
  /** Room that is kept for others than this message. */
  readonly kept: readonly Kept[]
  /** The customer's last word by this channel. */
  readonly lastWord: Date | null
  /** Free text by a channel that takes it only for a time after the customer's last word. */
  readonly needsWindow: boolean
  /** The customer's own clock. */
  readonly timeZone: string
}

/** What the limits ask of a message. */
export type Limited = Pick<Candidate, 'kind' | 'channel' | 'priority' | 'contacts' | 'kept' | 'lastWord' | 'timeZone'>

export type Circumstances = {
  readonly now: Date
  readonly sending: SendingSettings
  readonly attention: AttentionSettings
  /** Where mail goes to; null for any other channel's own server. */
  readonly mailHost: string | null
}

export type Decision =
  | { readonly do: 'send' }
  | { readonly do: 'skip'; readonly reason: MessageReason }
  | { readonly do: 'defer'; readonly until: Date; readonly reason: MessageReason }

/** How soon a started journey's messages go on. */
const lookAgainMs = 10 * 60_000

const sampleAddress = /[@.]example$/i

/** All that must be obeyed before a message leaves, in the order in which a person would give the reason. */
export function decideSending(candidate: Candidate, circumstances: Circumstances): Decision {
  const { now } = circumstances
  const refusal = refusalOf(candidate, circumstances)
  if (refusal) return { do: 'skip', reason: refusal }
  const decision = decideLimits(candidate, circumstances)
  if (decision.do === 'skip' || (candidate.journey !== 'paused' && candidate.campaign !== 'paused')) return decision
  const reason = { code: candidate.journey === 'paused' ? 'journey-paused' : 'campaign-paused' }
  return { do: 'defer', until: new Date(now.getTime() + lookAgainMs), reason }
}

/** What limits, hours and festivals say of a message that nothing else stands in the way of. */
export function decideLimits(candidate: Limited, circumstances: Circumstances): Decision {
  const refusal = overLimit(candidate, circumstances)
  if (refusal) return { do: 'skip', reason: refusal }
  if (candidate.kind === 'service') return { do: 'send' }
  const wait = waitFor(circumstances.now, candidate.channel, circumstances, candidate.timeZone)
  return wait ? { do: 'defer', until: wait.until, reason: sayWait(wait, candidate.timeZone) } : { do: 'send' }
}

/** What stands in the way whatever the time and however much was sent. */
export function refusalOf(candidate: Candidate, { now, mailHost }: Pick<Circumstances, 'now' | 'mailHost'>): MessageReason | null {
  if (!candidate.customerKnown) return { code: 'customer-missing' }
  if (candidate.journey === 'deleted') return { code: 'journey-deleted' }
  if (candidate.campaign === 'stopped' || candidate.campaign === 'deleted') return { code: 'campaign-stopped' }
  if (candidate.heldOut) return { code: 'held-out' }
  if (candidate.restricted === true) return { code: 'restricted' }
  if (!candidate.templateKnown) return { code: 'template-missing' }
  if (candidate.expiresAt !== null && candidate.expiresAt <= now) return { code: 'too-late' }
  return refusedByChannel(candidate, now, mailHost) ?? refusedByConsent(candidate) ?? refusedAsMarketing(candidate)
}

function refusedByChannel(candidate: Candidate, now: Date, mailHost: string | null): MessageReason | null {
  const kind = channelKindOf(candidate.channel)
  if (!kind) return { code: 'channel-unknown' }
  if (candidate.kind === 'marketing' && !kind.marketing) return { code: 'channel-not-for-marketing' }
  if (kind.address === null) return null
  if (!candidate.address) return { code: kind.address === 'email' ? 'address-missing' : 'no-address', details: { channel: kind.label } }
  if (candidate.addressTrouble) return candidate.addressTrouble
  if (candidate.consent === 'withdrawn') return { code: 'consent-withdrawn' }
  if (isSampleAddress(candidate, mailHost)) return { code: 'sample-address' }
  if (!candidate.needsWindow || hasWindow(candidate, now)) return null
  return { code: 'window-closed', details: { hours: kind.limits.windowHours ?? 0 } }
}

/** Nothing of the sample shop reaches the world outside. */
function isSampleAddress({ address, channel }: Candidate, mailHost: string | null): boolean {
  if (mailHost !== null && isLoopback(mailHost)) return false
  return channel === 'email' ? sampleAddress.test(address ?? '') : isSamplePhone(address ?? '')
}

function refusedByConsent({ kind, needsYes, consent, channel }: Candidate): MessageReason | null {
  // To the firm's own people nothing is agreed to: a robot's word and a webhook are not the customer's.
  if (channelKindOf(channel)?.address === null && channel !== 'task') return null
  if (consent === 'withdrawn') return { code: 'consent-withdrawn' }
  return (needsYes || kind !== 'service') && consent !== 'granted' ? { code: 'consent-missing' } : null
}

function refusedAsMarketing({ kind, suppressed, personal, heldOutOfAll }: Candidate): MessageReason | null {
  if (kind === 'service') return null
  if (suppressed === true) return { code: 'suppressed' }
  if (kind !== 'marketing') return null
  if (heldOutOfAll) return { code: 'global-holdout' }
  return personal ? { code: 'no-personalisation' } : null
}

/** Every limit that the message must obey, and how full each is. */
export function countLimits(candidate: Limited, { now, sending, attention }: Circumstances): Count[] {
  const { channel, kind, contacts, kept, timeZone, priority } = candidate
  return limitsOf(channel, kind, attention, sending.capPerWeek).map((limit) =>
    countUnder(limit, contacts, kept, { now, timeZone, priority }),
  )
}

/** The first limit without room; one that is full of what left before one that is full of what is planned. */
function overLimit(candidate: Limited, circumstances: Circumstances): MessageReason | null {
  // What answers the customer's own word counts against no quota.
  if (candidate.kind === 'service' && hasWindow(candidate, circumstances.now)) return null
  const counts = countLimits(candidate, circumstances)
  const full = counts.find(({ limit, sent }) => sent >= limit.most)
  if (full) return sayFull(full)
  const reserved = counts.find(({ limit, sent, kept }) => sent + kept >= limit.most)
  if (!reserved) return null
  return {
    code: 'reserved',
    details: {
      rule: sayLimit(reserved.limit),
      sent: reserved.sent,
      kept: reserved.kept,
      cap: reserved.limit.most,
      ...keptFor(reserved.plans),
    },
  }
}

/** Whether the time after the customer's last word runs in which the channel takes free text. */
function hasWindow({ channel, lastWord }: Pick<Candidate, 'channel' | 'lastWord'>, now: Date): boolean {
  const hours = channelKindOf(channel)?.limits.windowHours
  return hours !== undefined && lastWord !== null && now.getTime() - lastWord.getTime() < hours * 3_600_000
}

function sayFull({ limit, sent }: Count): MessageReason {
  if (limit.code === weeklyCode) return { code: 'too-many', details: { sent, cap: limit.most } }
  return { code: limit.isQuota ? 'channel-quota' : 'limit-reached', details: { rule: sayLimit(limit), sent, cap: limit.most } }
}
