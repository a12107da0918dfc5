import type { Field, Fields } from '../../../core/entity/field.ts'
import type { ImportSettings, Inspection } from '../import.ts'
import { identityFields } from '../../customers/identity-keys.ts'
import { mappingSettings, type NamedColumn } from '../mapping.ts'
import { targetsFor } from '../targets.ts'

/** What a person decides before an import; the rest has its usual values. */
export type Draft = Pick<
  ImportSettings,
  | 'kind'
  | 'encoding'
  | 'delimiter'
  | 'sheet'
  | 'joinedSheets'
  | 'headerRow'
  | 'dateOrder'
  | 'decimalMark'
  | 'createCustomers'
  | 'findBy'
  | 'mode'
  | 'emptyCells'
  | 'mapping'
  | 'wakeJourneys'
> & {
  readonly columns: Readonly<Record<string, number>>
}

/** What was guessed from the file, and what its mapping says. */
export function draftOf(found: Inspection, choices: Pick<Draft, 'createCustomers' | 'wakeJourneys'>): Draft {
  const { kind, encoding, delimiter, sheet, joinedSheets, headerRow, dateOrder, decimalMark, columns } = found
  const usual = { findBy: 'any', mode: 'add-and-update', emptyCells: 'leave' } as const
  const said = mappingSettings.safeParse(found.mapping?.settings ?? {}).data ?? {}
  const settings = Object.fromEntries(Object.entries(said).filter(([name, value]) => name !== 'source' && value !== undefined))
  return {
    kind,
    encoding,
    delimiter,
    sheet,
    joinedSheets,
    headerRow,
    dateOrder,
    decimalMark,
    columns,
    ...choices,
    ...usual,
    ...settings,
    mapping: found.mapping?.id ?? null,
  }
}

/** Fields by which customers may be found, of those that have a column. */
export function findFields({ kind, columns }: Draft, customer: Fields = {}): readonly (readonly [string, Field])[] {
  const may = (name: string, field: Field) => name === 'id' || field.custom === true || identityFields.some((each) => each === name)
  return targetsOf(kind, customer).filter(([name, field]) => name in columns && may(name, field))
}

/** The chosen columns by their names; of those of one name the how manieth. */
export function namedColumns(columns: Draft['columns'], header: readonly string[]): Record<string, NamedColumn> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([target, at]) => {
      const name = header[at] ?? ''
      return name === '' ? [] : [[target, { header: name, nth: header.slice(0, at).filter((each) => each === name).length }]]
    }),
  )
}

/** The target that a column of the file stands for, if any. */
export function targetAt(columns: Draft['columns'], position: number): string | undefined {
  return Object.keys(columns).find((target) => columns[target] === position)
}

/** Gives a column a target, or none. A target belongs to one column, and a column to one target. */
export function chooseTarget(columns: Draft['columns'], position: number, target: string | undefined): Draft['columns'] {
  const others = Object.fromEntries(Object.entries(columns).filter(([name, at]) => at !== position && name !== target))
  return target ? { ...others, [target]: position } : others
}

/** The fields to choose from, in their order. */
export function targetsOf(kind: Draft['kind'], customer: Fields = {}): readonly (readonly [string, Field])[] {
  return Object.entries(targetsFor(kind, customer))
}

/** Does any chosen column hold days, so that the order of day and month matters? */
export function holdsDates(draft: Pick<Draft, 'kind' | 'columns'>, customer: Fields = {}): boolean {
  const targets = targetsFor(draft.kind, customer)
  return Object.keys(draft.columns).some((target) => ['date', 'time'].includes(targets[target]?.type ?? ''))
}

/** Does any chosen column hold amounts or quantities, so that the mark of decimals matters? */
export function holdsAmounts(draft: Pick<Draft, 'kind' | 'columns'>): boolean {
  return draft.kind === 'purchases' && ['amount', 'price', 'quantity'].some((target) => target in draft.columns)
}
