import { type RawBuilder, sql } from 'kysely'
import type { FieldRight } from '../../core/rights/rights.ts'
import type { Card, PlacedField } from '../actions/registry.ts'
import { contactKinds } from '../../core/kit/contact-token.ts'
import type { EventKind } from '../../core/event/event.ts'
import { isMaskable, masked } from './masks.ts'
import type { Limits } from './sight.ts'
import { tellingFacts, veilEchoColumns } from './echoes.ts'
import { withoutContacts, withoutContactsAt } from './text-masks.ts'
import { veilWritten, withoutContactsInFact, withoutKeysInFact } from './veil-written.ts'

/** What a reader sees in the place of columns, and which rows are left out, by table. A table goes by its own name in them, customers by `c`. */
export type Veils = {
  readonly columns: Map<string, Map<string, RawBuilder<unknown>>>
  readonly rows: Map<string, RawBuilder<unknown>[]>
  /** Fields of the firm's own that are seen as they are kept, by their keys. */
  readonly openKeys: ReadonlySet<string>
}

export type VeilPlan = {
  readonly card: Card
  /** Of the customer's fields. */
  readonly fields: ReadonlyMap<string, FieldRight>
  readonly events: ReadonlyMap<string, EventKind>
}

/** Fields that tell another's value in another shape. */
const shapes: Readonly<Record<string, readonly string[]>> = {
  name: ['namePinyin'],
  // The spend divided by it is the count, and either of them tells the other by it.
  spend: ['averagePurchase'],
  purchaseCount: ['averagePurchase'],
  birthday: ['nextBirthday'],
  lunarBirthday: ['nextBirthday'],
  stage: ['stageSince'],
  tier: ['tierSince', 'tierUntil', 'tierStanding'],
  churnState: ['churnSince', 'churnReason'],
}

/** With every field that would tell the value of another: of what is masked, too, nothing but the mask is seen. */
export function withShapes({ fields, telling }: Pick<Limits, 'fields' | 'telling'>): ReadonlyMap<string, FieldRight> {
  const all = new Map(fields)
  for (const [name, right] of fields) if (right !== 'read-only') for (const shape of shapes[name] ?? []) all.set(shape, 'hidden')
  for (const [name, told] of Object.entries(telling)) if (told.some((of) => fields.get(of) === 'hidden')) all.set(name, 'hidden')
  return all
}

/** The veiled field that this one would tell, where it is kept back for that alone. */
export function veiledThrough({ fields, telling }: Limits, name: string): string | undefined {
  if (isVeiled(fields.get(name))) return undefined
  return (
    telling[name]?.find((of) => fields.get(of) === 'hidden') ??
    [...fields].find(([of, right]) => isVeiled(right) && shapes[of]?.includes(name))?.[0]
  )
}

export const isVeiled = (right: FieldRight | undefined): boolean => right === 'hidden' || right === 'masked'

/** The names of the fields that are hidden or masked. */
export const veiledOf = (fields: ReadonlyMap<string, FieldRight>): string[] =>
  [...fields].filter(([, right]) => isVeiled(right)).map(([name]) => name)

/** Everything that must be changed in what a reader reads, so that no hidden value, and no more than the mask of a masked one, is in it. */
export function veilsOf(plan: VeilPlan): Veils {
  const veils: Veils = { columns: new Map(), rows: new Map(), openKeys: openKeysOf(plan) }
  if (veiledOf(plan.fields).length === 0) return veils
  veilFields(plan, veils)
  veilSearch(plan, veils)
  veilEchoes(plan, veils)
  veilWritten({
    ...plan,
    kinds: contactsOf(plan.fields),
    taken: (table, column) => veils.columns.get(table)?.get(column),
    put: (table, column, value) => put(veils, table, column, value),
  })
  veilEvents(plan, veils)
  return veils
}

