import { sql } from 'kysely'
import { contactAdded, contactChanged } from '../../contacts/events.ts'
import { contactSearch } from '../../contacts/contact-search.ts'
import { fullName } from '../read-customer-row.ts'
import { makePlainReader, type PlainRow } from '../read-plain-row.ts'
import { type Keys, keyTexts } from '../row-keys.ts'
import { refuseRow } from '../row-reading.ts'
import { type Refusal, refusalWords } from '../refusals.ts'
import type { CsvRecord } from '../split-records.ts'
import { appendHistory, type HistoryFact } from './append-history.ts'
import { companiesNamed } from './companies-named.ts'
import { insertCustomers, type NewCustomer } from './insert-customers.ts'
import { matchCustomers } from './match-customers.ts'
import { newTally, type Portion, type PortionResult } from './portion.ts'
import { keptContact, sealInText } from '../../../platform/sealing/contacts.ts'
import { noteChanges, type RecordChange } from './record-changes.ts'

const columns = ['name', 'role', 'title', 'department', 'phone', 'email', 'wechat', 'is_primary', 'no_mail', 'note'] as const
type Column = (typeof columns)[number]
/** The target of a column, where that is called otherwise. */
const targets: Readonly<Partial<Record<Column, string>>> = { is_primary: 'isPrimary', no_mail: 'noMail' }
type Values = Partial<Record<Column, string | boolean | null>>

type Row = { readonly record: CsvRecord; readonly keys: Keys; readonly company: string | null; readonly said: Values }
type Draft = {
  readonly id: string
  readonly customerId: string
  readonly isNew: boolean
  readonly values: Values
  readonly before: Values
}

