import { sql } from 'kysely'
import { sameValue } from '../../../core/kit/sealed-text.ts'
import { type GivenKey, noteGivenKeys } from '../../../platform/records/given-keys.ts'
import { withoutDrafts } from '../../../platform/sealing/seal-values.ts'
import { completeCustomer } from '../../customers/complete-customer.ts'
import { findableFields } from '../../customers/customer-search.ts'
import { areApart, isCompany } from '../../identity/same-bearer.ts'
import { identityFields, identityKey, type IdentityField, ownNumbers, tellsWho } from '../../customers/identity-keys.ts'
import type { CustomerRow } from '../read-customer-row.ts'
import { refuseRow } from '../row-reading.ts'
import { type Refusal, refusalWords } from '../refusals.ts'
import type { CsvRecord } from '../split-records.ts'
import { appendHistory, type HistoryFact } from './append-history.ts'
import { currentColumns, customNames } from './customer-columns.ts'
import { type Finder, type Found, makeFinder } from './find-customer.ts'
import { insertCustomers, type NewCustomer } from './insert-customers.ts'
import { keepConsents } from './keep-consents.ts'
import { areHousehold, type Families, gatherFamilies, type Kin, sharerOf } from './keep-families.ts'
import { matchCustomers, type Matcher, type Owner } from './match-customers.ts'
import { newTally, type Portion, type PortionResult, type Tally } from './portion.ts'
import { putPoints } from './put-points.ts'
import { putTags, tagsNamed } from './put-tags.ts'
import { customerReader, type ReadCustomer } from './read-ahead.ts'
import { type Foreign, givenBy } from './given-by.ts'
import { draftRows } from './seal-rows.ts'
import { factsOf, keysOf, sealUpdates, updateCustomers, type ChangingDraft } from './write-drafts.ts'
import type { Values } from './write-values.ts'

/** A customer as it stands while the portion's rows are read one after the other. */
type Draft = ChangingDraft & {
  readonly isNew: boolean
  /** This import made it, in this portion or before. */
  readonly isOfImport: boolean
  readonly createdAt: string
  /** The row that made it. */
  readonly firstRow: ReadCustomer | null
}

/**
 * Keeps one portion's customers. A cell that says something writes over what is there; an empty one changes nothing. A
 * phone, e-mail or number that is another customer's stays with that one.
 */
export async function keepCustomers(portion: Portion, records: readonly CsvRecord[]): Promise<PortionResult> {
  const tally = newTally()
  const refusals: Refusal[] = []
  const rows = draftRows(portion, readRows(portion, records, refusals))
  const matcher = await matchCustomers(
    portion,
    rows.map((row) => row.keys),
  )
  const finder = await makeFinder(portion, matcher, rows)
  const drafts = await lockKnown(portion, matcher, finder, rows)
  const desk: Desk = { portion, matcher, finder, drafts, families: gatherFamilies(portion, matcher), tally, refusals }
  const taken: { readonly row: CustomerRow; readonly customerId: string }[] = []
  const given: GivenKey[] = []
  let left = 0
  for (const row of rows) {
    const draft = take(desk, row, given)
    if ('reason' in draft) refusals.push(draft)
    else if (draft.isLeft) left++
    else taken.push({ row, customerId: draft.id })
  }
  for (const draft of drafts.values()) complete(draft)
  portion.breakpoint('customers-matched')
  const all = [...drafts.values()]
  await sealUpdates(
    portion,
    all.filter((draft) => !draft.isNew),
  )
  const updated = all.filter((draft) => !draft.isNew && Object.keys(draft.changed).length > 0)
  const facts = await insertCustomers(
    portion,
    all.filter((draft) => draft.isNew).map((draft) => asNew(draft, matcher)),
  )
  facts.push(...(await desk.families.keep()))
  await updateCustomers(portion, matcher, updated)
  await keepConsents(portion, updated)
  portion.breakpoint('customers-kept')
  facts.push(...updated.flatMap((draft) => factsOf(portion, draft)))
  facts.push(...(await keepBeside(portion, taken, refusals, tally, given)))
  await noteGivenKeys({ ...portion.sealer, db: portion.db, now: portion.now }, given)
  tally.keysElsewhere = given.length
  await appendHistory(portion, facts)
  for (const draft of updated)
    for (const field of Object.keys(draft.changed)) tally.fieldsUpdated[field] = (tally.fieldsUpdated[field] ?? 0) + 1
  tally.rows = records.length
  tally.customersUpdated = updated.length
  tally.refused = new Set(refusals.map(({ line }) => line)).size
  tally.customersSame = taken.length + left - tally.customersNew - tally.customersUpdated
  return {
    counts: tally,
    refusals,
    touched: new Set(all.filter((draft) => draft.isNew || Object.keys(draft.changed).length > 0).map((draft) => draft.id)),
  }
}

