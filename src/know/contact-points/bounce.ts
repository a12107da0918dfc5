/**
 * - hard: there is no such address, and never will be by itself
 * - soft: full, closed for the time being, or not taken without a word why
 * - policy: this sender or this mail was turned away or put off; says nothing of the address
 * - route: the way there or the server was in trouble; says nothing of the address either
 */
export type BounceSort = 'hard' | 'soft' | 'policy' | 'route'

/** That a mail was not taken at its address: at the door, or by a mail that told of it later. */
export type Bounce = {
  readonly sort: BounceSort
  /** `5.1.1`, `550`, or nothing. */
  readonly code: string | null
  readonly said: string
}

/** After so many mails in a row that came back for the time being, nothing more is mailed there. */
export const softBouncesToHold = 3
/** Soft bounces further apart than this are no row. */
export const softBounceDays = 60
