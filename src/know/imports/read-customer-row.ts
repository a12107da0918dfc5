import type { Fields } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'
import { fieldTypes } from '../../fields/field-types.ts'
import { type IdentityField, identityFields, tellsWho } from '../customers/identity-keys.ts'
import type { ImportSettings } from './import.ts'
import { saysLunar } from './read-birthday.ts'
import { joinReasons, type Refusal, refusalWords } from './refusals.ts'
import type { Keys } from './row-keys.ts'
import { asText, type CellReader, cellReaders, isSome, isWrong, makeFilter, refuseRow, type RowReading } from './row-reading.ts'
import type { CsvRecord } from './split-records.ts'
import { besideCustomer, furtherPoints, targetsFor } from './targets.ts'

export type CustomerRow = {
  readonly record: CsvRecord
  readonly keys: Keys
  readonly values: Readonly<Record<string, string>>
  /** Becomes the name of who has none. */
  readonly nickname: string | null
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

/** A value of one of the firm's own fields goes as the JSON in which it is kept, whatever its type. */
const asJson = (value: unknown, type: string) =>
  value === null || value === '' ? null : JSON.stringify(fieldTypes[type]?.toCustom?.(value) ?? value)

/** Reads customers: a wrong cell refuses its row, so that nothing is half taken; all that is wrong with a row is said. */
export function makeCustomerReader(rows: RowReading): (record: CsvRecord) => CustomerRow | Refusal {
  const { settings, customer = {} } = rows
  const cell = cellReaders(rows)
  const readers = Object.entries(targetsFor(settings.kind, customer))
    .filter(([target]) => target in settings.columns)
    .map(([target, field]) => [target, cell(target), field.custom ? asJson : asText, field.type] as const)
  if ('birthday' in settings.columns) readers.unshift(['lunarBirthday', lunarReader(rows), asText, 'lunar-date'])
  const filter = makeFilter(rows)
  const clearable = settings.emptyCells === 'clear' ? clearableOf(settings.columns) : []
  const isCompanies = settings.kind === 'companies'
  return (record) => {
    const fault = filter(record)
    if (fault) return refuseRow(record, fault)
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
    if (isSome(wrongs)) return refuseRow(record, joinReasons(wrongs))
    if (isCompanies) values['kind'] ??= 'company'
    const by = byOf(settings.findBy, values, customer)
    const points = takePoints(values)
    const name = values['name'] ?? fullName(values['lastName'], values['firstName'])
    const { joinedAt = null, lastName: _last, firstName: _first, nickname = null, emailOptOut, tags = '', id: _id, ...kept } = values
    if (name !== undefined) kept['name'] = name
    if (emailOptOut === 'true') kept['emailConsent'] = 'withdrawn'
    const keys: Partial<Record<IdentityField, string>> = {}
    for (const field of identityFields) if (tellsWho(field, kept[field])) keys[field] = kept[field]
    if (settings.findBy !== 'any' && by === null) return refuseRow(record, refusalWords.noKey)
    const isNamed = isCompanies && name !== undefined
    if (settings.findBy === 'any' && !isNamed && Object.keys(keys).length === 0) return refuseRow(record, refusalWords.nobody)
    const cleared = clearable.filter((field) => kept[field] === undefined && !(field === 'birthday' && kept['lunarBirthday'] !== undefined))
    const told = readTags(tags)
    if ('wrong' in told) return refuseRow(record, told.wrong)
    return { record, keys, values: kept, nickname, joinedAt, by, cleared, points, tags: told.tags }
  }
}

/** Lunar days that stand among the birthdays; a column of their own goes before it. */
function lunarReader(rows: RowReading): CellReader {
  const { columns } = rows.settings
  const birthday = columns['birthday'] ?? -1
  const read = cellReaders({ ...rows, settings: { ...rows.settings, columns: { ...columns, lunarBirthday: birthday } } })('lunarBirthday')
  return (record) => (saysLunar(record.cells[birthday] ?? '') ? read(record) : { value: null })
}

/** What an empty cell never takes away: kind and consent have no empty value, and the rest are no fields of the customer. */
const neverCleared: ReadonlySet<string> = new Set([
  ...besideCustomer,
  ...Object.keys(furtherPoints),
  'kind',
  'emailConsent',
  'noPersonalisation',
  'joinedAt',
])
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
