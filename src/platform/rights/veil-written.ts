import { type RawBuilder, sql } from 'kysely'
import type { FieldRight } from '../../core/rights/rights.ts'
import { phoneNames } from '../../core/kit/contact-in-text.ts'
import { contactDots } from '../../core/kit/contact-token.ts'
import type { Card } from '../actions/registry.ts'
import { holdsContacts, withoutContacts } from './text-masks.ts'

/** Texts that people write about customers, by table: a phone or an e-mail stands in them as often as not. */
const written: Readonly<Record<string, readonly string[]>> = {
  customers: ['note', 'address'],
  contacts: ['title', 'department', 'note'],
  contact_points: ['label'],
  interactions: ['summary', 'next_step', 'person', 'place'],
  todos: ['title', 'note', 'origin_words', 'script', 'result_note'],
  consents: ['note'],
  customer_tiers: ['fixed_reason'],
  tier_moves: ['reason'],
  churn_entries: ['note'],
  churn_states: ['reason_words'],
  privacy_requests: ['asker_contact', 'details', 'answer', 'verified_note', 'extension_reason'],
  privacy_steps: ['note'],
  restrictions: ['reason', 'note'],
  erasures: ['reason'],
  shares: ['note'],
  reveals: ['reason'],
  owner_rounds: ['reason'],
  hand_overs: ['reason'],
}

/** Of these the words are kept under which they are found. */
export const foundByWritten: ReadonlySet<string> = new Set(['interactions', 'todos'])

type Plan = {
  readonly card: Card
  readonly fields: ReadonlyMap<string, FieldRight>
  /** The contact details that are hidden or masked. */
  readonly kinds: readonly string[]
  /** What stands there already in a column's place. */
  readonly taken: (table: string, column: string) => RawBuilder<unknown> | undefined
  readonly put: (table: string, column: string, value: RawBuilder<unknown>) => void
}

/**
 * What a reader may not see whole in a field they do not read in a note either. A column that is veiled already stays so; what
 * is kept sealed carries its kind with it, so that a WeChat id is known too.
 */
export function veilWritten(plan: Plan): void {
  const { kinds, taken, put } = plan
  if (kinds.length === 0) return
  for (const [table, columns] of Object.entries(written))
    for (const column of columns) if (!taken(table, column)) put(table, column, withoutContacts(kinds, ofTable(table, column)))
  const value = taken('contact_points', 'value') ?? sql.ref('contact_points.value')
  put('contact_points', 'value', sql`case when contact_points.kind = 'address' then ${withoutContacts(kinds, value)} else ${value} end`)
  for (const table of foundByWritten) put(table, 'search', seenWords(kinds, table))
  veilLongTexts(plan)
  put('purchases', 'number', withoutKeys(kinds, sql.ref('purchases.number')))
  for (const column of ['body', 'todos']) put('removed_interactions', column, sql`'{}'::jsonb`)
}

const ofTable = (table: string, column: string) => sql.ref(`${table === 'customers' ? 'c' : table}.${column}`)

/**
 * Of the words under which a record is found those that stand in what its reader sees of it: otherwise a search would answer
 * whether a number is in it. Each word is a part of its text, folded; where nothing is veiled nothing is asked.
 */
function seenWords(kinds: readonly string[], table: string): RawBuilder<unknown> {
  const columns = (written[table] ?? []).map((column) => sql.ref(`${table}.${column}`))
  const said = sql`normalize(concat_ws(' ', ${sql.join(columns)}), NFKC)`
  const seen = sql`lower(${withoutContacts(kinds, said)})`
  const search = sql.ref(`${table}.search`)
  return sql`case when ${holdsContacts(kinds, said)}
    then array_to_tsvector(array(select w from unnest(tsvector_to_array(${search})) w where strpos(${seen}, w) > 0)) else ${search} end`
}

