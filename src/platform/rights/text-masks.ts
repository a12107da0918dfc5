import { type RawBuilder, sql } from 'kysely'
import { contactDots } from '../../core/kit/contact-token.ts'
import { emailLooks, phoneChains, phoneLooks, phoneShapes } from '../../core/kit/contact-in-text.ts'

type Looks = Readonly<Record<string, string>>

/** Kinds of contact details that are known by how they look, wherever somebody writes them. */
const looks: Looks = { email: emailLooks, phone: phoneLooks }
/** In long texts rather a few dots too many, of an order's number say. */
const coarse: Looks = { ...looks, phone: phoneChains }
/** As core/kit/contact-token.ts writes one that is kept sealed. */
const sealed = (kind: string) => `§[34][.]${kind}[.][0-9a-f]*[.][0-9a-f]*[.][0-9a-f]*`

/** One pattern for all, so that the same stretches of a text are told of, masked and put back. */
const patternOf = (kinds: readonly string[], by: Looks) => kinds.flatMap((kind) => [sealed(kind), by[kind] ?? []].flat()).join('|')

/** From here on a text is looked at without what stands round a number: a database takes the square of its length for that. */
const longText = 2_000
const patternFor = (kinds: readonly string[], text: RawBuilder<unknown>) =>
  sql`case when length(${text}) > ${longText}::int then ${patternOf(kinds, coarse)}::text else ${patternOf(kinds, looks)}::text end`

const traces: Looks = { email: '[@\uff20]', phone: phoneShapes }
/** A text without any of these holds none: most are told apart by a look that costs a small part of the other. */
const traceOf = (kinds: readonly string[]) => ['§[34][.]', ...kinds.flatMap((kind) => traces[kind] ?? [])].join('|')

/** Those that stand in the text, in their order. */
export function contactRuns(kinds: readonly string[], text: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`array(select m[1] from regexp_matches(${text}, '(' || ${patternFor(kinds, text)} || ')', 'g') m)`
}

/** Does one of these contact details stand in the text? */
export function holdsContacts(kinds: readonly string[], text: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when ${text} ~ ${traceOf(kinds)}::text then ${text} ~ ${patternFor(kinds, text)} else false end`
}

/** A text that others wrote, with dots for the contact details in it that its reader may not see whole. Missing stays missing. */
export function withoutContacts(kinds: readonly string[], text: RawBuilder<unknown>): RawBuilder<unknown> {
  if (kinds.length === 0) return text
  return sql`case when ${text} ~ ${traceOf(kinds)}::text then regexp_replace(${text}, ${patternFor(kinds, text)}, ${contactDots}::text, 'g') else ${text} end`
}

/** The same of one text inside a value of JSON. */
export function withoutContactsAt(kinds: readonly string[], json: RawBuilder<unknown>, path: readonly string[]): RawBuilder<unknown> {
  const at = sql`${[...path]}::text[]`
  return sql`case when jsonb_typeof(${json} #> ${at}) = 'string' then jsonb_set(${json}, ${at}, to_jsonb(${withoutContacts(kinds, sql`${json} #>> ${at}`)})) else ${json} end`
}
