import type { Field, Fields } from '../../core/entity/field.ts'
import type { FieldType, Parsed, Reading } from '../../core/entity/field-type.ts'
import { minorDigits } from '../../core/kit/money.ts'
import type { Words } from '../../core/kit/words.ts'
import { cellFaults } from '../../core/spreadsheet/cell-fault.ts'
import { fieldTypes } from '../../fields/field-types.ts'
import { type IdentityField, identityFields, identityKey, tellsWho } from '../customers/identity-keys.ts'
import type { PurchaseKind } from '../purchases/purchase.ts'
import type { ImportSettings } from './import.ts'
import { makeInstantReader } from './read-instant.ts'
import { faultOf, joinReasons, keptCells, type Refusal, otherCurrency, refusalWords, wrongCell } from './refusals.ts'
import type { CsvRecord } from './split-records.ts'
import { besideCustomer, furtherPoints, importTargets, targetsFor } from './targets.ts'
import { tidied, tidierFor, tidyCell } from './tidy-cell.ts'

/** The keys by which a row names a customer: field → normalised value. */
export type Keys = Readonly<Partial<Record<IdentityField, string>>>

export type CustomerRow = {
  readonly record: CsvRecord
  readonly keys: Keys
  readonly values: Readonly<Record<string, string>>
  readonly joinedAt: string | null
  /** The value by which the customer is to be found, where a column was chosen for that. */
  readonly by: string | null
  /** Fields whose cells are empty where that clears them. */
  readonly cleared: readonly string[]
  readonly points: readonly FurtherPoint[]
  readonly tags: readonly string[]
}

/** One more phone, e-mail, WeChat id or address, in its normal form. */
export type FurtherPoint = { readonly kind: (typeof furtherPoints)[keyof typeof furtherPoints]; readonly value: string }

export type PurchaseRow = {
  readonly record: CsvRecord
  readonly keys: Keys
  readonly name: string | null
  readonly number: string | null
  readonly kind: PurchaseKind
  readonly at: string
  readonly product: string
  readonly productName: string | null
  readonly category: string | null
  readonly quantity: number
  /** Minor units, never negative. */
  readonly amount: number
  readonly channel: string | null
}

export type RowReading = {
  readonly settings: ImportSettings
  readonly width: number
  readonly currency: string
  readonly timeZone: string
  /** Fields of the customer's card, the firm's own among them. */
  readonly customer?: Fields
  /** Is the column of customer numbers one of whole numbers written like `17850.0`? */
  readonly codesHavePointZero: boolean
  /** The names of the columns, where the file has them: a line that says them again is no record. */
  readonly header?: readonly string[]
}

/** Thrown inside the reading of one row, and caught there. */
type Wrong = { readonly wrong: Words }
const isWrong = (value: unknown): value is Wrong => typeof value === 'object' && value !== null && 'wrong' in value

type CellReader = (record: CsvRecord) => Parsed

/** One reader a target that has a column; a missing column reads as nothing. */
function cellReaders({ settings, currency, timeZone, codesHavePointZero, customer = {} }: RowReading): (target: string) => CellReader {
  const reading: Reading = {
    language: 'zh',
    currency,
    timeZone: settings.timeZone ?? timeZone,
    ...(settings.dateOrder ? { dateOrder: settings.dateOrder } : {}),
  }
  const targets = targetsFor(settings.kind, customer)
  return (target) => {
    const position = settings.columns[target]
    const field = targets[target]
    const type = field && fieldTypes[field.type]
    if (position === undefined || !field || !type) return () => ({ value: null })
    const parse = tidied(tidierFor(target, field, settings.decimalMark), parserFor(target, field, type, reading, codesHavePointZero))
    const isSheet = settings.sheet !== null
    const refuseCell = (line: number, wrong: Words) => ({ wrong: wrongCell(field.label, wrong, { line, position, isSheet }) })
    return ({ line, cells, faults }) => {
      const text = cells[position] ?? ''
      const fault = faults?.[position]
      if (fault) return refuseCell(line, sayFault(fault, text))
      if (text === '') return { value: null }
      if (text.includes('\ufffd')) return refuseCell(line, refusalWords.broken)
      const parsed = parse(tidyCell(text))
      return 'wrong' in parsed ? refuseCell(line, parsed.wrong) : parsed
    }
  }
}