/** Fields of the firm's own that are notes. */
function veilLongTexts({ card, fields, kinds, taken, put }: Plan): void {
  const keys = [...card.fields.values()].flatMap(({ name, field, custom }) =>
    custom !== undefined && field.type === 'longtext' && !field.sealed && !isVeiled(fields.get(name)) ? [custom] : [],
  )
  if (keys.length === 0) return
  const custom = taken('customers', 'custom') ?? sql.ref('c.custom')
  put(
    'customers',
    'custom',
    sql`case when ${custom} ?| ${keys}::text[] then ${withoutContactsAmong(kinds, custom, keys)} else ${custom} end`,
  )
}

const isVeiled = (right: FieldRight | undefined) => right === 'hidden' || right === 'masked'

function withoutContactsAmong(kinds: readonly string[], json: RawBuilder<unknown>, keys: readonly string[]): RawBuilder<unknown> {
  const text = withoutContacts(kinds, sql`(e.v #>> '{}')`)
  return sql`(select jsonb_object_agg(e.k, case when e.k = any(${[...keys]}::text[]) and jsonb_typeof(e.v) = 'string' then to_jsonb(${text}) else e.v end)
    from jsonb_each(${json}) e(k, v))`
}

/** The number of a purchase that came without one is made of what told whose it is: `phone:+86138…@2026-…`. */
function withoutKeys(kinds: readonly string[], number: RawBuilder<unknown>): RawBuilder<unknown> {
  const form = `(${kinds.join('|')}):.*(?=@[0-9]{4}-[0-9]{2}-[0-9]{2})`
  return sql`case when strpos(${number}, '@') > 0 then regexp_replace(${number}, ${form}::text, ${`\\1:${contactDots}`}::text) else ${number} end`
}

/** The same of the fact of such a purchase. */
export function withoutKeysInFact(kinds: readonly string[], payload: RawBuilder<unknown>): RawBuilder<unknown> {
  const number = sql`(${payload} ->> 'number')`
  return sql`case when strpos(${number}, '@') > 0 then jsonb_set(${payload}, '{number}', to_jsonb(${withoutKeys(kinds, number)})) else ${payload} end`
}

/**
 * The same of all texts in the payload of a fact, as deep as the programs of others send them; what lies deeper and holds any
 * is left out. A number counts where its name says that it is a phone.
 */
export function withoutContactsInFact(
  kinds: readonly string[],
  payload: RawBuilder<unknown>,
  names: readonly string[],
): RawBuilder<unknown> {
  const bare = (value: RawBuilder<unknown>) => sql`case when ${holdsContacts(kinds, textsOf(value))} then null else ${value} end`
  const inner = eachOf(kinds, sql`(o.v - ${[...names]}::text[])`, 'i', bare)
  return eachOf(kinds, payload, 'o', () => inner)
}

/** In JSON a new line is `\n`, and the letter in it none of the text. */
const textsOf = (json: RawBuilder<unknown>) => sql`regexp_replace(${json}::text, ${'\\\\[bfnrt]'}::text, ' ', 'g')`

function eachOf(
  kinds: readonly string[],
  json: RawBuilder<unknown>,
  alias: string,
  deeper: (value: RawBuilder<unknown>) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  const [key, value] = [sql.ref(`${alias}.k`), sql.ref(`${alias}.v`)]
  const isPhone = kinds.includes('phone')
    ? sql`when 'number' then case when ${key} ~ ${phoneNames}::text then null else ${value} end`
    : sql``
  const array = sql`case when ${holdsContacts(kinds, textsOf(value))} then '[]'::jsonb else ${value} end`
  return sql`(select coalesce(jsonb_object_agg(${key}, case jsonb_typeof(${value})
      when 'string' then to_jsonb(${withoutContacts(kinds, sql`(${value} #>> '{}')`)}) ${isPhone}
      when 'object' then ${deeper(value)} when 'array' then ${array} else ${value} end), '{}'::jsonb)
    from jsonb_each(${json}) ${sql.id(alias)}(k, v))`
}