/** Notes are looked through for contact details, unless they are sealed as a whole. */
const openKeysOf = ({ card, fields }: VeilPlan): ReadonlySet<string> =>
  new Set(
    [...card.fields.values()].flatMap(({ name, field, custom }) =>
      custom === undefined || isVeiled(fields.get(name)) || (field.type === 'longtext' && !field.sealed) ? [] : [custom],
    ),
  )

/** The contact details that are known by how they look, or by what they are sealed in. */
export const contactsOf = (fields: ReadonlyMap<string, FieldRight>) => contactKinds.filter((kind) => isVeiled(fields.get(kind)))

function put(veils: Veils, table: string, column: string, value: RawBuilder<unknown>): void {
  const columns = veils.columns.get(table) ?? new Map<string, RawBuilder<unknown>>()
  veils.columns.set(table, columns.set(column, value))
}

export const keepRows = (veils: Veils, table: string, condition: RawBuilder<unknown>) =>
  void veils.rows.set(table, [...(veils.rows.get(table) ?? []), condition])

/** The fields’ own columns; a NULL takes the column’s type when the SELECT is written. */
function veilFields({ card, fields }: VeilPlan, veils: Veils): void {
  const customs: { key: string; value: RawBuilder<unknown> | null }[] = []
  for (const name of veiledOf(fields)) {
    const placed = card.fields.get(name)
    if (!placed) continue
    const isShown = fields.get(name) === 'masked' && isMaskable(placed)
    const { entity } = card
    if (placed.custom !== undefined) {
      const value = sql`${sql.ref(`c.${placed.column}`)} ->> ${placed.custom}`
      customs.push({ key: placed.custom, value: isShown ? masked(placed, sql`(${value})`) : null })
    } else if (isLive(placed)) {
      const answers = liveTables[name]
      if (answers !== undefined) keepRows(veils, answers, sql`false`)
    } else {
      const table = placed.table === 'c' ? entity.table : placed.table
      put(veils, table, placed.column, isShown ? masked(placed, sql.ref(`${placed.table}.${placed.column}`)) : sql`null`)
    }
  }
  if (customs.length > 0) put(veils, 'customers', 'custom', customColumn(customs))
}

/** Answers that are rows of a table of their own. */
const liveTables: Readonly<Record<string, string>> = { tags: 'customer_tags', consents: 'consents' }
const isLive = (placed: PlacedField) =>
  placed.table === 'c' && placed.shown !== undefined && placed.custom === undefined && !placed.field.sealed

function customColumn(customs: readonly { key: string; value: RawBuilder<unknown> | null }[]): RawBuilder<unknown> {
  const keys = customs.map(({ key }) => key)
  const shown = customs.flatMap(({ key, value }) => (value ? [sql`${key}::text, ${value}`] : []))
  const rest = sql`(c.custom - ${keys}::text[])`
  return shown.length === 0 ? rest : sql`(${rest} || jsonb_strip_nulls(jsonb_build_object(${sql.join(shown)})))`
}

/**
 * The search words without those of veiled values. `search_index` beside it has all of them, for the index alone: a search
 * asks both (see rewrite-statement.ts), so a word that is only a veiled value’s finds nobody.
 */
