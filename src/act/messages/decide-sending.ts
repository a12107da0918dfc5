import { localDate } from '../../core/kit/local-time.ts'
import { isLoopback } from '../../core/kit/loopback.ts'
import type { SendingSettings } from '../../know/shop/settings.ts'
import type { MessageReason } from './reasons.ts'
import { quietUntil } from './sending-rules.ts'
import type { MessageKind } from './template.ts'

/** A message whose time has come, and what is known at this moment of the customer it is for. */
export type Candidate = {
  readonly kind: MessageKind
  readonly customerKnown: boolean
  readonly templateKnown: boolean
  readonly heldOut: boolean
  /** The state of the journey that wants it sent; null where it is nobody's. */
  readonly journey: string | null
  readonly address: string | null
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
  /** Marketing messages sent in the last 7 days, those under way counted. */
  readonly sentThisWeek: number
}

export type Circumstances = { readonly now: Date; readonly timeZone: string; readonly rules: SendingSettings; readonly mailHost: string }

export type Decision =
  | { readonly do: 'send' }
  | { readonly do: 'skip'; readonly reason: MessageReason }
  | { readonly do: 'defer'; readonly until: Date; readonly reason: MessageReason }

/** How soon a started journey's messages go on. */
const lookAgainMs = 10 * 60_000

const sampleAddress = /[@.]example$/i

/** All that must be obeyed before a message leaves, in the order in which a person would give the reason. */
export function decideSending(candidate: Candidate, circumstances: Circumstances): Decision {
  const refusal = refusalOf(candidate, circumstances)
  if (refusal) return { do: 'skip', reason: refusal }
  if (candidate.journey === 'paused')
    return { do: 'defer', until: new Date(circumstances.now.getTime() + lookAgainMs), reason: { code: 'journey-paused' } }
  if (candidate.kind !== 'marketing') return { do: 'send' }
  const { now, rules, timeZone } = circumstances
  const until = quietUntil(now, rules, timeZone)
  if (!until) return { do: 'send' }
  return {
    do: 'defer',
    until,
    reason: { code: 'quiet-hours', details: { until: `${localDate(until, timeZone)} ${rules.quietTo.padStart(5, '0')}` } },
  }
}

function refusalOf(candidate: Candidate, { rules, mailHost }: Circumstances): MessageReason | null {
  if (!candidate.customerKnown) return { code: 'customer-missing' }
  if (candidate.journey === 'deleted') return { code: 'journey-deleted' }
  if (candidate.heldOut) return { code: 'held-out' }
  if (candidate.restricted === true) return { code: 'restricted' }
  if (!candidate.templateKnown) return { code: 'template-missing' }
  if (!candidate.address) return { code: 'address-missing' }
  if (candidate.consent === 'withdrawn') return { code: 'consent-withdrawn' }
  if (sampleAddress.test(candidate.address) && !isLoopback(mailHost)) return { code: 'sample-address' }
  if ((candidate.needsYes || candidate.kind === 'marketing') && candidate.consent !== 'granted') return { code: 'consent-missing' }
  if (candidate.kind !== 'marketing') return null
  if (candidate.suppressed === true) return { code: 'suppressed' }
  if (candidate.personal) return { code: 'no-personalisation' }
  if (candidate.sentThisWeek >= rules.capPerWeek)
    return { code: 'too-many', details: { sent: candidate.sentThisWeek, cap: rules.capPerWeek } }
  return null
}
