import { sql } from 'kysely'
import { asSystem, readShop, type Services } from '../../../platform/actions/services.ts'
import { preferenceUrl } from '../../../know/consent/server/preference-link.ts'
import { outlastOutage } from '../../../platform/database/outage.ts'
import type { SmtpSettings } from '../../../platform/channels/mailer.ts'
import { readNamed } from '../../../know/shop/server/read-named.ts'
import { openRules, ruleNames, type SendingRules } from '../../attention/sending-rules.ts'
import { type ChannelName, channelNames } from '../../channels/channel-kind.ts'
import { beginAhead } from './begin-ahead.ts'
import { speakOrUnbegin, type Written } from './begin-messages.ts'
import { type Claim, type ClaimedMessage, claimMessages, nobody } from './claim-messages.ts'
import { gatherCalls } from './gather-calls.ts'
import { handTask } from './hand-task.ts'
import { type Made, makeContents, type MadeOrNot } from './make-content.ts'
import { noteMissing } from './note-missing.ts'
import { outgoing, sendInLots, takeLots } from './send-in-lots.ts'
import { endTurn, takeTurn } from './outlet-state.ts'
import { type Carrier, type Outlet, readOutlets } from './read-outlets.ts'
import type { Answered, Outcome } from './settle-message.ts'
import { settleTogether } from './settle-together.ts'
import { unsubscribeToken } from './unsubscribe-token.ts'

/** The moments at which a test breaks the program off. */
export type SendingPoint = 'claimed' | 'begun' | 'answered'

export type SendingOptions = {
  /** Only these channels; all where left out. */
  readonly channels?: readonly ChannelName[]
  /** Messages a portion of one way out. */
  readonly limit?: number
  /** Messages that one way out speaks about at once. */
  readonly lanes?: number
  /** Through here instead of the mail server that the settings name. */
  readonly smtp?: SmtpSettings
  readonly at?: (point: SendingPoint) => void | Promise<void>
  /** Once aborted, no other message is begun: those that wait in the portion are freed. */
  readonly stopping?: AbortSignal | undefined
}

/**
 * Sends what is due, a portion of each way out. Each message goes: claimed (a lease, still queued) → marked as sending, in a
 * transaction of its own → spoken to the server → settled. Whoever dies before the mark leaves a message that is simply sent
 * later; whoever dies after it leaves one that is in doubt, and is sent again only where the firm chose at-least-once.
 * @returns whether there was more
 */
export async function sendDue(services: Services, options: SendingOptions = {}): Promise<boolean> {
  const channels = await channelsWithDue(services, options.channels ?? channelNames)
  if (channels.length === 0) return false
  const rules = openRules(await readNamed(services.database.db, ruleNames))
  const outlets = await readOutlets(services, channels, options.smtp)
  const ended = await Promise.allSettled(outlets.map((outlet) => sendThrough(services, outlet, rules, options)))
  const failure = ended.find((end) => end.status === 'rejected')
  if (failure) throw failure.reason
  return ended.some((end) => end.status === 'fulfilled' && end.value)
}

/** A few probes of an index, however much waits for its time. */
async function channelsWithDue({ database, clock }: Services, channels: readonly ChannelName[]): Promise<ChannelName[]> {
  const { rows } = await sql<{ channel: ChannelName }>`select c.channel from unnest(${channels}::text[]) as c(channel) where exists (
      select 1 from (select ${nobody}::uuid as account union all select a.id from channel_accounts a where a.channel = c.channel) as o
        cross join lateral (select 1 from messages m where m.channel = c.channel and coalesce(m.account_id, ${nobody}::uuid) = o.account
          and m.state in ('queued', 'sending') and m.due_at <= ${clock()} limit 1) as due)`.execute(database.db)
  return rows.map((row) => row.channel)
}

/** @returns whether there was more */
async function sendThrough(services: Services, outlet: Outlet, rules: SendingRules, options: SendingOptions): Promise<boolean> {
  const { carrier, lookAt } = outlet
  if (carrier.kind === 'none') return noteMissing(services, outlet, carrier.reason)
  if (lookAt !== null && lookAt > services.clock()) return false
  const limit = limitOf(services, outlet, options)
  const { looked, toSend } = await asSystem(services, 'outbox', async (ctx): Promise<Claim> => {
    if (!(await takeTurn(ctx, outlet))) return { looked: 0, toSend: [] }
    const claim = await claimMessages(ctx, outlet, rules, limit)
    await endTurn(ctx, outlet, claim.toSend.length)
    return claim
  })
  await options.at?.('claimed')
  await sendAll(services, outlet, toSend, options)
  return looked >= limit
}

/** A way out that was stopped is tried with one message; one with a set speed gets a second's worth. */
function limitOf(
  services: Services,
  { lookAt, perSecond, carrier }: Outlet,
  { limit = usualLimit(services, carrier) }: SendingOptions,
): number {
  if (lookAt !== null) return 1
  return perSecond === null ? limit : Math.min(limit, Math.max(1, Math.ceil(perSecond)))
}