type Taken = { readonly row: CustomerRow; readonly customerId: string }

/** Further phones and the like, and tags. @returns the facts of them */
async function keepBeside(
  portion: Portion,
  taken: readonly Taken[],
  refusals: Refusal[],
  tally: Tally,
  given: GivenKey[],
): Promise<HistoryFact[]> {
  const points = taken.flatMap(({ row, customerId }) => row.points.map((point) => ({ ...point, customerId, line: row.record.line })))
  const wanted = taken.flatMap(({ row, customerId }) => row.tags.map((tag) => ({ customerId, tag, expiresAt: undefined })))
  if (points.length === 0 && wanted.length === 0) return []
  const tags = await tagsNamed(portion, new Set(wanted.map((each) => each.tag)))
  for (const { row } of taken)
    if (row.tags.some((tag) => !tags.has(tag.toLowerCase()))) refusals.push(refuseRow(row.record, refusalWords.tooManyTags))
  const put = await putPoints(portion, points)
  const tagged = await putTags(portion, wanted, tags)
  tally.recordsNew += put.added + tagged.added
  tally.recordsSame += put.same + tagged.same
  given.push(...put.elsewhere.map((each) => givenBy(portion, each, each.line)))
  return [...put.facts, ...tagged.facts]
}

function readRows({ rows }: Portion, records: readonly CsvRecord[], refusals: Refusal[]): ReadCustomer[] {
  const reader = customerReader(rows)
  const kept: ReadCustomer[] = []
  for (const record of records) {
    const row = reader.read(record)
    if ('reason' in row) refusals.push(row)
    else kept.push(row)
  }
  return kept
}

/** Known customers of these rows, locked in order of id, so that two writers cannot wait for each other in a circle. */
async function lockKnown(portion: Portion, matcher: Matcher, finder: Finder, rows: readonly ReadCustomer[]): Promise<Map<string, Draft>> {
  // Whoever goes by one of the keys too: their names may tell that another is meant.
  const meant = new Set<string>()
  for (const row of rows) {
    const id = idOf(finder.find(row))
    if (id !== null) meant.add(id)
    for (const other of matcher.everybody(row.keyTexts, row.values['name'])) meant.add(other)
  }
  const ids = [...meant].sort()
  if (ids.length === 0) return new Map()
  const names = currentColumns(customNames(portion.rows))
  const { rows: found } = await sql<
    { id: string; importId: string | null } & Values
  >`select c.id, c.import_id as "importId", ${names} from customers c where c.id = any(${ids}::uuid[]) order by c.id for no key update`.execute(
    portion.db,
  )
  return new Map(
    found.map(({ id, importId, ...values }) => [
      id,
      {
        id,
        isNew: false,
        isOfImport: importId === portion.importId,
        original: { ...values },
        values,
        changed: {},
        createdAt: '',
        firstRow: null,
      },
    ]),
  )
}

const idOf = (found: Found): string | null => (found === null || typeof found === 'string' ? null : found.id)

/** `isLeft`: known, and known ones are to be left as they are. */
type TakenDraft = { readonly id: string; readonly isLeft: boolean }

/** What a portion's rows are read with, one after the other. */
type Desk = {
  readonly portion: Portion
  readonly matcher: Matcher
  readonly finder: Finder
  readonly drafts: Map<string, Draft>
  readonly families: Families
  readonly tally: Tally
  readonly refusals: Refusal[]
}

