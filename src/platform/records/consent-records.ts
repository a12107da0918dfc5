import { type RawBuilder, sql } from 'kysely'
import { channelsOfPoint, type ConsentAct } from '../../core/kit/consent-line.ts'
import type { NewId } from '../../core/kit/id.ts'
import type { Db } from '../database/connect.ts'
import { consentState, plainSql } from '../../core/rule/consent-state.ts'

/** Who agrees for a child. */
export type Guardian = { readonly name: string; readonly relation: string; readonly contact: string; readonly proof: string }

/** One act, as it is written down. */
export type ConsentRecord = {
  readonly customerId: string
  readonly purpose: string
  readonly channel: string
  /** Normalised; empty for every address. */
  readonly address: string
  readonly state: ConsentAct
  readonly how: string
  /** When it was said; now where left out. */
  readonly at?: Date
  readonly kind?: string
  readonly basis?: string
  readonly version?: number | null
  readonly wordingHash?: string | null
  readonly language?: string | null
  readonly zone?: string | null
  readonly place?: string | null
  readonly ip?: string | null
  readonly agent?: string | null
  readonly byWhom?: string | null
  readonly evidence?: unknown
  readonly guardian?: Guardian | null
  readonly jurisdiction?: string | null
  readonly validUntil?: Date | null
  readonly mergeId?: string | null
  readonly note?: string | null
}

export type ConsentPlace = { readonly db: Db; readonly now: Date; readonly newId: NewId }

/** Adds records; the only statement that ever writes one. Nothing is read back: call `followConsents` for what depends on them. */
export async function addConsents(place: ConsentPlace, records: readonly ConsentRecord[]): Promise<void> {
  if (records.length === 0) return
  await addingConsents(place, records).execute(place.db)
}

/** The same as a statement. Each says which record of its line it takes the place of. */
export function addingConsents({ now, newId }: Omit<ConsentPlace, 'db'>, records: readonly ConsentRecord[]): RawBuilder<unknown> {
  const rows = records.map((record) => rowOf(record, now, newId))
  return sql`insert into consents (customer_id, id, purpose, channel, address, state, kind, basis, version, wording_hash, language, how, at, zone, place, ip, agent,
      by_whom, evidence, guardian, jurisdiction, valid_until, merge_id, note, recorded_at, replaces)
    select r.customer_id, r.id, r.purpose, r.channel, r.address, r.state, r.kind, r.basis, r.version, r.wording_hash, r.language, r.how, r.at, r.zone, r.place, r.ip, r.agent,
      r.by_whom, r.evidence, r.guardian, r.jurisdiction, r.valid_until, r.merge_id, r.note, ${now}::timestamptz,
      (select k.id from consents k where k.customer_id = r.customer_id and k.purpose = r.purpose and k.channel = r.channel and k.address = r.address
        order by k.at desc, k.id desc limit 1)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(customer_id uuid, id uuid, purpose text, channel text, address text, state text, kind text, basis text,
      version int, wording_hash text, language text, how text, at timestamptz, zone text, place text, ip text, agent text, by_whom text, evidence jsonb, guardian jsonb,
      jurisdiction text, valid_until timestamptz, merge_id uuid, note text)`
}

function rowOf(record: ConsentRecord, now: Date, newId: NewId): Record<string, unknown> {
  const { customerId, wordingHash, byWhom, validUntil, mergeId, at, kind = 'general', basis = 'consent', ...same } = record
  return {
    ...same,
    customer_id: customerId,
    id: newId(),
    kind,
    basis,
    at: at ?? now,
    wording_hash: wordingHash ?? null,
    by_whom: byWhom ?? null,
    valid_until: validUntil ?? null,
    merge_id: mergeId ?? null,
  }
}

/** What changed of a customer by following the records. */
export type FollowedConsent = { readonly id: string; readonly before: string; readonly after: string }

/**
 * Brings what is worked out from the records in step with them: a customer's e-mail consent and refusal of personalisation,
 * and the consent of each way to reach them. In the transaction that adds the records.
 * @returns whose e-mail consent changed
 */
export async function followConsents(
  { db, now }: Pick<ConsentPlace, 'db' | 'now'>,
  customerIds: readonly string[],
): Promise<FollowedConsent[]> {
  if (customerIds.length === 0) return []
  const email = plainSql(
    consentState({ customer: sql`c.id`, purpose: sql`'marketing'`, channel: sql`'email'`, address: sql`coalesce(c.email, '')` }, now),
  )
  const { rows } = await sql<FollowedConsent>`with wanted as materialized (
      select c.id, c.email_consent as before, c.no_personalisation as was, ${email} as after, ${refusesPersonalisation(sql`c.id`, now)} as refuses
      from customers c where c.id = any(${customerIds}::uuid[])
    ), changed as (
      update customers c set email_consent = w.after, no_personalisation = w.refuses
      from wanted w where c.id = w.id and c.id = any(${customerIds}::uuid[]) and (w.before <> w.after or w.was <> w.refuses)
    ) select id, before, after from wanted where before <> after`.execute(db)
  await followPoints(db, now, customerIds)
  return rows
}

const refusesPersonalisation = (customer: RawBuilder<unknown>, now: Date) =>
  sql`coalesce(${consentState({ customer, purpose: sql`'personalisation'`, channel: sql`''`, address: sql`''` }, now)} in ('refused', 'withdrawn'), false)`

/** A phone carries calls and short messages: a no to either counts more than a yes to the other. */
async function followPoints(db: Db, now: Date, customerIds: readonly string[]): Promise<void> {
  const stateBy = (channel: string) =>
    plainSql(
      consentState({ customer: sql`q.customer_id`, purpose: sql`'marketing'`, channel: sql.lit(channel), address: sql`q.value` }, now),
    )
  const cases = Object.entries(channelsOfPoint).map(([kind, channels]) => {
    const states = sql`array[${sql.join(channels.map(stateBy))}]`
    return sql`when ${sql.lit(kind)} then case when 'withdrawn' = any(${states}) then 'withdrawn' when 'granted' = any(${states}) then 'granted' else 'unknown' end`
  })
  const wanted = sql`select q.customer_id, q.id, q.value, case q.kind ${sql.join(cases, sql` `)} else q.consent end as consent from contact_points q
    where q.customer_id = any(${customerIds}::uuid[])`
  await sql`update contact_points p set consent = w.consent, consent_at = case when w.consent <> 'unknown' then l.at end,
      consent_how = case when w.consent <> 'unknown' then l.how end
    from (${wanted}) w left join lateral (select k.at, coalesce(k.note, k.how) as how from consents k where k.customer_id = w.customer_id and k.purpose = 'marketing' and k.address in ('', w.value)
        order by k.at desc, k.id desc limit 1) l on true
    where p.customer_id = w.customer_id and p.id = w.id and p.customer_id = any(${customerIds}::uuid[]) and p.consent <> w.consent`.execute(
    db,
  )
}