function veilSearch({ fields, card }: VeilPlan, veils: Veils): void {
  const gone: RawBuilder<unknown>[] = []
  const folded = (column: string) => sql`lower(normalize(coalesce(${sql.ref(`c.${column}`)}, ''), NFKC))`
  const has = (name: string) => isVeiled(fields.get(name))
  if (has('phone')) {
    const digits = sql`regexp_replace(regexp_replace(regexp_replace(coalesce(c.phone, ''), '^[+]86', ''), ';ext=.*$', ''), '\\D', '', 'g')`
    gone.push(sql`array[${digits}, '~' || reverse(${digits})]`)
  }
  for (const [name, column] of [
    ['email', 'email'],
    ['wechat', 'wechat'],
    ['code', 'code'],
    ['creditCode', 'credit_code'],
  ] as const)
    if (has(name))
      gone.push(
        sql`(array[${folded(column)}, split_part(${folded(column)}, '@', 1)] || regexp_split_to_array(${folded(column)}, '[^[:alnum:]]+')${hanOf(folded(column))})`,
      )
  for (const placed of card.fields.values()) {
    if (!has(placed.name) || !placed.field.sealed) continue
    const value = placed.custom === undefined ? sql.ref(`c.${placed.column}`) : sql`(c.custom ->> ${placed.custom})`
    gone.push(sql`array[split_part(coalesce(${value}, ''), '.', 3), split_part(coalesce(${value}, ''), '.', 4)]`)
  }
  const further = contactKinds.some(has)
  if (further) gone.push(sql`tsvector_to_array(coalesce(c.further_search, ''::tsvector))`)
  if (has('name') || has('shortName')) put(veils, 'customers', 'search', sql`''::tsvector`)
  else if (gone.length > 0) {
    const words = sql`array(select w from unnest(${sql.join(gone, sql` || `)}) w where w <> '')`
    // The name’s own reading comes back where an address happens to be the same.
    const own = sql`array_to_tsvector(case when c.name_pinyin <> '' then array[c.name_pinyin] else '{}'::text[] end)`
    put(veils, 'customers', 'search', sql`(ts_delete(c.search, ${words}) || ${own})`)
  }
  if (further) put(veils, 'customers', 'further_search', sql`null`)
}

/** Characters and pairs of them, as words of a text in Chinese are cut. */
const hanOf = (text: RawBuilder<unknown>) =>
  sql` || array(select substr(${text}, i, n) from generate_series(1, length(${text})) i, generate_series(1, 2) n)`

const all = (names: readonly string[]) => sql`${[...names]}::text[]`