function take(desk: Desk, row: ReadCustomer, given: GivenKey[]): TakenDraft | Refusal {
  const { portion, finder, drafts, tally } = desk
  const { mode, createCustomers } = portion.settings
  const { found, wasAnother } = findByName(desk, row)
  if (found === 'several') return refuseRow(row.record, refusalWords.several)
  if (found === 'shared') return refuseRow(row.record, refusalWords.household)
  let draft = found ? drafts.get(found.id) : undefined
  if (draft && !draft.isNew && mode === 'add') return { id: draft.id, isLeft: true }
  if (!draft) {
    if (mode === 'update') return refuseRow(row.record, wasAnother ? refusalWords.otherName : refusalWords.notUpdated)
    if (!createCustomers) return refuseRow(row.record, wasAnother ? refusalWords.otherName : refusalWords.unknownCustomer)
    const createdAt = row.joinedAt ?? portion.now.toISOString()
    draft = { id: portion.newId(), isNew: true, isOfImport: true, original: {}, values: {}, changed: {}, createdAt, firstRow: row }
    drafts.set(draft.id, draft)
    if (!wasAnother) finder.adopt(row, { id: draft.id, numbers: {} })
    tally.customersNew++
  } else if (areApart(draft.values, row.values) && !isNamedByNumber(row)) tally.namesReplaced++
  given.push(...fillIn(desk, draft, row).map((each) => givenBy(portion, each, row.record.line)))
  if (draft.firstRow === row) {
    if (desk.families.has(draft.id)) tally.householdMembers++
    else if (wasAnother) tally.namesApart++
  }
  clear(draft, row)
  if (row.nickname !== null && (draft.values['name'] ?? null) === null) put(draft, 'name', row.nickname)
  return { id: draft.id, isLeft: false }
}

const isNamedByNumber = (row: ReadCustomer) => ownNumbers.some((field) => row.keys[field] !== undefined)

/**
 * Whom a row means. A phone or an e-mail alone does not say that somebody is called quite otherwise: families share one,
 * and a phone changes hands. Then it is another of those who go by it, or somebody new.
 */
function findByName(desk: Desk, row: ReadCustomer): { readonly found: Found; readonly wasAnother: boolean } {
  const { finder, drafts } = desk
  const others = new Set<string>()
  for (;;) {
    const found = finder.find(row, others)
    const draft = idOf(found) === null ? undefined : drafts.get(idOf(found) ?? '')
    if (!draft || !isAnother(desk, draft, row, found)) return { found, wasAnother: others.size > 0 }
    others.add(draft.id)
  }
}

/** A second key of the same customer says that the name has changed; not so within one file, which tells the two apart. */
function isAnother({ matcher }: Desk, draft: Draft, row: ReadCustomer, found: Found): boolean {
  const by = found === null || typeof found === 'string' ? undefined : found.by
  if (!by || !(by.startsWith('phone:') || by.startsWith('email:')) || !areApart(draft.values, row.values)) return false
  const further = row.keyTexts.filter((key) => key !== by && matcher.ownerOf(key)?.id === draft.id)
  return further.every((key) => draft.isOfImport && (key.startsWith('phone:') || key.startsWith('email:')))
}

/** Empty cells that take away what is there. */
function clear(draft: Draft, { cleared }: CustomerRow): void {
  for (const field of cleared) {
    if ((draft.values[field] ?? null) !== null) put(draft, field, null)
  }
}

/** @returns the keys among the row's values that are another customer's */
function fillIn(desk: Desk, draft: Draft, row: ReadCustomer): Foreign[] {
  const { matcher } = desk
  const foreign: Foreign[] = []
  const owner: Owner = { id: draft.id, numbers: numbersAfter(draft, row) }
  // By the owner as it will be: a later row of this portion must see its number.
  for (const key of row.keyTexts) if (matcher.ownerOf(key)?.id === draft.id) matcher.adopt(key, owner)
  const said = consentLast(row.values)
  for (const field of Object.keys(said)) {
    const value = said[field] ?? ''
    const before = draft.values[field] ?? null
    if (isConsentElsewhere(draft, row, field)) {
      desk.refusals.push(refuseRow(row.record, refusalWords.consentElsewhere))
      continue
    }
    if (sameValue(before, value) || isFurther(matcher, draft, field, value)) continue
    if (isKey(field) && tellsWho(field, value)) {
      const key = identityKey(field, value)
      if (!takeKey(matcher, key, owner) && !shares(desk, draft, row, field, value)) {
        foreign.push({ customerId: draft.id, kind: field, value })
        if (row.values['name']) matcher.give(key, sharerOf({ ...draft, values: row.values }))
        // What is a household's may be written at whoever it was given for; what is another customer's stays there.
        if (!matcher.isShared(key)) continue
      }
    }
    put(draft, field, value)
  }
  return foreign
}

