import { sql } from 'kysely'
import { standingPurposes } from '../../../core/kit/consent-line.ts'
import { consentState } from '../../../core/rule/consent-state.ts'
import { recordConsent } from '../../../know/consent/actions.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { ownerOf } from '../../../platform/records/customer-keys.ts'
import { disarmContacts, keptContact, keptForms, sealInText } from '../../../platform/sealing/contacts.ts'
import { noteMessageOutcome } from '../../messages/actions.ts'
import { channelHeard } from '../events.ts'
import type { Heard } from '../heard.ts'
import { wantsNoMore } from '../refusal-word.ts'
import { followerKey, type Place } from './tie-followers.ts'

type Word = Extract<Heard, { kind: 'word' }>

/** What is written so soon after a message of ours is an answer to it. */
const answerDays = 7
const dayMs = 86_400_000
/** The clocks of phone networks are off by minutes. */
const skewMs = 600_000

/** Somebody wrote: an answer to our last message or a word of their own; and where they ask for no more, none goes from now on. */
export async function hearWord(ctx: Ctx, account: Place, word: Word): Promise<void> {
  await renewWindow(ctx, account, word)
  for (const customerId of await customersOf(ctx, account, word.address)) {
    const message = await lastMessage(ctx, account, customerId, word.at)
    await tellWord(ctx, account, word, customerId, message?.id)
    if (wantsNoMore(word.said, account.channel)) await withdraw(ctx, account, word, customerId, message?.purpose)
  }
}

/** The firm may answer freely for 48 hours from each word; the outbox asks here when the last one was. */
export async function renewWindow(
  ctx: Ctx,
  account: Place,
  { address, at }: { readonly address: string; readonly at: Date },
): Promise<void> {
  if (account.channel === 'sms') return
  await sql`insert into channel_followers as f (account_id, address, followed_at, last_word_at) values (${account.id}, ${address}, ${at}, ${at})
    on conflict (account_id, address) do update set last_word_at = greatest(f.last_word_at, excluded.last_word_at)`.execute(ctx.db)
}

/** A household's phone is everybody's who has it. */
async function customersOf(ctx: Ctx, account: Place, address: string): Promise<string[]> {
  const kept = keptContact(ctx, 'phone', address)
  const owner = await ownerOf(ctx, account.channel === 'sms' ? `phone:${kept}` : followerKey(account.channel, address))
  if (owner !== null || account.channel !== 'sms') return owner === null ? [] : [owner]
  const { rows } = await sql<{
    id: string
  }>`select c.id from shared_keys s join customers c on c.phone = any(${keptForms(ctx, 'phone', address)}::text[]) where s.key = ${`phone:${kept}`}
    union select p.customer_id from shared_keys s join contact_points p on p.kind = 'phone' and p.value = any(${keptForms(ctx, 'phone', address)}::text[]) where s.key = ${`phone:${kept}`}`.execute(
    ctx.db,
  )
  return rows.map(({ id }) => id)
}

type Last = { readonly id: string; readonly purpose: string }

async function lastMessage(ctx: Ctx, account: Place, customerId: string, at: Date): Promise<Last | undefined> {
  const { rows } =
    await sql<Last>`select m.id, coalesce(t.purpose, m.kind) as purpose from messages m left join templates t on t.id = m.template_id
    where m.customer_id = ${customerId} and m.channel = ${account.channel} and m.state in ('sent', 'unknown')
      and coalesce(m.sent_at, m.created_at) between ${new Date(at.getTime() - answerDays * dayMs)} and ${new Date(at.getTime() + skewMs)}
    order by m.sent_at desc nulls last limit 1`.execute(ctx.db)
  return rows[0]
}

async function tellWord(
  ctx: Ctx,
  account: Place,
  { said, at, key }: Word,
  customerId: string,
  messageId: string | undefined,
): Promise<void> {
  const words = sealInText(ctx, storable(said).slice(0, 5_000).toWellFormed())
  if (messageId !== undefined) {
    const details = { said: words, key: key.slice(0, 200) }
    await ctx.run(noteMessageOutcome, { messageId, customerId, what: 'replied', at: at.toISOString(), details })
    return
  }
  await ctx.record({
    customerId,
    kind: channelHeard.name,
    occurredAt: at,
    key: `heard:${account.id}:${key}`,
    payload: { channel: account.channel, account: account.name, said: words },
  })
}

/**
 * Takes back marketing by this channel, and what the message that was answered came for. Said again it adds nothing. It counts
 * from when we hear it: the clock of a phone network, which may be minutes off, puts no yes above a no.
 */
async function withdraw(
  ctx: Ctx,
  account: Place,
  { said, address }: Word,
  customerId: string,
  answered: string | undefined,
): Promise<void> {
  const channel = account.channel === 'sms' ? 'sms' : 'wechat'
  const purposes = new Set([
    standingPurposes.marketing,
    ...(answered === undefined || answered === standingPurposes.service ? [] : [purposeOf(answered)]),
  ])
  const { rows } = await sql<{ code: string; state: string | null }>`select p.code, ${consentState(
    {
      customer: sql`${customerId}::uuid`,
      purpose: sql`p.code`,
      channel: sql`${channel}`,
      address: sql`${channel === 'sms' ? keptContact(ctx, 'phone', address) : ''}`,
    },
    ctx.now,
  )} as state from consent_purposes p where p.code = any(${[...purposes]}::text[]) and ${channel} = any(p.channels)`.execute(ctx.db)
  for (const { code, state } of rows)
    if (state !== 'withdrawn' && state !== 'refused')
      await ctx.run(recordConsent, {
        id: customerId,
        purpose: code,
        channels: [channel],
        state: state === 'given' ? 'withdrawn' : 'refused',
        how: 'reply',
        note: sealInText(ctx, storable(said).trim().slice(0, 200).toWellFormed()),
      })
}

/** What phones put into a text that no page can show and no database keeps. */
const storable = (text: string) =>
  disarmContacts(text)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}]/gu, (sign) => (sign === '\n' ? sign : ''))

const purposeOf = (kind: string) => (kind === 'survey' ? 'surveys' : kind)
