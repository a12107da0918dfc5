/** How far a look over the base came. Kept in its row in the transaction of each portion. */
export type MatchProgress = {
  readonly phase: 'keys' | 'pairs' | 'clean'
  /** Customers up to this one have their keys. */
  readonly after: string | null
  /** Customers there were at the start. */
  readonly customers: number
  /** Customers looked through so far. */
  readonly seen: number
  /** Those of them whose keys were worked out. */
  readonly changed: number
  /** All pairs are looked for; otherwise those of the changed ones, who wait in the queue. */
  readonly whole: boolean
  /** The numbers that keys may have are gone through in so many equal parts. */
  readonly parts: number
  readonly part: number
  readonly compared: number
  /** What so many share that not all of them were compared. */
  readonly skipped: readonly Skipped[]
  readonly failure?: string
}

export type Skipped = { readonly field: string; readonly value: string; readonly customers: number }
