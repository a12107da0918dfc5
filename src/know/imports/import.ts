import { z } from 'zod'
import type { Words } from '../../core/kit/words.ts'
import { words } from '../../core/kit/words-schema.ts'
import { soundText } from '../../fields/sound-text.ts'
import { ownNumbering } from '../purchases/purchase.ts'
import { identityFields } from '../customers/identity-keys.ts'
import { importKinds } from './targets.ts'

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030'] as const
export type Encoding = (typeof encodings)[number]

export const delimiters = [',', ';', '\t', '|', '，'] as const
export type Delimiter = (typeof delimiters)[number]

const layoutFields = {
  encoding: z.enum(encodings),
  delimiter: z.enum(delimiters),
  sheet: z.int().min(0).max(999).nullable().describe('Of a workbook: which sheet, from 0; null for a text'),
  joinedSheets: z
    .array(z.int().min(0).max(999))
    .max(100)
    .describe(
      'Of a workbook: further sheets with the same columns, whose rows follow, from 0; their header is passed over. Left out, all visible ones, and none where `sheet` is given',
    ),
  headerRow: z
    .int()
    .min(0)
    .max(200)
    .describe('Which record names the columns, counted from 1 without empty lines; 0 when none does and the first is data'),
}

/** What may be done with rows of customers: all of it, only to those who are known, only to those who are not. */
export const importModes = ['add-and-update', 'update', 'add'] as const

const settingFields = {
  kind: z.enum(importKinds),
  ...layoutFields,
  columns: z
    .record(z.string().max(40), z.int().min(0).max(2_000))
    .describe('Target → position of the column, from 0 · 字段 → 列的位置，从 0 数起'),
  dateOrder: z.enum(['ymd', 'dmy', 'mdy']).nullable().describe('Order of day, month and year where a date leaves a doubt'),
  decimalMark: z.enum(['.', ',']).describe('What parts whole numbers from their decimals: 1,234.56 or 1.234,56'),
  timeZone: z.string().max(60).optional().describe('Of times without an offset; the shop’s when left out'),
  source: soundText(60)
    .regex(/^[^:]+$/)
    .describe('Whose order numbers these are'),
  createCustomers: z.boolean().describe('Make customers whom nobody knows yet; otherwise their lines are refused'),
  findBy: z
    .string()
    .max(40)
    .describe(
      `Which column tells who a customer is: any of them, the strongest first (any), ${identityFields.join(', ')}, id, or a field of the firm’s own`,
    ),
  mode: z.enum(importModes).describe('Whether known customers are updated and new ones made'),
  emptyCells: z.enum(['leave', 'clear']).describe('What an empty cell does to a value that is there'),
  mapping: z.string().max(60).nullable().describe('A mapping by its id; null for the file’s own guess'),
  wakeJourneys: z.boolean().describe('Treat the facts as news that may wake journeys, instead of as history'),
}

/** How the bytes of a file are to be read. */
export type Layout = z.output<z.ZodObject<typeof layoutFields>>

/** What a person chose; for what they did not say the file's own guess stands, so nothing has a default here. */
export const importChoices = z.strictObject(settingFields).partial()

/** Everything that is decided before an import runs. */
export const importSettings = z.strictObject({
  ...settingFields,
  sheet: settingFields.sheet.default(null),
  joinedSheets: settingFields.joinedSheets.default([]),
  headerRow: settingFields.headerRow.default(1),
  dateOrder: settingFields.dateOrder.default(null),
  decimalMark: settingFields.decimalMark.default('.'),
  source: settingFields.source.default(ownNumbering),
  createCustomers: settingFields.createCustomers.default(true),
  findBy: settingFields.findBy.default('any'),
  mode: settingFields.mode.default('add-and-update'),
  emptyCells: settingFields.emptyCells.default('leave'),
  mapping: settingFields.mapping.default(null),
  wakeJourneys: settingFields.wakeJourneys.default(false),
})
export type ImportSettings = z.output<typeof importSettings>

/**
 * uploaded → waiting → running → settling → done; a pause waits until it is let go on; a stop goes stopping → stopped; an undo undoing → undone.
 * A failed import says why; it can be started again or undone.
 */
export const importStates = [
  'uploaded',
  'waiting',
  'running',
  'settling',
  'done',
  'paused',
  'stopping',
  'stopped',
  'failed',
  'undoing',
  'undone',
] as const
export type ImportState = (typeof importStates)[number]

export const stateWords: Readonly<Record<ImportState, Words>> = {
  uploaded: { zh: '已上传', en: 'Uploaded' },
  waiting: { zh: '排队中', en: 'Waiting' },
  running: { zh: '导入中', en: 'Running' },
  settling: { zh: '更新指标中', en: 'Updating metrics' },
  done: { zh: '已完成', en: 'Done' },
  paused: { zh: '已暂停', en: 'Paused' },
  stopping: { zh: '正在停止', en: 'Stopping' },
  stopped: { zh: '已停止', en: 'Stopped' },
  failed: { zh: '出错', en: 'Failed' },
  undoing: { zh: '撤销中', en: 'Undoing' },
  undone: { zh: '已撤销', en: 'Undone' },
}

