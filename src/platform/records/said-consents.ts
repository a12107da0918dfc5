import { sql } from 'kysely'
import { actOf, channelsOfPoint, type PlainConsent, standingPurposes, usualAgeOfConsent } from '../../core/kit/consent-line.ts'
import type { Ctx } from '../actions/context.ts'
import type { Db } from '../database/connect.ts'
import { addConsents, type ConsentRecord } from './consent-records.ts'
import { consentState, plainSql } from '../../core/rule/consent-state.ts'

/** What a form, a file or a program said of a customer's two switches. Left out: nothing was said. */
export type SaidOfCustomer = {
  readonly customerId: string
  /** The e-mail address that stands when it is all written, or null. */
  readonly email: string | null
  readonly emailConsent?: { readonly before: string; readonly after: string }
  readonly noPersonalisation?: boolean
}

/** Who said it, by what door and from where. */
export type SaidBy = Pick<ConsentRecord, 'how' | 'zone' | 'byWhom' | 'ip' | 'agent' | 'place'>

export const saidByActor = (ctx: Pick<Ctx, 'source' | 'shop' | 'actor'>): SaidBy => ({
  how: ctx.source,
  zone: ctx.shop.timeZone,
  byWhom: ctx.actor.name,
  ip: ctx.actor.origin?.address ?? null,
  agent: ctx.actor.origin?.agent ?? null,
})

const plain = (text: string): PlainConsent => (text === 'granted' || text === 'withdrawn' ? text : 'unknown')

/** A yes is for the address that is named, a no for all that the customer has. */
export function recordsOfSaid({ customerId, email, emailConsent, noPersonalisation }: SaidOfCustomer, by: SaidBy): ConsentRecord[] {
  const records: ConsentRecord[] = []
  if (emailConsent) {
    const after = plain(emailConsent.after)
    const address = after === 'granted' ? (email ?? '') : ''
    records.push({
      ...by,
      customerId,
      purpose: standingPurposes.marketing,
      channel: 'email',
      address,
      state: actOf(emailConsent.before, after),
    })
  }
  if (noPersonalisation !== undefined)
    records.push({
      ...by,
      customerId,
      purpose: standingPurposes.personalisation,
      channel: '',
      address: '',
      state: noPersonalisation ? 'refused' : 'given',
      kind: 'automated',
    })
  return records
}

/** What is said of one contact point: by each way that it carries. */
export function addPointConsents(
  ctx: Ctx,
  {
    customerId,
    kind,
    value,
    before,
    after,
    note,
  }: { customerId: string; kind: string; value: string; before: string; after: string; note?: string },
): Promise<void> {
  const by = saidByActor(ctx)
  const act = actOf(before, plain(after))
  return addConsents(
    ctx,
    (channelsOfPoint[kind] ?? []).map((channel) => ({
      ...by,
      customerId,
      purpose: standingPurposes.marketing,
      channel,
      address: value,
      state: act,
      note: note ?? null,
    })),
  )
}

/** The consent to marketing at an e-mail address of a customer, as the records have it. */
export async function emailConsentAt(db: Db, customerId: string, email: string | null, now: Date): Promise<PlainConsent> {
  const line = { customer: sql`${customerId}::uuid`, purpose: sql`'marketing'`, channel: sql`'email'`, address: sql`${email ?? ''}::text` }
  const { rows } = await sql<{ consent: PlainConsent }>`select ${plainSql(consentState(line, now))} as consent`.execute(db)
  return rows[0]?.consent ?? 'unknown'
}

/** The age below which a guardian agrees. */
export async function readAgeOfConsent(db: Db): Promise<number> {
  const { rows } = await sql<{ age: number | null }>`select (value ->> 'age')::int as age from settings where name = 'consent'`.execute(db)
  return rows[0]?.age ?? usualAgeOfConsent
}

/** Whether somebody born on this day (YYYY-MM-DD) is below that age. */
export function isBelowAge(birthday: unknown, age: number, now: Date): boolean {
  if (typeof birthday !== 'string') return false
  const today = now.toISOString().slice(0, 10)
  return birthday > `${String(Number(today.slice(0, 4)) - age).padStart(4, '0')}${today.slice(4)}`
}