/** Tables that hold the same values once more. */
function veilEchoes(plan: VeilPlan, veils: Veils): void {
  const { fields, card } = plan
  const names = veiledOf(fields)
  const columns = names.flatMap((name) => card.fields.get(name)?.column ?? [])
  const has = (name: string) => isVeiled(fields.get(name))
  const isHidden = (name: string) => fields.get(name) === 'hidden'
  const text = (name: string, column: string) =>
    isHidden(name) ? sql`null` : masked({ name, field: { type: name, label: { zh: '', en: '' } } }, sql.ref(column))

  const kinds = ['phone', 'email', 'wechat', 'address'].filter(has)
  if (kinds.length > 0) {
    keepRows(veils, 'contact_points', sql`contact_points.kind <> all(${all(kinds.filter(isHidden))})`)
    const cases = kinds.filter((kind) => !isHidden(kind)).map((kind) => sql`when ${kind}::text then ${text(kind, 'contact_points.value')}`)
    if (cases.length > 0)
      put(veils, 'contact_points', 'value', sql`case contact_points.kind ${sql.join(cases, sql` `)} else contact_points.value end`)
    const channels = [
      ...(has('email') ? ['email'] : []),
      ...(has('phone') ? ['sms', 'call'] : []),
      ...(has('wechat') ? ['wechat'] : []),
      ...(has('address') ? ['post'] : []),
    ]
    put(veils, 'consents', 'address', sql`case when consents.channel = any(${all(channels)}) then '' else consents.address end`)
    put(veils, 'contacts', 'search', sql`''::tsvector`)
  }
  for (const kind of contactKinds) if (has(kind)) put(veils, 'contacts', kind, text(kind, `contacts.${kind}`))
  if (has('email') || has('phone')) put(veils, 'messages', 'address', addressOfMessage(has, text))
  veilWords(kinds, veils, has('name'))
  if (has('email')) {
    put(veils, 'inbound_mails', 'from_address', text('email', 'inbound_mails.from_address'))
    put(veils, 'email_holds', 'address', text('email', 'email_holds.address'))
  }
  if (has('name')) {
    put(veils, 'contacts', 'company', text('name', 'contacts.company'))
    put(veils, 'contacts', 'name', isHidden('name') ? sql`'***'::text` : text('name', 'contacts.name'))
    put(veils, 'contacts', 'name_pinyin', sql`null`)
    // Called by the name of the first of them, unless somebody gave it another.
    put(veils, 'households', 'name', isHidden('name') ? sql`'***'::text` : text('name', 'households.name'))
    put(veils, 'contacts', 'search', sql`''::tsvector`)
  }
  veilEchoColumns(has, isHidden, {
    put: (table, column, value) => put(veils, table, column, value),
    keepRows: (table, condition) => keepRows(veils, table, condition),
  })
  // What was written to them may say anything of them.
  put(veils, 'messages', 'body', sql`null`)
  put(veils, 'messages', 'subject', sql`null`)
  for (const table of ['identities', 'customer_identities', 'given_keys', 'shared_keys'])
    keepRows(veils, table, sql`split_part(${sql.ref(`${table}.key`)}, ':', 1) <> all(${all(names)})`)
  keepRows(veils, 'match_keys', sql`false`)
  put(
    veils,
    'match_pairs',
    'evidence',
    sql`(select coalesce(jsonb_agg(e), '[]'::jsonb) from jsonb_array_elements(match_pairs.evidence) e where e ->> 'field' <> all(${all(names)}))`,
  )
  for (const column of ['before', 'after', 'choices'])
    put(veils, 'merges', column, sql`${sql.ref(`merges.${column}`)} - ${all([...names, ...columns])}`)
  if (has('name'))
    put(
      veils,
      'merges',
      'parts',
      sql`(select coalesce(jsonb_agg(p || '{"name": null}'::jsonb), '[]'::jsonb) from jsonb_array_elements(merges.parts) p)`,
    )
  const times = sql`jsonb_build_object('id', merged_customers.row -> 'id', 'created_at', merged_customers.row -> 'created_at', 'updated_at', merged_customers.row -> 'updated_at')`
  put(veils, 'merged_customers', 'row', times)
  put(veils, 'merged_customers', 'keys', sql`'{}'::text[]`)
  put(veils, 'merge_kept', 'row', sql`'{}'::jsonb`)
  put(veils, 'import_changes', 'before', sql`'{}'::jsonb`)
  for (const column of ['before', 'after']) put(veils, 'import_record_changes', column, sql`'{}'::jsonb`)
  keepRows(veils, 'field_checks', sql`field_checks.field <> all(${all(names)})`)
  keepRows(veils, 'self_checks', sql`not (self_checks.fields && ${all(names)})`)
  for (const column of ['missing', 'doubted', 'stale'])
    put(
      veils,
      'customer_quality',
      column,
      sql`array(select f from unnest(${sql.ref(`customer_quality.${column}`)}) f where f <> all(${all(names)}))`,
    )
}

/** What customers wrote, and what servers said of them, name their addresses. */
function veilWords(kinds: readonly string[], veils: Veils, isNameVeiled: boolean): void {
  if (isNameVeiled) put(veils, 'inbound_mails', 'from_name', sql`null`)
  if (kinds.length === 0) return
  for (const column of ['subject', 'body', ...(isNameVeiled ? [] : ['from_name'])])
    put(veils, 'inbound_mails', column, withoutContacts(kinds, sql.ref(`inbound_mails.${column}`)))
  const details = sql`inbound_mails.details`
  const said = withoutContactsAt(kinds, details, ['said'])
  put(veils, 'inbound_mails', 'details', kinds.includes('email') ? sql`(${said}) - 'recipient'` : said)
  put(veils, 'email_holds', 'said', withoutContacts(kinds, sql`email_holds.said`))
  put(veils, 'messages', 'reason', withoutContactsAt(kinds, sql`messages.reason`, ['details', 'reason']))
  put(veils, 'message_outlets', 'stopped', withoutContactsAt(kinds, sql`message_outlets.stopped`, ['details', 'reason']))
  put(veils, 'messages', 'reference', withoutContacts(kinds, sql`messages.reference`))
}

