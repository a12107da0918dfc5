import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { plainConsent } from '../../../core/kit/consent-line.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { consentState } from '../../../core/rule/consent-state.ts'
import { customer } from '../../../know/customers/customer.ts'
import { inGlobalHoldout } from '../../../know/shop/global-holdout.ts'
import { readNamed } from '../../../know/shop/server/read-named.ts'
import type { NamedThings } from '../../../core/rule/named-payloads.ts'
import { readNamedThings } from '../../../platform/records/named-things.ts'
import { suppressedKeys } from '../../../platform/records/suppressed-keys.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { ChannelName } from '../../channels/channel-kind.ts'
import { channelKinds } from '../../channels/channel-kinds.ts'
import { addressSql, heldSql, suppressionKey } from '../../messages/address-sql.ts'
import { type Candidate, type Circumstances, countLimits, decideSending } from '../../messages/decide-sending.ts'
import { consentAddress, consentWays } from '../../messages/message-consent.ts'
import { kindsOf, sayMessageReason } from '../../messages/reasons.ts'
import type { MessageKind } from '../../messages/template.ts'
import type { customerAttention as definition } from '../actions.ts'
import { type Contact, type Count, type Kept, windowEnd } from '../count-limits.ts'
import { zoneOf } from '../quiet-times.ts'
import { sayLimit } from '../say-limit.ts'
import { openRules, ruleNames, type SendingRules } from '../sending-rules.ts'
import { customerChannels } from './save-attention.ts'

type Answer = AnswerOf<typeof definition>
type Verdict = Answer['marketing'][number]

/** What the outbox would decide at this moment about a message by each channel, with every limit and how full it is. */
export async function readCustomerAttention(ctx: Ctx, { customerId }: InputOf<typeof definition>): Promise<Answer> {
  const { timeZone, judge } = await openJudge(ctx, customerId)
  const verdictsOf = async (kind: MessageKind): Promise<Verdict[]> => {
    const verdicts: Verdict[] = []
    for (const channel of customerChannels) verdicts.push(await judge({ kind, channel }))
    return verdicts
  }
  return { timeZone, marketing: await verdictsOf('marketing'), service: await verdictsOf('service') }
}

/** What is known of the message. */
type Judged = Partial<Pick<Candidate, 'needsWindow' | 'heldOutOfAll'>> & {
  readonly kind: MessageKind
  readonly channel: ChannelName
  /** Of consent; left out: that of its kind. */
  readonly purpose?: string | null
  /** Where its mail goes to; left out: nobody has said yet. */
  readonly mailHost?: string | null
}

type Judge = { readonly timeZone: string; readonly judge: (message: Judged) => Promise<Verdict> }

/** Reads once what the outbox would know of this customer, and judges any message to them by it. @throws Problem record.missing */
export async function openJudge(ctx: Ctx, customerId: string): Promise<Judge> {
  const rules = openRules(await readNamed(ctx.db, ruleNames))
  const known = await readKnown(ctx, customerId, rules)
  const { contacts, kept } = await readLedgerOf(ctx, customerId)
  const timeZone = rules.attention.ownZone ? zoneOf(known.province, ctx.shop.timeZone) : ctx.shop.timeZone
  const named = await readNamedThings(ctx, kindsOf(kept.map(({ plan }) => plan)))
  const judge = async ({ purpose, mailHost = 'localhost', ...message }: Judged) => {
    const reach = await readReach(ctx, customerId, message, purpose ?? (message.kind === 'survey' ? 'surveys' : message.kind))
    const circumstances = { now: ctx.now, sending: rules.sending, attention: rules.attention, mailHost }
    return verdictOf({ ...plain, ...known, ...reach, ...message, contacts, kept, timeZone }, circumstances, named)
  }
  return { timeZone, judge }
}

/** A message that nobody has written yet. */
const plain = {
  priority: 50,
  expiresAt: null,
  customerKnown: true,
  templateKnown: true,
  heldOut: false,
  journey: null,
  campaign: null,
  personal: false,
  needsWindow: false,
} as const

type Known = { readonly province: string | null; readonly restricted: boolean; readonly heldOutOfAll: boolean }

/** @throws Problem record.missing */
async function readKnown(ctx: Ctx, customerId: string, { holdout }: SendingRules): Promise<Known> {
  const { rows } = await sql<Known>`select c.province, exists (select 1 from restrictions x where x.customer_id = c.id) as restricted,
      ${inGlobalHoldout(holdout, sql`c.id`)} as "heldOutOfAll" from customers c where c.id = ${customerId}`.execute(ctx.db)
  if (!rows[0]) throw new Problem('record.missing', { what: customer.label })
  return rows[0]
}

type Reach = Pick<Candidate, 'address' | 'addressTrouble' | 'consent' | 'needsYes' | 'lastWord' | 'suppressed'>
type ReachRow = {
  address: string | null
  consent: string | null
  bounced: boolean
  opt_in: boolean | null
  last_word: Date | null
  gone: boolean
}