/** Keeps the people at companies: one who is there, by phone, e-mail, WeChat id or name, is brought up to date. */
export async function keepContacts(portion: Portion, records: readonly CsvRecord[]): Promise<PortionResult> {
  const refusals: Refusal[] = []
  const facts: HistoryFact[] = []
  const read = makePlainReader(portion.rows)
  const rows: Row[] = []
  for (const record of records) {
    const plain = read(record)
    const row = 'reason' in plain ? plain : asRow(portion, plain)
    if ('reason' in row) refusals.push(row)
    else rows.push(row)
  }
  const placed = await findCompanies(portion, rows, refusals, facts)
  const customersNew = facts.length
  const companies = await lockCompanies(portion, placed)
  const kept = placed.filter(({ row, customerId }) => {
    const isCompany = companies.get(customerId)?.kind === 'company'
    if (!isCompany) refusals.push(refuseRow(row.record, refusalWords.isPerson))
    return isCompany
  })
  const drafts = await draftsOf(portion, kept)
  portion.breakpoint('rows-found')
  const made = drafts.filter((draft) => draft.isNew)
  const changed = drafts.filter((draft) => !draft.isNew && Object.keys(draft.before).length > 0)
  await write(portion, made, changed, companies)
  facts.push(...made.map((draft) => factOf(portion, draft)), ...changed.map((draft) => factOf(portion, draft)))
  await appendHistory(portion, facts)
  const tally = newTally()
  tally.rows = records.length
  tally.customersNew = customersNew
  tally.recordsNew = made.length
  tally.recordsChanged = changed.length
  tally.recordsSame = drafts.length - made.length - changed.length
  tally.refused = refusals.length
  return { counts: tally, refusals, touched: new Set(kept.map((each) => each.customerId)) }
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

function asRow({ sealer }: Portion, { record, values }: PlainRow): Row | Refusal {
  const name = text(values['name']) ?? fullName(text(values['lastName']), text(values['firstName']))
  if (name === undefined) return refuseRow(record, refusalWords.noContactName)
  const [code, creditCode] = [text(values['companyCode']), text(values['companyCreditCode'])]
  const company = text(values['company']) ?? null
  const keys: Keys = { ...(code ? { code } : {}), ...(creditCode ? { creditCode } : {}) }
  if (company === null && Object.keys(keys).length === 0) return refuseRow(record, refusalWords.noCompany)
  const said: Values = { name }
  for (const column of columns) {
    const value = values[targets[column] ?? column]
    if (column !== 'name' && (typeof value === 'string' || typeof value === 'boolean'))
      said[column] = typeof value === 'string' ? keptText(sealer, column, value) : value
  }
  return { record, keys, company, said }
}

/** A contact detail, or a note in which some stand. */
const keptText = (sealer: Portion['sealer'], column: string, value: string): string =>
  column === 'note' ? sealInText(sealer, value) : keptContact(sealer, column, value)

type Placed = { readonly row: Row; readonly customerId: string }

/** By number or credit code, else by name; one that nobody knows is made. */
async function findCompanies(portion: Portion, rows: readonly Row[], refusals: Refusal[], facts: HistoryFact[]): Promise<Placed[]> {
  const matcher = await matchCustomers(
    portion,
    rows.map((row) => row.keys),
  )
  const named = await companiesNamed(
    portion,
    rows.flatMap((row) => row.company ?? []),
  )
  const made: NewCustomer[] = []
  const placed: Placed[] = []
  for (const row of rows) {
    const owner = matcher.match(row.keys)
    const byKey = owner === 'shared' ? undefined : owner?.id
    const found = byKey ?? (row.company === null ? null : named.find(row.company))
    if (found === 'several') refusals.push(refuseRow(row.record, refusalWords.several))
    else if (found !== null) placed.push({ row, customerId: found })
    else if (!portion.settings.createCustomers) refusals.push(refuseRow(row.record, refusalWords.unknownCompany))
    else {
      const id = portion.newId()
      const { company: name } = row
      const keys = keyTexts(row.keys)
      for (const key of keys) matcher.adopt(key, { id, numbers: row.keys })
      if (name !== null) named.adopt(name, id)
      made.push({
        id,
        values: { kind: 'company', ...row.keys, ...(name === null ? {} : { name }) },
        keys,
        createdAt: portion.now.toISOString(),
      })
      placed.push({ row, customerId: id })
    }
  }
  facts.push(...(await insertCustomers(portion, made)))
  return placed
}

type Company = { readonly id: string; readonly name: string | null; readonly kind: string }

async function lockCompanies({ db }: Portion, placed: readonly Placed[]): Promise<Map<string, Company>> {
  const ids = [...new Set(placed.map((each) => each.customerId))].sort()
  if (ids.length === 0) return new Map()
  const { rows } =
    await sql<Company>`select c.id, c.name, c.kind from customers c where c.id = any(${ids}::uuid[]) order by c.id for no key update`.execute(
      db,
    )
  return new Map(rows.map((row) => [row.id, row]))
}

type Known = Values & { readonly id: string; readonly customer_id: string }

/** One draft a contact: rows of one person join in it. */
async function draftsOf(portion: Portion, placed: readonly Placed[]): Promise<Draft[]> {
  const ids = [...new Set(placed.map((each) => each.customerId))]
  const { rows } = await sql<Known>`select id, customer_id, ${sql.join(columns.map((column) => sql.id(column)))} from contacts
    where customer_id = any(${ids}::uuid[]) order by is_primary desc, created_at, id`.execute(portion.db)
  const byKey = new Map<string, Draft>()
  const primaries = new Set<string>()
  const index = (draft: Draft) => {
    for (const key of keysOf(draft.customerId, draft.values)) if (!byKey.has(key)) byKey.set(key, draft)
  }
  for (const { id, customer_id: customerId, ...values } of rows) {
    if (values.is_primary === true) primaries.add(customerId)
    index({ id, customerId, isNew: false, values, before: {} })
  }
  const touched = new Set<Draft>()
  for (const { row, customerId } of placed) {
    let draft = keysOf(customerId, row.said)
      .flatMap((key) => byKey.get(key) ?? [])
      .find((each) => isSamePerson(each.values, row.said))
    if (!draft) {
      const values: Values = { role: 'other', is_primary: !primaries.has(customerId), no_mail: false }
      draft = { id: portion.newId(), customerId, isNew: true, values, before: {} }
      primaries.add(customerId)
    }
    fillIn(draft, row.said)
    index(draft)
    touched.add(draft)
  }
  return [...touched]
}

function fillIn({ values, before, isNew }: Draft, said: Values): void {
  for (const column of columns) {
    const value = said[column]
    if (value === undefined || values[column] === value) continue
    if (!isNew && !(column in before)) before[column] = values[column] ?? null
    values[column] = value
  }
}

/** Two of one name with phones and e-mails that all differ are two. */
function isSamePerson(known: Values, said: Values): boolean {
  const ways = (['phone', 'email', 'wechat'] as const).filter((way) => text(known[way]) && text(said[way]))
  return ways.length === 0 || ways.some((way) => known[way] === said[way])
}

/** Under what one is known at a company, the surest first. */
function keysOf(customerId: string, { phone, email, wechat, name }: Values): string[] {
  return Object.entries({ phone, email, wechat, name }).flatMap(([field, value]) =>
    typeof value === 'string' && value !== '' ? [`${customerId} ${field}:${value.toLowerCase()}`] : [],
  )
}

async function write(
  portion: Portion,
  made: readonly Draft[],
  changed: readonly Draft[],
  companies: ReadonlyMap<string, Company>,
): Promise<void> {
  const { db, now } = portion
  const rowOf = (draft: Draft) => {
    const company = companies.get(draft.customerId)?.name ?? null
    const { search, namePinyin } = contactSearch(draft.values, company)
    return { ...draft.values, id: draft.id, customer_id: draft.customerId, company, search, name_pinyin: namePinyin }
  }
  const types = sql`r(id uuid, customer_id uuid, company text, name text, role text, title text, department text, phone text, email text,
    wechat text, is_primary boolean, no_mail boolean, note text, search text, name_pinyin text)`
  const primary = [...made, ...changed].filter((draft) => draft.values.is_primary === true)
  if (primary.length > 0)
    await sql`update contacts set is_primary = false where customer_id = any(${primary.map((each) => each.customerId)}::uuid[]) and is_primary
      and not id = any(${primary.map((each) => each.id)}::uuid[])`.execute(db)
  if (made.length > 0)
    await sql`insert into contacts (customer_id, id, company, name, role, title, department, phone, email, wechat, is_primary, no_mail, note,
        search, name_pinyin, created_at, updated_at)
      select customer_id, id, company, name, role, title, department, phone, email, wechat, is_primary, no_mail, note, search::tsvector, name_pinyin,
        ${now}, ${now} from jsonb_to_recordset(${JSON.stringify(made.map(rowOf))}::jsonb) as ${types} order by customer_id, id`.execute(db)
  if (changed.length > 0)
    await sql`update contacts n set ${sql.join(columns.map((column) => sql`${sql.id(column)} = ${sql.ref(`r.${column}`)}`))},
        search = r.search::tsvector, name_pinyin = r.name_pinyin, updated_at = ${now}
      from jsonb_to_recordset(${JSON.stringify(changed.map(rowOf))}::jsonb) as ${types} where n.customer_id = r.customer_id and n.id = r.id`.execute(
      db,
    )
  await noteChanges(portion, [...made, ...changed].map(changeOf))
}

function changeOf({ id, customerId, isNew, before, values }: Draft): RecordChange {
  const after = Object.fromEntries(Object.keys(isNew ? values : before).map((column) => [column, Reflect.get(values, column) ?? null]))
  return { customerId, what: 'contact', recordId: id, before: isNew ? null : before, after }
}

function factOf({ now }: Portion, { id, customerId, isNew, values, before }: Draft): HistoryFact {
  const { name, role } = values
  const said = isNew ? { role } : { fields: Object.keys(before).join(', ') }
  return {
    customerId,
    kind: isNew ? contactAdded.name : contactChanged.name,
    at: now.toISOString(),
    payload: JSON.stringify({ contact: id, name, ...said }),
  }
}