function sayFault(fault: keyof typeof cellFaults, text: string): Words {
  const { zh, en } = cellFaults[fault]
  return text === '' ? { zh, en } : { zh: `${zh}（${text}）`, en: `${en} (${text})` }
}

const unsaid = new Set(['未知', '保密', '不详', '其它', '无', 'unknown', 'n/a', 'na', 'null', 'none', '-', '—', '/'])

function parserFor(target: string, field: Field, type: FieldType, reading: Reading, codesHavePointZero: boolean): (text: string) => Parsed {
  const parse = (text: string) => type.parse(text, field, reading)
  if (field.type === 'time') return makeInstantReader(reading)
  if (field.type === 'text')
    return (text) =>
      plainText.test(text) ? { value: target === 'code' && codesHavePointZero ? text.replace(/\.0+$/, '') : text } : parse(text)
  if (target === 'emailConsent') return (text) => readConsent(text, parse)
  if (target === 'kind' && field.options?.some((option) => option.value === 'call')) return (text) => readInteractionKind(text, parse)
  if (field.type === 'choice') return (text) => (unsaid.has(text.trim().toLowerCase()) ? { value: null } : parse(text))
  return parse
}

/** How people and other programs call the kinds of interactions. */
const interactionWords: readonly (readonly [RegExp, string])[] = [
  [/微信|wechat|weixin/i, 'wechat'],
  [/电话|来电|去电|通话|拨打|外呼|phone|call/i, 'call'],
  [/拜访|上门|到访|来访|面谈|visit/i, 'visit'],
  [/邮件|e-?mail|^mail$/i, 'mail'],
  [/会议|meeting/i, 'meeting'],
  [/聊天|在线|旺旺|chat|^qq$/i, 'chat'],
]

function readInteractionKind(text: string, parse: (text: string) => Parsed): Parsed {
  const parsed = parse(text)
  if (!isWrong(parsed)) return parsed
  const value = interactionWords.find(([pattern]) => pattern.test(text))?.[1]
  return value === undefined ? parsed : { value }
}

/** Text that needs no tidying; everything else takes the field type's way. */
const plainText = /^[!-~\u4e00-\u9fff](?:[!-~\u4e00-\u9fff ]{0,98}[!-~\u4e00-\u9fff])?$/

/** Yes and no, or the names of the choices. */
function readConsent(text: string, parse: (text: string) => Parsed): Parsed {
  if (unsaid.has(text.trim().toLowerCase())) return { value: null }
  const answer = fieldTypes['boolean']?.parse(
    text,
    { type: 'boolean', label: { zh: '', en: '' } },
    { language: 'zh', currency: 'CNY', timeZone: 'UTC' },
  )
  if (answer && 'value' in answer && typeof answer.value === 'boolean') return { value: answer.value ? 'granted' : 'withdrawn' }
  return parse(text)
}

const refuse = (record: CsvRecord, reason: Words): Refusal => ({ line: record.line, reason, cells: keptCells(record.cells) })
export const refuseRow = refuse

const isSome = (wrongs: readonly Words[]): wrongs is readonly [Words, ...Words[]] => wrongs.length > 0

const asText = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)

/** A value of one of the firm's own fields goes as the JSON in which it is kept, whatever its type. */
const asJson = (value: unknown, type: string) =>
  value === null || value === '' ? null : JSON.stringify(fieldTypes[type]?.toCustom?.(value) ?? value)