/** Where a vendor takes many at once, enough to make use of it. */
function usualLimit({ channels }: Services, carrier: Carrier): number {
  if (carrier.kind === 'mail') return 240
  const lots = carrier.kind === 'channel' ? channels.lotsOf(carrier.account) : null
  return lots ? Math.max(240, lots.most) : 60
}

/**
 * A few more than there are connections, so that none waits for the next mail. Not many: so many are marked at once, and what is
 * marked when the program is killed is in doubt, whether a word was said of it or not.
 */
const lanesOf = (carrier: Carrier) => (carrier.kind === 'mail' ? (carrier.smtp.connections ?? 10) + 2 : 8)

async function sendAll(services: Services, outlet: Outlet, messages: readonly ClaimedMessage[], options: SendingOptions): Promise<void> {
  const { lanes = lanesOf(outlet.carrier), at, stopping } = options
  const { carrier } = outlet
  // What was claimed is ours until its lease ends: a database that is away is waited for.
  const written = await outlastOutage(() => writeAll(services, messages), { stopping })
  const settleNext = gatherCalls((lot: readonly Answered[]) => settleTogether(services, outlet, lot, stopping), 100)
  const settling: Promise<true>[] = []
  const settle = (answered: Answered) => {
    const settled = settleNext(answered)
    settling.push(settled)
    // Heard at the end, when all have settled: until then nobody listens, which would end the program.
    settled.catch(() => {})
  }
  const waiting: Written[] = []
  for (const [i, message] of messages.entries()) {
    const made = written[i] ?? { reason: { code: 'template-missing' } }
    if (!('reason' in made)) waiting.push({ message, made })
    else settle({ message, subject: '', outcome: { state: 'unfilled', reason: made.reason }, parts: 1 })
  }
  const lots = carrier.kind === 'channel' ? services.channels.lotsOf(carrier.account) : null
  const together = lots ? takeLots(services, lots, waiting) : []
  const inLots = async () => {
    if (carrier.kind !== 'channel') return
    await sendInLots(services, outlet, carrier.account, together, { stopping, at, settle })
  }
  const row = beginAhead(services, outlet.channel, waiting, { most: lanes, stopping, isMarked: carrier.kind !== 'task' })
  const lane = async () => {
    for (let next = await row.take(); next; next = await row.take()) {
      const { message, made } = next
      await at?.('begun')
      if (carrier.kind === 'task') await handTask(services, outlet, message, made)
      else {
        const outcome = await speakOrUnbegin(services, [message], () => speak(services, carrier, message, made), { stopping })
        await at?.('answered')
        // The lane goes on; what was answered is written down together with what the others are told meanwhile.
        settle({ message, subject: made.subject, outcome, parts: made.parts ?? 1 })
      }
    }
  }
  const ended = await Promise.allSettled([inLots(), ...Array.from({ length: Math.min(lanes, waiting.length) }, lane)])
  const failure = [...ended, ...(await Promise.allSettled([...settling, row.end()]))].find((end) => end.status === 'rejected')
  if (failure) throw failure.reason
}

async function writeAll(services: Services, messages: readonly ClaimedMessage[]): Promise<readonly MadeOrNot[]> {
  if (messages.length === 0) return []
  const shop = await readShop(services.database)
  return makeContents(
    services,
    messages.map(({ customerId, id, template, values, language, kind, context, ...message }) => ({
      messageId: id,
      customerId,
      template: { ...template, channel: message.channel },
      values,
      language,
      kind,
      context,
      shopName: shop.name,
      publicUrl: services.publicUrl(),
      unsubscribeUrl: unsubscribeUrl(services, { customerId, id }),
      preferencesUrl: `${preferenceUrl(services, customerId)}?lang=${language}`,
    })),
  )
}

const unsubscribeUrl = (services: Services, named: { readonly customerId: string; readonly id: string }) =>
  `${services.publicUrl()}/u/${unsubscribeToken(services.secrets, named)}`

/** The moment at which a sealed address is opened. */
async function speak(services: Services, carrier: Carrier, claimed: ClaimedMessage, made: Made): Promise<Outcome> {
  const { mail } = made
  const message = { ...claimed, address: claimed.address === null ? null : services.sealing.openContacts(claimed.address) }
  if (carrier.kind === 'mail' && mail && message.address !== null) {
    const envelope = { to: message.address, messageId: message.mailId, unsubscribeUrl: unsubscribeUrl(services, message) }
    return services.mailer.send(carrier.smtp, { ...mail, ...envelope })
  }
  const sent = carrier.kind === 'channel' ? outgoing(services, claimed, made) : null
  if (carrier.kind === 'channel' && sent) return services.channels.send(carrier.account, sent)
  return { state: 'refused', reason: 'the template makes nothing for this channel', cause: 'content' }
}
