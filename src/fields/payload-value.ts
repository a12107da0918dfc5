import { type RawBuilder, sql } from 'kysely'

/** A payload property as text. The name is bound, never written into the SQL. */
function asText(payload: RawBuilder<unknown>, name: string): RawBuilder<unknown> {
  return sql`(${payload} ->> ${name}::text)`
}

function kindOf(payload: RawBuilder<unknown>, name: string): RawBuilder<unknown> {
  return sql`jsonb_typeof(${payload} -> ${name}::text)`
}

/** A property that is a JSON string; any other kind is NULL. */
export function textFromPayload(payload: RawBuilder<unknown>, name: string): RawBuilder<unknown> {
  return sql`(case when ${kindOf(payload, name)} = 'string' then ${asText(payload, name)} end)`
}

/** A property that is a JSON number; any other kind is NULL. */
export function numberFromPayload(payload: RawBuilder<unknown>, name: string): RawBuilder<unknown> {
  return sql`(case when ${kindOf(payload, name)} = 'number' then ${asText(payload, name)}::numeric end)`
}

/** A property that is a whole JSON number which a program can hold exactly. */
export function wholeFromPayload(payload: RawBuilder<unknown>, name: string): RawBuilder<unknown> {
  const number = sql`${asText(payload, name)}::numeric`
  return sql`(case when ${kindOf(payload, name)} = 'number' then
    case when ${number} = trunc(${number}) and abs(${number}) <= 9007199254740991 then ${number}::bigint end end)`
}

/** A property that is true or false. */
export function booleanFromPayload(payload: RawBuilder<unknown>, name: string): RawBuilder<unknown> {
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
export function dateFromPayload(payload: RawBuilder<unknown>, name: string): RawBuilder<unknown> {
  return sql`(case when ${textFromPayload(payload, name)} ~ ${dayPattern}::text then ${asText(payload, name)}::date end)`
}

/** A property that is an instant in ISO 8601 with its offset. */
export function timeFromPayload(payload: RawBuilder<unknown>, name: string): RawBuilder<unknown> {
  return sql`(case when ${textFromPayload(payload, name)} ~ ${instantPattern}::text then ${asText(payload, name)}::timestamptz end)`
}

/** A property that is a UUID. */
export function uuidFromPayload(payload: RawBuilder<unknown>, name: string): RawBuilder<unknown> {
  return sql`(case when ${textFromPayload(payload, name)} ~ ${uuidPattern}::text then ${asText(payload, name)}::uuid end)`
}