/** What a message goes to is a phone or an e-mail, by its channel. */
function addressOfMessage(
  has: (name: string) => boolean,
  text: (name: string, column: string) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  const cases = [
    ...(has('email') ? [sql`when messages.channel = 'email' then ${text('email', 'messages.address')}`] : []),
    ...(has('phone') ? [sql`when messages.channel in ('sms', 'task') then ${text('phone', 'messages.address')}`] : []),
  ]
  return sql`case ${sql.join(cases, sql` `)} else messages.address end`
}

/**
 * A script that was filled in from a veiled field, or from what may be any fact where not all of those are read, says nothing, nor
 * whether it says anything; the call stays, for somebody has to make it.
 */
export function veilScripts(veils: Veils, unasked: { readonly fields: readonly string[]; readonly kinds: readonly string[] }): void {
  if (unasked.fields.length + unasked.kinds.length === 0) return
  const script = veils.columns.get('todos')?.get('script') ?? sql.ref('todos.script')
  put(veils, 'todos', 'script', sql`case when todos.filled_from && ${all([...unasked.fields, '*'])} then '' else ${script} end`)
}

/** Facts that tell a veiled value, or of hidden fields that they changed. */
function veilEvents(plan: VeilPlan, veils: Veils): void {
  const { fields, events } = plan
  const names = veiledOf(fields)
  const has = (name: string) => isVeiled(fields.get(name))
  const gone = Object.entries(tellingFacts).flatMap(([name, kinds]) => (has(name) ? kinds : []))
  keepRows(veils, 'events', sql`events.kind <> all(${all(gone)})`)
  keepRows(veils, 'events', sql`not (events.kind like 'contact-point.%' and events.payload ->> 'kind' = any(${all(names)}))`)
  if (has('stage')) keepRows(veils, 'stage_moves', sql`false`)
  if (has('tier')) for (const table of ['customer_tiers', 'tier_moves']) keepRows(veils, table, sql`false`)
  const naming = [...events.values()].filter((kind) => kind.payload['fields']?.to === 'field').map((kind) => kind.name)
  const left = sql`(select string_agg(f, ', ') from unnest(string_to_array(events.payload ->> 'fields', ', ')) f where f <> all(${all(names)}))`
  keepRows(veils, 'events', sql`(events.kind <> all(${all(naming)}) or ${left} is not null)`)
  // As in the message itself, its subject may say anything of them; what it was made from is known to everybody.
  const told = sql`case when events.kind = any(${all(naming)}) then events.payload || jsonb_build_object('fields', ${left})
    when events.kind like 'message.%' and events.payload ? 'subject' then events.payload || jsonb_build_object('subject', events.payload -> 'template')
    else events.payload end`
  const withFields = withoutSaid(plan, told)
  put(
    veils,
    'events',
    'payload',
    has('name')
      ? sql`(case when events.kind like 'contact.%' or events.kind like 'customer.%' or events.kind like 'household.%' then ${withFields} - ${all(['name', 'names'])} else ${withFields} end)`
      : withFields,
  )
}

/** Payloads in which nobody writes: what most facts are is not looked through. */
const isWordless = ({ payload }: EventKind): boolean => Object.values(payload).every(({ type }) => !['text', 'longtext'].includes(type))

/** Words that somebody wrote into a fact, and all that another program sent with one. */
function withoutSaid({ fields, events }: VeilPlan, payload: RawBuilder<unknown>): RawBuilder<unknown> {
  const kinds = contactsOf(fields)
  if (kinds.length === 0) return payload
  const wordless = [...events.values()].filter((kind) => Object.keys(kind.payload).length > 0 && isWordless(kind)).map(({ name }) => name)
  const asked = sql`(${payload})`
  return sql`case when events.kind like 'purchase.%' then ${withoutKeysInFact(kinds, asked)} when events.kind = any(${all(wordless)}) then ${payload}
    else ${withoutContactsInFact(kinds, asked, veiledOf(fields))} end`
}
