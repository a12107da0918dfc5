import type { RawBuilder } from 'kysely'

/**
 * Customers whose facts are to be looked at again, handed to the refreshers one after the other.
 * `everyone` recomputes the whole base in set-based statements and tells nobody's log; it is used for a rebuild and
 * after a large import. Otherwise `ids` are customers whose heads are locked until the transaction ends.
 */
export type News = {
  readonly everyone: boolean
  readonly ids: readonly string[]
  /** A condition on a customer column: `= any(ids)`, or true for everyone. */
  among(column: RawBuilder<unknown>): RawBuilder<unknown>
  /** The ids as a bound array, for `CompileOptions.among`; null for everyone. */
  readonly idArray: RawBuilder<unknown> | null
  /** All that is new about the customer is history: what follows from it is history too and wakes nobody. */
  isQuiet(customerId: string): boolean
  /** A customer's facts above this number are the news. */
  readonly doneBefore: ReadonlyMap<string, number>
}
