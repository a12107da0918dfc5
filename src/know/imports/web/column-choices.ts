import type { Field, Fields } from '../../../core/entity/field.ts'
import type { ImportSettings, Inspection } from '../import.ts'
import { targetsFor } from '../targets.ts'

/** What a person decides before an import; the rest has its usual values. */
export type Draft = Pick<
  ImportSettings,
  'kind' | 'encoding' | 'delimiter' | 'sheet' | 'headerRow' | 'dateOrder' | 'decimalMark' | 'createCustomers' | 'wakeJourneys'
> & {
  readonly columns: Readonly<Record<string, number>>
}

/** What was guessed from the file. */
export function draftOf(found: Inspection, choices: Pick<Draft, 'createCustomers' | 'wakeJourneys'>): Draft {
  const { kind, encoding, delimiter, sheet, headerRow, dateOrder, decimalMark, columns } = found
  return { kind, encoding, delimiter, sheet, headerRow, dateOrder, decimalMark, columns, ...choices }
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
export function holdsDates(draft: Draft, customer: Fields = {}): boolean {
  const targets = targetsFor(draft.kind, customer)
  return Object.keys(draft.columns).some((target) => ['date', 'time'].includes(targets[target]?.type ?? ''))
}

/** Does any chosen column hold amounts or quantities, so that the mark of decimals matters? */
export function holdsAmounts(draft: Draft): boolean {
  return draft.kind === 'purchases' && ['amount', 'price', 'quantity'].some((target) => target in draft.columns)
}
