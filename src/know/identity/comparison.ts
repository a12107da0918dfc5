import type { Words } from '../../core/kit/words.ts'
import type { Subject } from './subject.ts'

/** How far two values agree, from 0 to 1, and in which way where there are several; null where that cannot be told. */
export type Agreement = { readonly likeness: number; readonly how?: Words } | null

/** Everything about one way of comparing. Which fields it is offered for is said by `fits`. */
export type Comparison = {
  readonly name: string
  readonly label: Words
  /** The names of fields that it is made for; empty is any field. */
  readonly fits: readonly string[]
  /** Types of the firm's own fields that it suits as well; of any fields, where `fits` is empty. Left out there: all. */
  readonly types?: readonly string[]
  /** Where the measure is not plain: which it is, and where it comes from. */
  readonly measure?: Words
  /** From where on it counts as holding, unless a rule says otherwise. */
  readonly least: number
  readonly compare: (a: string, b: string, sides: Sides) => Agreement
  /**
   * Texts of which two values have one in common whenever they agree, so that records need only be compared with those
   * they share one with. A comparison without them cannot find pairs by itself.
   */
  readonly keys?: (value: string) => readonly string[]
  /** `{field}` is replaced. */
  readonly sentence: Words
}

export type Sides = { readonly a: Subject; readonly b: Subject }

export const agree = (holds: boolean): Agreement => ({ likeness: holds ? 1 : 0 })

export function defineComparison(comparison: Comparison): Comparison {
  return comparison
}
