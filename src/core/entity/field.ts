import type { Words } from '../kit/words.ts'

export type Tone = 'neutral' | 'good' | 'attention' | 'danger' | 'teal' | 'blue' | 'purple' | 'gold'

/** One answer of a choice. `colour` names one of the palette's colours that stand for one thing throughout the product, e.g. a lifecycle stage's. */
export type Option = {
  readonly value: string
  readonly label: Words
  /** What files and people write for it besides its value and its names. */
  readonly also?: readonly string[]
  /** No longer offered; a record that has it is still said by its name. */
  readonly retired?: boolean
  readonly tone?: Tone
  readonly colour?: string
}

/**
 * One field of an entity, of an event's payload or of an action's input. Plain data.
 * Its name is the key it stands under; a field's type is the name of a folder in `fields/`.
 */
export type Field = {
  readonly type: string
  readonly label: Words
  /** One line; it is the help text on screen and the description in the API. */
  readonly help?: Words
  readonly required?: boolean
  /** For `choice`: the answers in their order. */
  readonly options?: readonly Option[]
  /** For `reference`: the entity it points to. For `choice`: `stage` or `tier` where the answers are the shop's own lifecycle stages or tiers, `segment` where it is the id of one. For `text`: `field` where it names fields of the customer, with commas between; `journey` or `campaign` where it is the id of one; `actor` where it is the name of who did it. */
  readonly to?: string
  /** The column, where it is not the name in snake_case. */
  readonly column?: string
  /** What stands where nobody said anything, e.g. `unknown`; the column is never empty then. */
  readonly otherwise?: string
  /** Worked out by the program: shown, asked and sorted by, never typed in. */
  readonly computed?: boolean
  /** Shown in the list unless the reader chose otherwise. */
  readonly listed?: boolean
  /** An index stands behind it, so a list may be sorted by it. */
  readonly sortable?: boolean
  /** Filled in by people, but not by whoever reads: their role lets them look at it. */
  readonly narrowed?: true
  /** Shown in part only to whoever reads; asked and sorted by nowhere. */
  readonly masked?: true
  /** One of the firm's own, whose definition lives in the database. */
  readonly custom?: boolean
  /** Of a kind that the law or the firm protects: sealed, masked for most, its reading noted. One of the firm's own may be switched. */
  readonly sensitive?: true
  /**
   * Stands in the database sealed only (core/kit/sealed-text.ts) and is opened on its way out. Found by its whole value and by
   * its last four characters, compared by nothing else, never sorted by.
   */
  readonly sealed?: true
  /** Said behind the number, e.g. 天 / days; empty in a language whose label says it already. */
  readonly unit?: Words
}

export type Fields = Readonly<Record<string, Field>>

/** `firstPurchaseAt` → `first_purchase_at`. */
export function columnOf(name: string, field: Field): string {
  return field.column ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
