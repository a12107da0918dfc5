import type { Field, Fields } from '../../core/entity/field.ts'
import type { FieldType, Parsed, Reading } from '../../core/entity/field-type.ts'
import type { Words } from '../../core/kit/words.ts'
import { cellFaults } from '../../core/spreadsheet/cell-fault.ts'
import { fieldTypes } from '../../fields/field-types.ts'
import type { ImportSettings } from './import.ts'
import { readBirthday } from './read-birthday.ts'
import { makeInstantReader } from './read-instant.ts'
import { faultOf, keptCells, type Refusal, refusalWords, wrongCell } from './refusals.ts'
import type { CsvRecord } from './split-records.ts'
import { targetsFor } from './targets.ts'
import { tidied, tidierFor, tidyCell } from './tidy-cell.ts'

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
export type Wrong = { readonly wrong: Words }
export const isWrong = (value: unknown): value is Wrong => typeof value === 'object' && value !== null && 'wrong' in value

export type CellReader = (record: CsvRecord) => Parsed

/** One reader a target that has a column; a missing column reads as nothing. */
export function cellReaders({
  settings,
  currency,
  timeZone,
  codesHavePointZero,
  customer = {},
}: RowReading): (target: string) => CellReader {
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
  if (field.type === 'time') return orUnsaid(makeInstantReader(reading))
  if (field.type === 'text')
    return (text) =>
      plainText.test(text) ? { value: target === 'code' && codesHavePointZero ? text.replace(/\.0+$/, '') : text } : parse(text)
  if (target === 'birthday') return (text) => readBirthday(text, parse)
  if (target === 'emailOptOut' || target === 'noMail') return orTime(parse, makeInstantReader(reading))
  if (target === 'emailConsent') return (text) => readConsent(text, parse)
  if (target === 'kind' && field.options?.some((option) => option.value === 'call')) return (text) => readInteractionKind(text, parse)
  if (field.type === 'choice') return (text) => (unsaid.has(text.trim().toLowerCase()) ? { value: null } : parse(text))
  return parse
}

/** Where a time would stand, a dash says that there is none, and so does the nought of a database: `0000-00-00 00:00:00`. */
function orUnsaid(parse: (text: string) => Parsed): (text: string) => Parsed {
  return (text) => {
    const parsed = parse(text)
    return isWrong(parsed) && (unsaid.has(text.trim().toLowerCase()) || /^0000[-/]00[-/]00/.test(text)) ? { value: null } : parsed
  }
}

/** Some programs write when somebody opted out, and nothing where nobody did. */
function orTime(parse: (text: string) => Parsed, readTime: (text: string) => Parsed): (text: string) => Parsed {
  return (text) => {
    const parsed = parse(text)
    if (!isWrong(parsed)) return parsed
    const time = orUnsaid(readTime)(text)
    return isWrong(time) ? parsed : { value: time.value === null ? null : true }
  }
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

export const refuseRow = (record: CsvRecord, reason: Words): Refusal => ({ line: record.line, reason, cells: keptCells(record.cells) })

export const isSome = (wrongs: readonly Words[]): wrongs is readonly [Words, ...Words[]] => wrongs.length > 0

export const asText = (value: unknown) =>
  typeof value === 'boolean' ? String(value) : typeof value === 'string' && value !== '' ? value : null

/** Lines that are no records: the header once more, totals at the foot. */
export function makeFilter({ settings, width, header }: RowReading): (record: CsvRecord) => Words | null {
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
