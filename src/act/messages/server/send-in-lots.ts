import type { Services } from '../../../platform/actions/services.ts'
import type { ChannelAccount, Lots, Outgoing } from '../../../platform/channels/channel.ts'
import { outlastOutage } from '../../../platform/database/outage.ts'
import { beginMessages, freeMessage, speakOrUnbegin, type Written } from './begin-messages.ts'
import type { ClaimedMessage } from './claim-messages.ts'
import type { Made } from './make-content.ts'
import type { Outlet } from './read-outlets.ts'
import type { Answered } from './settle-message.ts'

/** A message as the vendor is told it; null where its template makes nothing for a channel. */
export function outgoing({ sealing }: Services, { address, id, through }: ClaimedMessage, { content }: Made): Outgoing | null {
  const to = address === null ? '' : sealing.openContacts(address)
  return content ? { to, id, content, ...(through === null ? {} : { through }) } : null
}

/**
 * Takes out of `waiting` what a vendor takes together, in lots of one key; nobody is in a lot twice. What would stand alone is left
 * where it is.
 */
export function takeLots(services: Services, { most, keyOf }: Lots, waiting: Written[]): Written[][] {
  const open = new Map<string, { readonly lot: Written[]; readonly to: Set<string> }>()
  const lots: Written[][] = []
  for (const one of waiting) {
    const sent = outgoing(services, one.message, one.made)
    const key = sent && keyOf(sent)
    if (!sent || key === null) continue
    const standing = open.get(key)
    if (standing && standing.lot.length < most && !standing.to.has(sent.to)) {
      standing.lot.push(one)
      standing.to.add(sent.to)
    } else {
      const lot = [one]
      lots.push(lot)
      open.set(key, { lot, to: new Set([sent.to]) })
    }
  }
  const together = lots.filter((lot) => lot.length > 1)
  const taken = new Set(together.flat())
  waiting.splice(0, waiting.length, ...waiting.filter((one) => !taken.has(one)))
  return together
}

type Options = {
  readonly stopping: AbortSignal | undefined
  readonly at: ((point: 'begun' | 'answered') => void | Promise<void>) | undefined
  readonly settle: (answered: Answered) => void
}

/** Each lot is marked as being sent, spoken about in one request, and answered one by one. Whoever dies leaves one lot in doubt. */
export async function sendInLots(
  services: Services,
  outlet: Outlet,
  account: ChannelAccount,
  lots: readonly (readonly Written[])[],
  { stopping, at, settle }: Options,
): Promise<void> {
  for (const lot of lots) {
    if (stopping?.aborted) {
      for (const { message } of lot) await outlastOutage(() => freeMessage(services, message), { stopping })
      continue
    }
    const begun = await beginMessages(services, outlet.channel, lot, { stopping })
    const marked = lot.flatMap(({ made }, i) => {
      const message = begun[i]
      const sent = message ? outgoing(services, message, made) : null
      return message && sent ? [{ message, made, sent }] : []
    })
    if (marked.length === 0) continue
    await at?.('begun')
    const outcomes = await speakOrUnbegin(
      services,
      marked.map(({ message }) => message),
      () =>
        services.channels.sendLot(
          account,
          marked.map(({ sent }) => sent),
        ),
      { stopping },
    )
    await at?.('answered')
    marked.forEach(({ message, made }, i) => {
      const outcome = outcomes[i] ?? { state: 'unknown', reason: 'the vendor said nothing of this one', cause: 'other' }
      settle({ message, subject: made.subject, outcome, parts: made.parts ?? 1 })
    })
  }
}
