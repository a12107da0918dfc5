import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import { readPoint } from '../../contact-points/contact-point.ts'
import { pointOfChannel } from '../../../core/kit/consent-line.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { hangFiles } from '../../../platform/files/hang-files.ts'
import { addConsents, type ConsentRecord } from '../../../platform/records/consent-records.ts'
import { isBelowAge, readAgeOfConsent, saidByActor } from '../../../platform/records/said-consents.ts'
import { keptForms, sealInside } from '../../../platform/sealing/contacts.ts'
import { customer } from '../../customers/customer.ts'
import type { recordConsent as definition } from '../actions.ts'
import { sayAct, sayChannel, sayHow } from '../consent.ts'
import { consentRecorded } from '../events.ts'
import { followAndTell } from './follow-tick.ts'
import { currentWordings, type Purpose, readPurpose } from './purposes.ts'

type Input = InputOf<typeof definition>

/**
 * What a customer said, as somebody at the firm heard or read it.
 * @throws Problem record.missing, consent.unknown-purpose, consent.channel-elsewhere, consent.guardian-needed, consent.in-the-future, file.missing
 */
export async function recordConsent(ctx: Ctx, input: Input): Promise<AnswerOf<typeof definition>> {
  const { id, state } = input
  const purpose = await readPurpose(ctx.db, input.purpose)
  const channels = channelsOf(purpose, input)
  const at = instantsOf(ctx, input)
  await lockAndCheck(ctx, input, at.at ?? ctx.now)
  const recordId = ctx.newId()
  const evidence = input.evidence.length > 0 ? await hangFiles(ctx, { usedBy: `consent:${recordId}`, ids: input.evidence, had: [] }) : null
  const addresses = new Map<string, string>()
  for (const channel of channels) addresses.set(channel, await addressOf(ctx, id, channel, input.address))
  const wording = state === 'given' ? (await currentWordings(ctx.db)).get(purpose.code) : undefined
  await keepConsentActs(
    ctx,
    purpose,
    channels.map((channel) => ({
      ...saidByActor(ctx),
      ...at,
      customerId: id,
      purpose: purpose.code,
      channel,
      address: addresses.get(channel) ?? '',
      state,
      how: input.how,
      kind: purpose.kind,
      basis: input.basis,
      version: wording?.version ?? null,
      wordingHash: wording?.hash ?? null,
      language: input.language ?? null,
      evidence,
      guardian: sealInside(ctx, input.guardian ?? null),
      jurisdiction: input.jurisdiction ?? null,
      note: input.note ?? null,
    })),
  )
  return { id, records: channels.length }
}

/** Adds records of one customer, brings all in step and tells the timeline. */
export async function keepConsentActs(ctx: Ctx, purpose: Purpose, records: readonly ConsentRecord[]): Promise<void> {
  const [first] = records
  if (!first) return
  await addConsents(ctx, records)
  await followAndTell(ctx, [first.customerId], ctx.source)
  const inChinese = ({ zh }: Words) => zh
  await ctx.record({
    customerId: first.customerId,
    kind: consentRecorded.name,
    occurredAt: first.at ?? ctx.now,
    payload: {
      purpose: inChinese(purpose.name),
      channel: records.map(({ channel }) => inChinese(sayChannel(channel))).join('、'),
      state: first.state,
      how: inChinese(sayHow(first.how)),
      said: inChinese(sayAct(first.state)),
    },
  })
}

function channelsOf(purpose: Purpose, { channels }: Input): readonly string[] {
  if (purpose.channels.length === 0) return ['']
  const known = channels.filter((channel) => purpose.channels.includes(channel))
  if (known.length === 0 || known.length < channels.length)
    throw new Problem('consent.channel-elsewhere', { path: 'channels', purpose: purpose.name })
  return [...new Set(known)]
}

function instantsOf(ctx: Ctx, input: Input): { at?: Date; validUntil?: Date } {
  const at = input.at === undefined ? undefined : new Date(input.at)
  const validUntil = input.validUntil === undefined ? undefined : new Date(input.validUntil)
  if (at && at > ctx.now) throw new Problem('consent.in-the-future', { path: 'at' })
  if (validUntil && validUntil <= ctx.now) throw new Problem('consent.over-already', { path: 'validUntil' })
  return { ...(at ? { at } : {}), ...(validUntil ? { validUntil } : {}) }
}

async function lockAndCheck(ctx: Ctx, { id, state, guardian }: Input, at: Date): Promise<void> {
  const { rows } = await sql<{
    birthday: string | null
    kind: string
  }>`select birthday::text as birthday, kind from customers where id = ${id} for no key update`.execute(ctx.db)
  const [known] = rows
  if (!known) throw new Problem('record.missing', { what: customer.label })
  if (state !== 'given' || guardian || known.kind !== 'person') return
  const age = await readAgeOfConsent(ctx.db)
  if (isBelowAge(known.birthday, age, at)) throw new Problem('consent.guardian-needed', { path: 'guardian', age })
}

/** In the form in which the customer's own address of the channel is kept. */
async function addressOf(ctx: Ctx, id: string, channel: string, address: string | undefined): Promise<string> {
  const [, kind] = Object.entries(pointOfChannel).find(([name]) => name === channel) ?? []
  if (address === undefined || kind === undefined) return ''
  const read = readPoint(kind, address, { language: 'zh', ...ctx.shop })
  if ('wrong' in read) throw new Problem('contact-point.wrong', { path: 'address', kind: sayChannel(channel), reason: read.wrong })
  const [kept = read.value, ...others] = keptForms(ctx, kind, read.value)
  if (!ctx.card('customer').fields.get(kind)?.isTurning) return kept
  // Whose address is still to be turned over has their consents turned over with it.
  const { rows } = await sql<{
    value: string
  }>`select ${sql.id(kind)} as value from customers where id = ${id} and ${sql.id(kind)} = any(${others}::text[])
    union all select value from contact_points where customer_id = ${id} and kind = ${kind} and value = any(${others}::text[]) limit 1`.execute(
    ctx.db,
  )
  return rows[0]?.value ?? kept
}