/** Lines that are no records: the header once more, totals at the foot. */
function makeFilter({ settings, width, header }: RowReading): (record: CsvRecord) => Words | null {
  const isSheet = settings.sheet !== null
  const names = settings.headerRow > 0 && header ? header.map((name) => name.trim()) : null
  return (record) => {
    const fault = faultOf(record, width, isSheet)
    if (fault) return fault
    const { cells } = record
    const first = cells.find((text) => text !== '')?.trim() ?? ''
    if (totals.test(first)) return refusalWords.total
    if (
      names &&
      first === (names.find((name) => name !== '') ?? '') &&
      first !== '' &&
      names.every((name, at) => (cells[at] ?? '').trim() === name)
    )
      return refusalWords.headerAgain
    return null
  }
}

const totals = /^(?:合 ?计|总 ?计|小 ?计|汇 ?总|共计|本页合计|(?:grand |sub)?totals?|sum)(?:[:：]|\(.*\)|（.*）)?$/i

/** Reads customers: a wrong cell refuses its row, so that nothing is half taken; all that is wrong with a row is said. */
export function makeCustomerReader(rows: RowReading): (record: CsvRecord) => CustomerRow | Refusal {
  const { settings, customer = {} } = rows
  const cell = cellReaders(rows)
  const readers = Object.entries(targetsFor(settings.kind, customer))
    .filter(([target]) => target in settings.columns)
    .map(([target, field]) => [target, cell(target), field.custom ? asJson : asText, field.type] as const)
  const filter = makeFilter(rows)
  const clearable = settings.emptyCells === 'clear' ? clearableOf(settings.columns) : []
  const isCompanies = settings.kind === 'companies'
  return (record) => {
    const fault = filter(record)
    if (fault) return refuse(record, fault)
    const values: Record<string, string> = {}
    const wrongs: Words[] = []
    for (const [target, read, write, type] of readers) {
      const parsed = read(record)
      if (isWrong(parsed)) {
        wrongs.push(parsed.wrong)
        continue
      }
      const text = write(parsed.value, type)
      if (text !== null) values[target] = text
    }
    if (isSome(wrongs)) return refuse(record, joinReasons(wrongs))
    if (isCompanies) values['kind'] ??= 'company'
    const by = byOf(settings.findBy, values, customer)
    const points = takePoints(values)
    const name = values['name'] ?? fullName(values['lastName'], values['firstName'])
    const { joinedAt = null, lastName: _last, firstName: _first, tags = '', id: _id, ...kept } = values
    if (name !== undefined) kept['name'] = name
    const keys: Partial<Record<IdentityField, string>> = {}
    for (const field of identityFields) if (tellsWho(field, kept[field])) keys[field] = kept[field]
    if (settings.findBy !== 'any' && by === null) return refuse(record, refusalWords.noKey)
    const isNamed = isCompanies && name !== undefined
    if (settings.findBy === 'any' && !isNamed && Object.keys(keys).length === 0) return refuse(record, refusalWords.nobody)
    const cleared = clearable.filter((field) => kept[field] === undefined)
    const told = readTags(tags)
    if ('wrong' in told) return refuse(record, told.wrong)
    return { record, keys, values: kept, joinedAt, by, cleared, points, tags: told.tags }
  }
}

/** What an empty cell never takes away: kind and consent have no empty value, and the rest are no fields of the customer. */
const neverCleared: ReadonlySet<string> = new Set([...besideCustomer, ...Object.keys(furtherPoints), 'kind', 'emailConsent', 'joinedAt'])
const clearableOf = (columns: ImportSettings['columns']) => Object.keys(columns).filter((target) => !neverCleared.has(target))

/** The value of the column by which customers are found; of a field of the firm's own as the text of its JSON. */
function byOf(findBy: string, values: Readonly<Record<string, string>>, customer: Fields): string | null {
  if (findBy === 'any') return null
  const value = values[findBy]
  if (value === undefined) return null
  if (customer[findBy]?.custom !== true) return value
  const plain: unknown = JSON.parse(value)
  return typeof plain === 'string' ? plain : value
}

