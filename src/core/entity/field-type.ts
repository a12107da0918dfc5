import type { RawBuilder } from 'kysely'
import type { ZodType } from 'zod'
import type { Currency } from '../kit/money.ts'
import type { Language, Words } from '../kit/words.ts'
import type { SheetColumn } from '../spreadsheet/sheet-column.ts'
import type { Field } from './field.ts'

/** How the shop and the reader write things. */
export type Customs = { readonly language: Language; readonly currency: Currency; readonly timeZone: string }

/** What a spreadsheet's or a form's text turned out to be. `null` is "left empty". */
export type Parsed = { readonly value: string | number | boolean | null } | { readonly wrong: Words }

/** How texts of one column are to be read; guessed from the column, changed by the person. */
export type Reading = Customs & {
  /** The order of day, month, year in this column's dates. */
  readonly dateOrder?: 'ymd' | 'dmy' | 'mdy'
}

/** A property of a JSON object: a text that is bound, or a piece of SQL that stands for one. */
export type PropertyName = string | RawBuilder<unknown>

/**
 * Everything about one type of field but its browser parts (which stand beside it in `web/`). One folder a type;
 * nobody else asks "which type is this?".
 */
export type FieldType = {
  readonly name: string
  readonly label: Words
  /** The column's type in PostgreSQL. */
  readonly columnType: string
  /** Its values are a person's own, and an erasure may leave parts of one within a rule. */
  readonly isMark?: true
  /** Names of the operators that fit, in the order they are offered. */
  readonly operators: readonly string[]
  /** A value on the wire. Money is minor units, a date `YYYY-MM-DD`, a time ISO 8601 with offset. */
  readonly schema: (field: Field) => ZodType
  /** Text as people write it → value. */
  readonly parse: (text: string, field: Field, reading: Reading) => Parsed
  /** Value → text as the reader writes it. */
  readonly say: (value: unknown, field: Field, customs: Customs) => string
  /** A payload property as a value of this type; missing or of another kind gives NULL, never an error. */
  readonly fromPayload: (payload: RawBuilder<unknown>, name: PropertyName) => RawBuilder<unknown>
  /** Value → the one form in which a custom field keeps it, where a value may be written in several. */
  readonly toCustom?: (value: unknown) => unknown
  /** The same of a custom field, where `fromPayload` is no expression that can be indexed. */
  readonly fromCustom?: (custom: RawBuilder<unknown>, name: PropertyName) => RawBuilder<unknown>
  /** How values of this field stand in a spreadsheet; as they are said where it is left out. */
  readonly inSheet?: (field: Field, customs: Customs) => SheetColumn
}
