import type { Words } from '../../core/kit/words.ts'

/** Everything that is said of one way of comparing. Which fields it is offered for is said by `fits`. */
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
  /** `{field}` is replaced. */
  readonly sentence: Words
}

export function defineComparison(comparison: Comparison): Comparison {
  return comparison
}