/** Takes the further ways to reach a customer out of the values. */
function takePoints(values: Record<string, string>): FurtherPoint[] {
  const points: FurtherPoint[] = []
  for (const [target, kind] of Object.entries(furtherPoints)) {
    const value = values[target]
    if (value === undefined) continue
    points.push({ kind, value })
    delete values[target]
  }
  return points
}

/** 单 and 雄信 are 单雄信; Smith and John are John Smith. */
export function fullName(last: string | undefined, first: string | undefined): string | undefined {
  if (last === undefined || first === undefined) return last ?? first
  return /\p{Script=Han}/u.test(last + first) ? `${last}${first}` : `${first} ${last}`
}

const longestTag = 30

/** Tags of one cell; whatever may stand between two of them parts them. */
export function readTags(text: string): { readonly tags: readonly string[] } | { readonly wrong: Words } {
  const tags = new Map<string, string>()
  for (const part of text.split(/[,，、;；|\n]/)) {
    const tag = part.replace(/\s+/g, ' ').trim()
    if (tag === '') continue
    if (Array.from(tag).length > longestTag) return { wrong: refusalWords.tagTooLong }
    tags.set(tag.toLowerCase(), tags.get(tag.toLowerCase()) ?? tag)
  }
  return { tags: [...tags.values()] }
}

export type PlainRow = { readonly record: CsvRecord; readonly values: Readonly<Record<string, string | number | boolean>> }

/** Reads rows of any other kind: the values of the columns that say something, under the targets' names. */
export function makePlainReader(rows: RowReading): (record: CsvRecord) => PlainRow | Refusal {
  const cell = cellReaders(rows)
  const readers = Object.keys(rows.settings.columns).map((target) => [target, cell(target)] as const)
  const filter = makeFilter(rows)
  return (record) => {
    const fault = filter(record)
    if (fault) return refuse(record, fault)
    const values: Record<string, string | number | boolean> = {}
    const wrongs: Words[] = []
    for (const [target, read] of readers) {
      const parsed = read(record)
      if (isWrong(parsed)) wrongs.push(parsed.wrong)
      else if (parsed.value !== null && parsed.value !== '') values[target] = parsed.value
    }
    return isSome(wrongs) ? refuse(record, joinReasons(wrongs)) : { record, values }
  }
}

/** Reads lines of purchases; money that came back, told by a minus, is a refund. A line may lack its buyer where its order has one. */
export function makePurchaseReader(rows: RowReading): (record: CsvRecord) => PurchaseRow | Refusal {
  const cell = cellReaders(rows)
  const read = Object.fromEntries(Object.keys(importTargets.purchases).map((target) => [target, cell(target)]))
  const ask = (target: string, record: CsvRecord): Parsed => read[target]?.(record) ?? { value: null }
  const money = makeAmountReader(rows)
  const fromShop = (text: string) => text.toUpperCase() === rows.currency || (rows.currency === 'CNY' && /^(rmb|人民币|元)$/i.test(text))

  const filter = makeFilter(rows)
  return (record) => {
    const fault = filter(record)
    if (fault) return refuse(record, fault)
    const got: Record<string, string | number | boolean | null> = {}
    const wrongs: Words[] = []
    for (const target of texts) {
      const parsed = ask(target, record)
      if (isWrong(parsed)) wrongs.push(parsed.wrong)
      else got[target] = parsed.value
    }
    const currency = asText(got['currency'])
    if (currency !== null && !fromShop(currency)) wrongs.push(otherCurrency(currency, rows.currency))
    const at = asText(got['occurredAt'])
    if (got['occurredAt'] === null) wrongs.push(refusalWords.noTime)
    const said = money(record)
    if (isWrong(said)) wrongs.push(said.wrong)
    if (isSome(wrongs) || at === null || isWrong(said)) return refuse(record, isSome(wrongs) ? joinReasons(wrongs) : refusalWords.noTime)
    const productName = asText(got['productName'])
    return {
      record,
      keys: keysOf(got),
      name: asText(got['name']),
      number: asText(got['number']),
      at,
      ...said,
      product: (asText(got['product']) ?? productName ?? '—').slice(0, 200),
      productName,
      category: asText(got['category']),
      channel: asText(got['channel']),
    }
  }
}

