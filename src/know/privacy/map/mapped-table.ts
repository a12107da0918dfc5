import type { Words } from '../../../core/kit/words.ts'
import type { DataClass, Heading, Law, Length, Purpose, Treatment } from './map-words.ts'

/** Columns of one class: their names with spaces between. */
export type ClassedColumns = Readonly<Partial<Record<DataClass, string>>>

/**
 * A table of the data map.
 * - `by`: columns that hold the id of the person it tells of; `customer_id` unless said otherwise.
 * - `keeps`: of a `remainder`, the columns that stay; all others are emptied.
 * - `searched`: columns in which marks of the person are looked for (matching, scrub, empty).
 */
export type MappedTable = {
  readonly label: Words
  readonly of: 'customer' | 'staff' | 'nobody'
  readonly purpose: Purpose
  readonly kept: Length
  readonly erasure: Treatment
  readonly law?: Law
  readonly heading?: Heading
  readonly by?: string
  readonly keeps?: string
  readonly searched?: string
  readonly columns: ClassedColumns
}

export type DataMap = Readonly<Record<string, MappedTable>>

/** `a b` → `['a', 'b']` */
export const namesIn = (names: string | undefined): string[] => (names ?? '').split(/\s+/).filter((name) => name !== '')
