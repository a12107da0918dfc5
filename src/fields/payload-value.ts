import { type RawBuilder, sql } from 'kysely'
import type { PropertyName } from '../core/entity/field-type.ts'

/** A payload property as text. A name that is a text is bound, never written into the SQL. */
function asText(payload: RawBuilder<unknown>, name: PropertyName): RawBuilder<unknown> {
  return sql`(${payload} ->> ${name}::text)`
}

function kindOf(payload: RawBuilder<unknown>, name: PropertyName): RawBuilder<unknown> {
  return sql`jsonb_typeof(${payload} -> ${name}::text)`
}

/** A property that is a JSON string; any other kind is NULL. */
export function textFromPayload(payload: RawBuilder<unknown>, name: PropertyName): RawBuilder<unknown> {
  return sql`(case when ${kindOf(payload, name)} = 'string' then ${asText(payload, name)} end)`
}

/** A property that is a JSON number; any other kind is NULL. */
export function numberFromPayload(payload: RawBuilder<unknown>, name: PropertyName): RawBuilder<unknown> {
  return sql`(case when ${kindOf(payload, name)} = 'number' then ${asText(payload, name)}::numeric end)`
}

/** A property that is a whole JSON number which a program can hold exactly. */
export function wholeFromPayload(payload: RawBuilder<unknown>, name: PropertyName): RawBuilder<unknown> {
  const number = sql`${asText(payload, name)}::numeric`
  return sql`(case when ${kindOf(payload, name)} = 'number' then
    case when ${number} = trunc(${number}) and abs(${number}) <= 9007199254740991 then ${number}::bigint end end)`
}

/** A property that is true or false. */
export function booleanFromPayload(payload: RawBuilder<unknown>, name: PropertyName): RawBuilder<unknown> {
  return sql`(case when ${kindOf(payload, name)} = 'boolean' then ${asText(payload, name)}::boolean end)`
}

/** Real calendar days of 1850 to 2200, so that a cast of what matches cannot fail (`pg_input_is_valid` is not in PostgreSQL 15). */
const year = '(18[5-9][0-9]|(19|20|21)[0-9][0-9]|2200)'
const leapYear = '(18(5[26]|[68][048]|[79][26])|(19|20|21)(0[48]|[2468][048]|[13579][26])|2000)'
const monthDay = '((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))'
const day = `(${year}-${monthDay}|${leapYear}-02-29)`
const clock = '([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?'
const offset = '(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])'
const dayPattern = `^${day}$`
const instantPattern = `^${day}T${clock}${offset}$`
const uuidPattern = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'

/** A property that is a real day, `YYYY-MM-DD`. */
export function dateFromPayload(payload: RawBuilder<unknown>, name: PropertyName): RawBuilder<unknown> {
  return sql`(case when ${textFromPayload(payload, name)} ~ ${sql.lit(dayPattern)} then ${asText(payload, name)}::date end)`
}

/** A property that is an instant in ISO 8601 with its offset. */
export function timeFromPayload(payload: RawBuilder<unknown>, name: PropertyName): RawBuilder<unknown> {
  return sql`(case when ${textFromPayload(payload, name)} ~ ${sql.lit(instantPattern)} then ${asText(payload, name)}::timestamptz end)`
}

const part = (text: RawBuilder<unknown>, from: number, length: number) => sql`substr(${text}, ${sql.lit(from)}, ${sql.lit(length)})::int`

/** A property that is a real day; immutable, unlike a cast, so that an index may stand on it. */
export function dateFromCustom(custom: RawBuilder<unknown>, name: PropertyName): RawBuilder<unknown> {
  const text = asText(custom, name)
  return sql`(case when ${textFromPayload(custom, name)} ~ ${sql.lit(dayPattern)} then make_date(${part(text, 1, 4)}, ${part(text, 6, 2)}, ${part(text, 9, 2)}) end)`
}

/** How `Date.toISOString` writes an instant, in which form custom fields keep theirs. */
const utcPattern = `^${day}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9][.][0-9]{3}Z$`

/** A property that is an instant in UTC to the millisecond; immutable, so that an index may stand on it. */
export function timeFromCustom(custom: RawBuilder<unknown>, name: PropertyName): RawBuilder<unknown> {
  const text = asText(custom, name)
  const whole = [part(text, 1, 4), part(text, 6, 2), part(text, 9, 2), part(text, 12, 2), part(text, 15, 2)]
  const seconds = sql`substr(${text}, 18, 6)::double precision`
  return sql`(case when ${textFromPayload(custom, name)} ~ ${sql.lit(utcPattern)} then make_timestamp(${sql.join([...whole, seconds])}) at time zone 'UTC' end)`
}

/** A property that is a UUID. */
export function uuidFromPayload(payload: RawBuilder<unknown>, name: PropertyName): RawBuilder<unknown> {
  return sql`(case when ${textFromPayload(payload, name)} ~ ${sql.lit(uuidPattern)} then ${asText(payload, name)}::uuid end)`
}
