import { type RawBuilder, sql } from 'kysely'

/** Kinds of contact details that are known by how they look, wherever somebody writes them. */
const looks: Readonly<Record<string, string>> = {
  email: String.raw`[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+`,
  // `\w` of a database holds Chinese too, and `电话138…` is a phone.
  phone: String.raw`(?<![A-Za-z0-9_.+-])(([+]?86[ -]?)?1[3-9][0-9]([ -]?[0-9]{4}){2}|[+][1-9][0-9]{7,14})(?![A-Za-z0-9_-])`,
}
/** As core/kit/contact-token.ts writes one that is kept sealed. */
const sealed = (kind: string) => `§[34][.]${kind}[.][0-9a-f]*[.][0-9a-f]*[.][0-9a-f]*`

const patternsOf = (kinds: readonly string[]) =>
  kinds.flatMap((kind) => [sealed(kind), ...(looks[kind] === undefined ? [] : [looks[kind]])])

/** What stands in the place of one. */
export const contactDots = '••••'

/** Those that stand in the text, in their order. */
export function contactRuns(kinds: readonly string[], text: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`array(select m[1] from regexp_matches(${text}, ${`(${patternsOf(kinds).join('|')})`}::text, 'g') m)`
}

/** Does one of these contact details stand in the text? */
export function holdsContacts(kinds: readonly string[], text: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${text} ~ ${patternsOf(kinds).join('|')}::text`
}

/** A text that others wrote, with dots for the contact details in it that its reader may not see whole. Missing stays missing. */
export function withoutContacts(kinds: readonly string[], text: RawBuilder<unknown>): RawBuilder<unknown> {
  return patternsOf(kinds).reduce((shown, pattern) => sql`regexp_replace(${shown}, ${pattern}::text, ${contactDots}::text, 'g')`, text)
}

/** The same of one text inside a value of JSON. */
export function withoutContactsAt(kinds: readonly string[], json: RawBuilder<unknown>, path: readonly string[]): RawBuilder<unknown> {
  const at = sql`${[...path]}::text[]`
  return sql`case when jsonb_typeof(${json} #> ${at}) = 'string' then jsonb_set(${json}, ${at}, to_jsonb(${withoutContacts(kinds, sql`${json} #>> ${at}`)})) else ${json} end`
}