export const counts = z.object({
  rows: z.int().describe('Rows of the file that were read'),
  customersNew: z.int(),
  customersUpdated: z.int(),
  customersSame: z.int().describe('Rows of known customers that said nothing new'),
  fieldsUpdated: z.record(z.string(), z.int()).describe('How many customers had this field changed'),
  keysElsewhere: z.int().describe('Phones, e-mails or numbers that belong to another customer and stay there'),
  namesReplaced: z
    .int()
    .default(0)
    .describe('Rows that found somebody by the chosen column or a WeChat id and give them quite another name'),
  householdMembers: z
    .int()
    .default(0)
    .describe('New customers who share the phone or e-mail of somebody with quite another name and came into one household with them'),
  namesApart: z
    .int()
    .default(0)
    .describe('New customers with the phone or e-mail of somebody with quite another name; the two wait among the likely duplicates'),
  purchasesNew: z.int(),
  refundsNew: z.int(),
  purchasesChanged: z.int(),
  purchasesSame: z.int(),
  purchasesVoided: z.int().default(0).describe('Purchases and refunds that counted and came to nothing since, by their status'),
  lines: z.int().describe('Items kept'),
  recordsNew: z.int().default(0).describe('Contacts, tags, interactions or further phones and e-mails that were added'),
  recordsChanged: z.int().default(0),
  recordsSame: z.int().default(0),
  refused: z.int(),
})
export type Counts = z.output<typeof counts>

export const noCounts: Counts = {
  rows: 0,
  customersNew: 0,
  customersUpdated: 0,
  customersSame: 0,
  fieldsUpdated: {},
  keysElsewhere: 0,
  namesReplaced: 0,
  householdMembers: 0,
  namesApart: 0,
  purchasesNew: 0,
  refundsNew: 0,
  purchasesChanged: 0,
  purchasesSame: 0,
  purchasesVoided: 0,
  lines: 0,
  recordsNew: 0,
  recordsChanged: 0,
  recordsSame: 0,
  refused: 0,
}

/** @param from may be of an earlier release, which counted less */
export function addCounts(from: Partial<Counts>, b: Counts): Counts {
  const a: Counts = { ...noCounts, ...from }
  const fieldsUpdated = { ...a.fieldsUpdated }
  for (const [name, n] of Object.entries(b.fieldsUpdated)) fieldsUpdated[name] = (fieldsUpdated[name] ?? 0) + n
  return {
    rows: a.rows + b.rows,
    customersNew: a.customersNew + b.customersNew,
    customersUpdated: a.customersUpdated + b.customersUpdated,
    customersSame: a.customersSame + b.customersSame,
    fieldsUpdated,
    keysElsewhere: a.keysElsewhere + b.keysElsewhere,
    namesReplaced: a.namesReplaced + b.namesReplaced,
    householdMembers: a.householdMembers + b.householdMembers,
    namesApart: a.namesApart + b.namesApart,
    purchasesNew: a.purchasesNew + b.purchasesNew,
    refundsNew: a.refundsNew + b.refundsNew,
    purchasesChanged: a.purchasesChanged + b.purchasesChanged,
    purchasesSame: a.purchasesSame + b.purchasesSame,
    purchasesVoided: a.purchasesVoided + b.purchasesVoided,
    lines: a.lines + b.lines,
    recordsNew: a.recordsNew + b.recordsNew,
    recordsChanged: a.recordsChanged + b.recordsChanged,
    recordsSame: a.recordsSame + b.recordsSame,
    refused: a.refused + b.refused,
  }
}

/** A sheet of a workbook, to choose from. */
export const sheetCard = z.object({ name: z.string(), hidden: z.boolean(), rows: z.int(), columns: z.int(), notes: z.array(words) })
export type SheetCard = z.output<typeof sheetCard>

/** What was found out about a file when it was looked at. */
export const inspection = z.object({
  encoding: z.enum(encodings),
  sheets: z.array(sheetCard).default([]).describe('Of a workbook; none of a text'),
  sheet: z.int().nullable().default(null),
  alikeSheets: z.array(z.int()).default([]).describe('Other sheets with the same columns'),
  joinedSheets: z.array(z.int()).default([]).describe('Those of them that are read with it'),
  headerRow: z.int().default(1),
  firstRows: z
    .array(z.object({ line: z.int(), cells: z.array(z.string()) }))
    .default([])
    .describe('The first records as they are, to choose from which one names the columns'),
  decimalMark: z.enum(['.', ',']).default('.'),
  byteOrderMark: z.boolean(),
  delimiter: z.enum(delimiters),
  header: z.array(z.string()),
  rows: z.array(z.array(z.string())).describe('The first rows'),
  kind: z.enum(importKinds),
  columns: z.record(z.string(), z.int()),
  dateOrder: z.enum(['ymd', 'dmy', 'mdy']).nullable(),
  mapping: z
    .object({ id: z.string(), name: words, settings: z.record(z.string(), z.unknown()) })
    .nullable()
    .default(null)
    .describe('The mapping by which the columns were found'),
  rowsExpected: z.int().describe('By counting line ends; exact unless cells hold some'),
  bytes: z.int(),
  warnings: z.array(words),
})
export type Inspection = z.output<typeof inspection>

/** How far an import, or its undoing, came. Kept in the row in the transaction of each portion. */
export type Progress = {
  /** Records of the file behind us, the header not counted. */
  readonly records: number
  /** Up to several hundred thousand rows are left to the freshness worker; more are settled for everybody at once. */
  readonly big: boolean
  readonly counts: Counts
  /** Which step of the undoing, and behind which id it goes on. */
  readonly undo?: { readonly step: number; readonly after: string | null; readonly done: number; readonly of: number }
}

export type Undone = {
  readonly customersRemoved: number
  readonly customersRestored: number
  readonly purchasesRemoved: number
  readonly purchasesRestored: number
  readonly recordsRemoved?: number
  readonly recordsRestored?: number
  readonly stayed: number
  readonly stayedExamples: readonly { readonly id: string; readonly name: string | null }[]
}
