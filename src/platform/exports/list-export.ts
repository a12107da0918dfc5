import type { z } from 'zod'
import type { Field } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'
import type { Right } from '../../core/rights/rights.ts'
import type { SheetColumn } from '../../core/spreadsheet/sheet-column.ts'
import type { Ctx } from '../actions/context.ts'

export const exportFormats = ['xlsx', 'csv', 'csv-gb18030'] as const
export type ExportFormat = (typeof exportFormats)[number]

export type ExportColumn = {
  readonly name: string
  readonly label: Words
  readonly field: Field
  /** In place of how the field's type stands in a spreadsheet, e.g. for the shop's own stages. */
  readonly inSheet?: SheetColumn
}

/** A column of a list of one's own: its name in the file's rows, and what it is called. */
export const columnOf =
  (type: string) =>
  (name: string, zh: string, en: string): ExportColumn => {
    const label: Words = { zh, en }
    return { name, label, field: { type, label } }
  }

export type ExportRow = Readonly<Record<string, unknown>>

/** A list that is ready to be written down. */
export type OpenedExport = {
  readonly columns: readonly ExportColumn[]
  /** How many rows there are now. */
  readonly total: number
  /** All rows, in portions; asked for as the reader takes them, over a database that stands still meanwhile. */
  readonly pages: (ctx: Ctx) => AsyncIterable<readonly ExportRow[]>
}

/** A list beyond the entities that can be exported: what it is called, its filters, and how it is opened. */
export type ListExport<Q extends z.ZodObject = z.ZodObject> = {
  /** Under /api, e.g. `messages`. */
  readonly path: string
  readonly plural: Words
  /** The kind of record whose right to export it takes, e.g. `message`; or the right that it takes instead. */
  readonly kind?: string
  readonly right?: Right
  readonly query: Q
  /** @throws Problem when the filters are wrong, before anything is written */
  readonly open: (ctx: Ctx, query: z.output<Q>, fields: readonly string[] | undefined) => Promise<OpenedExport>
}

/** Joins a list's filters to how it is opened. */
export function defineExport<Q extends z.ZodObject>(list: ListExport<Q>): ListExport {
  return { ...list, query: list.query, open: (ctx, query, fields) => list.open(ctx, query as z.output<Q>, fields) }
}