async function readReach(ctx: Ctx, customerId: string, { channel, kind }: Judged, purpose: string): Promise<Reach> {
  const address = addressSql(channel) ?? sql`null::text`
  const way = consentWays[channel]
  const state =
    way === null
      ? sql`null`
      : consentState({ customer: sql`c.id`, purpose: sql`${purpose}::text`, channel: sql.lit(way), address: consentAddress[way] }, ctx.now)
  const { rows } = await sql<ReachRow>`select x.*, ${heldSql(sql`${customerId}`, sql`x.address`)} as bounced,
      (select max(f.last_word_at) from channel_followers f join channel_accounts a on a.id = f.account_id where a.channel = ${channel} and f.address = x.address) as last_word,
      coalesce((select bool_and(f.left_at is not null) from channel_followers f join channel_accounts a on a.id = f.account_id
        where a.channel = ${channel} and f.address = x.address), false) as gone
    from (select ${address} as address, ${state} as consent, (select p.opt_in from consent_purposes p where p.code = ${purpose}) as opt_in
      from customers c where c.id = ${customerId}) x`.execute(ctx.db)
  const row = rows[0]
  const keys = row?.address ? [suppressionKey(channel, row.address)] : []
  return {
    address: row?.address ?? null,
    suppressed: (await suppressedKeys(ctx.db, ctx.services, keys)).size > 0,
    addressTrouble: row?.bounced ? { code: 'address-bounced' } : row?.gone ? { code: 'not-following' } : null,
    consent: plainConsent(row?.consent ?? null),
    needsYes: row?.opt_in ?? kind !== 'service',
    lastWord: row?.last_word ?? null,
  }
}

const monthMs = 32 * 86_400_000

async function readLedgerOf(ctx: Ctx, customerId: string): Promise<{ contacts: Contact[]; kept: Kept[] }> {
  const since = new Date(ctx.now.getTime() - monthMs)
  const contacts =
    await sql<Contact>`select m.sent_at as at, m.channel, m.kind from messages m where m.customer_id = ${customerId} and m.sent_at > ${since}
    union all select i.occurred_at, 'call', 'service' from interactions i
      where i.customer_id = ${customerId} and i.kind = 'call' and i.occurred_at > ${since} and i.occurred_at <= ${ctx.now}`.execute(ctx.db)
  const kept =
    await sql<Kept>`select a.by_kind || ':' || a.by_id::text as plan, a.channel, a.priority, a.from_at as "from", a.until_at as "until" from attention_reservations a
    where a.customer_id = ${customerId} and a.until_at > ${ctx.now}`.execute(ctx.db)
  return { contacts: contacts.rows, kept: kept.rows }
}

function verdictOf(candidate: Candidate & { readonly channel: ChannelName }, circumstances: Circumstances, named: NamedThings): Verdict {
  const decision = decideSending(candidate, circumstances)
  const counts = countLimits(candidate, circumstances)
  const full = counts.find(({ limit, sent, kept }) => sent + kept >= limit.most)
  const { channel } = candidate
  return {
    channel,
    label: channelKinds[channel].label,
    state: decision.do === 'send' ? 'now' : decision.do === 'defer' ? 'later' : isPassing(decision.reason.code) && full ? 'later' : 'no',
    reason: decision.do === 'send' ? null : { code: decision.reason.code, words: sayMessageReason(decision.reason, named) },
    from:
      decision.do === 'defer'
        ? decision.until.toISOString()
        : decision.do === 'skip' && full && isPassing(decision.reason.code)
          ? freeAt(full, candidate, circumstances.now)
          : null,
    limits: counts.map(({ limit, sent, kept }) => ({ code: limit.code, words: sayLimit(limit), sent, kept, most: limit.most })),
  }
}

const passing = new Set(['too-many', 'limit-reached', 'channel-quota', 'reserved'])
const isPassing = (code: string) => passing.has(code)

/** When the limit has room again, if nothing else is sent: as the oldest of a full week leaves it, or as the day or month ends. */
function freeAt({ limit }: Count, { contacts, timeZone }: Candidate, now: Date): string | null {
  if (limit.most === 0) return null
  if (limit.per !== 'week') return windowEnd(limit.per, now, timeZone).toISOString()
  const inside = contacts
    .filter(
      ({ at, channel, kind }) =>
        at.getTime() > now.getTime() - weekMs &&
        (limit.channel === 'all' || limit.channel === channel) &&
        (limit.counts === 'all' || limit.counts === kind),
    )
    .sort((a, b) => b.at.getTime() - a.at.getTime())
  const oldest = inside[limit.most - 1]
  return oldest ? new Date(oldest.at.getTime() + weekMs).toISOString() : null
}

const weekMs = 7 * 86_400_000