const texts = [
  'number',
  'code',
  'phone',
  'email',
  'name',
  'occurredAt',
  'product',
  'productName',
  'category',
  'currency',
  'channel',
] as const

/** The keys among these values. */
export function keysOf(got: Readonly<Record<string, unknown>>): Keys {
  const keys: Partial<Record<IdentityField, string>> = {}
  for (const field of identityFields) {
    const value = asText(got[field])
    if (tellsWho(field, value)) keys[field] = value
  }
  return keys
}

type Said = { readonly kind: PurchaseKind; readonly quantity: number; readonly amount: number }

const plainNumber = /^-?\d{1,12}(?:\.\d{1,6})?$/
const largest = 1e15

/** Quantity and amount of a line: what was paid, or else quantity × unit price, rounded to the minor unit once. */
function makeAmountReader(rows: RowReading): (record: CsvRecord) => Said | Wrong {
  const { columns, kind } = rows.settings
  const commas = rows.settings.decimalMark === ','
  const factor = 10 ** minorDigits(rows.currency)
  const cell = cellReaders(rows)
  /** As written, in major units; a plain number takes the short way. */
  const reader = (target: string, scale: number) => {
    const position = columns[target]
    const slow = cell(target)
    return (record: CsvRecord): number | null | Wrong => {
      if (position === undefined) return null
      const text = (record.cells[position] ?? '').trim()
      const isDoubtful = record.faults?.[position] !== undefined || commas
      if (text === '' && !isDoubtful) return null
      if (!isDoubtful && plainNumber.test(text)) return Number(text)
      const parsed = slow(record)
      if (isWrong(parsed)) return parsed
      return typeof parsed.value === 'number' ? parsed.value / scale : null
    }
  }
  const readers = { quantity: reader('quantity', 1), price: reader('price', factor), amount: reader('amount', factor) }
  return (record) => {
    const quantity = readers.quantity(record)
    if (isWrong(quantity)) return quantity
    // An amount that is merged over several lines is that of all of them; it counts in the first.
    const isMerged = columns['amount'] !== undefined && record.filled?.has(columns['amount']) === true
    const paid = isMerged ? 0 : readers.amount(record)
    if (isWrong(paid)) return paid
    const pieces = quantity ?? 1
    let amount = paid
    if (amount === null) {
      const price = readers.price(record)
      if (isWrong(price)) return price
      if (price === null)
        return { wrong: wrongCell(importTargets[kind]['amount']?.label ?? { zh: '金额', en: 'Amount' }, refusalWords.noAmount) }
      amount = price * pieces
    }
    const minor = roundMinor(Math.abs(amount) * factor)
    if (minor > largest) return { wrong: refusalWords.amountTooLarge }
    return { kind: amount < 0 || pieces < 0 ? 'refund' : 'purchase', quantity: Math.abs(pieces), amount: minor }
  }
}

/** Half away from zero, forgiving the last bits of a product of decimals: 1.005 × 100 is 100.49999999999999 and means 100.5. */
function roundMinor(value: number): number {
  return Number.isInteger(value) ? value : Math.round(value * (1 + 4 * Number.EPSILON))
}

/** The keys as they stand in `identities`, strongest first. */
export function keyTexts(keys: Keys): string[] {
  const texts: string[] = []
  for (const field of identityFields) {
    const value = keys[field]
    if (value !== undefined) texts.push(identityKey(field, value))
  }
  return texts
}
