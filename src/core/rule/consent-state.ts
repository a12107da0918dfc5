import { type RawBuilder, sql } from 'kysely'
import { usualAgeOfConsent } from '../kit/consent-line.ts'

/** One line of consents: whose, for what, by which way, to which address. An empty address is every address. */
export type ConsentLine = {
  readonly customer: RawBuilder<unknown>
  readonly purpose: RawBuilder<unknown>
  readonly channel: RawBuilder<unknown>
  readonly address: RawBuilder<unknown>
}

/** The age below which a guardian's consent is needed, as the settings have it. */
export const ageOfConsentSql = sql`coalesce((select (s.value ->> 'age')::int from settings s where s.name = 'consent'), ${sql.lit(usualAgeOfConsent)})`

/**
 * What holds now: given, refused, withdrawn, expired, or null where nothing was said. The one place where it is computed.
 * The latest act counts, of those about this address and those about every address. A child's own yes is none; a yes whose
 * time is over, or that was given to a wording that counts no longer, has expired.
 */
export function consentState({ customer, purpose, channel, address }: ConsentLine, now: Date | null): RawBuilder<string | null> {
  const over = now === null ? sql`false` : sql`k.valid_until <= ${now}::timestamptz`
  return sql<string | null>`(select case when k.state = 'given' and (${over}
      or coalesce(k.version, 0) < (select p.counts_from from consent_purposes p where p.code = k.purpose)) then 'expired' else k.state end
    from consents k where k.customer_id = ${customer} and k.purpose = ${purpose} and k.channel = ${channel} and k.address in ('', ${address}) and ${countsSql}
    order by k.at desc, k.id desc limit 1)`
}

/** Not a child's own yes. The age is that at the time of saying so. */
export const countsSql = sql`(k.state <> 'given' or k.guardian is not null or not exists (select 1 from customers b where b.id = k.customer_id
  and b.kind = 'person' and b.birthday > (k.at at time zone 'UTC')::date - make_interval(years => ${ageOfConsentSql})))`

/** granted, withdrawn or unknown of a state. */
export const plainSql = (state: RawBuilder<unknown>) =>
  sql`case ${state} when 'given' then 'granted' when 'refused' then 'withdrawn' when 'withdrawn' then 'withdrawn' else 'unknown' end`