/** Whether a yes counts is seen by the address, which is to be put first. */
function consentLast(values: CustomerRow['values']): CustomerRow['values'] {
  if (values['emailConsent'] === undefined) return values
  const { emailConsent, ...rest } = values
  return { ...rest, emailConsent }
}

/** A yes is for the address beside it. Where that does not become the customer's, it says nothing of the one that they have. */
const isConsentElsewhere = ({ values }: Draft, row: ReadCustomer, field: string): boolean =>
  field === 'emailConsent' &&
  row.values[field] === 'granted' &&
  !!row.values['email'] &&
  !sameValue(values['email'] ?? null, row.values['email'])

/** Does somebody new share this phone or e-mail with a household, or with the one whose it is? Then all of them have it. */
function shares({ matcher, drafts, families }: Desk, draft: Draft, row: ReadCustomer, field: IdentityField, value: string): boolean {
  const key = identityKey(field, value)
  const isMember = matcher.isShared(key) && matcher.sharing(key)?.people.some(({ id }) => id === draft.id)
  if (isMember) return true
  if (!draft.isNew || !row.values['name']) return false
  const newcomer: Kin = { id: draft.id, isNew: true, isOfImport: true, values: row.values }
  if (matcher.isShared(key)) return !isCompany(row.values) && families.join(null, newcomer, key)
  const holder = drafts.get(matcher.ownerOf(key)?.id ?? '')
  if (!holder || !areHousehold(holder, row.values, field, value)) return false
  return families.join(holder, newcomer, key)
}

/** A phone or an e-mail that is theirs already, though not the first one, puts nothing in the first one's place. */
const isFurther = (matcher: Matcher, draft: Draft, field: string, value: string): boolean =>
  (field === 'phone' || field === 'email' || field === 'wechat') &&
  !draft.isNew &&
  draft.original[field] !== value &&
  matcher.knew(identityKey(field, value)) === draft.id

/** Fills what follows from what the rows said: places from an address, a birthday from an ID card. */
function complete(draft: Draft): void {
  const given = draft.isNew ? draft.values : Object.fromEntries(Object.entries(draft.changed).map(([field, { after }]) => [field, after]))
  for (const [field, value] of Object.entries(completeCustomer(withoutDrafts(given), draft.isNew ? undefined : draft.original))) {
    if (draft.values[field] !== value) put(draft, field, value)
  }
  // A city that was written in another way is what it was.
  for (const [field, { before, after }] of Object.entries(draft.changed)) if (sameValue(before, after)) delete draft.changed[field]
}

/** What was there is kept for an undo; who is new had nothing. */
function put(draft: Draft, field: string, value: string | null): void {
  if (!draft.isNew) draft.changed[field] = { before: draft.changed[field]?.before ?? draft.values[field] ?? null, after: value }
  draft.values[field] = value
}

/** The numbers of one's own as they will be once the row is taken. */
function numbersAfter({ values }: Draft, { keys }: CustomerRow): Owner['numbers'] {
  const numbers: { -readonly [field in keyof Owner['numbers']]: Owner['numbers'][field] } = {}
  for (const field of ownNumbers) numbers[field] = keys[field] ?? values[field] ?? null
  return numbers
}

const keyFields: ReadonlySet<string> = new Set(identityFields)
const isKey = (field: string): field is IdentityField => keyFields.has(field)

/** @returns false when the key is another customer's, or a household's */
function takeKey(matcher: Matcher, key: string, owner: Owner): boolean {
  if (matcher.isShared(key)) return false
  const holder = matcher.ownerOf(key)
  if (holder && holder.id !== owner.id) return false
  matcher.adopt(key, owner)
  return true
}

function asNew(draft: Draft, matcher: Matcher): NewCustomer {
  const values: Record<string, string> = {}
  for (const field of Object.keys(draft.values)) if (typeof draft.values[field] === 'string') values[field] = draft.values[field]
  return { id: draft.id, values, keys: keysOf(values, matcher), createdAt: draft.createdAt, findable: findableOf(draft.firstRow, values) }
}

/** Search words read ahead serve where nothing came to what they are made of. */
function findableOf(row: ReadCustomer | null, values: Readonly<Record<string, string>>): ReadCustomer['findable'] {
  return row?.findable && findableFields.every((field) => row.values[field] === values[field]) ? row.findable : undefined
}
