import type { Words } from '../../core/kit/words.ts'
import type { Subject } from './subject.ts'

/** How far two values agree, from 0 to 1, and in which way where there are several; null where that cannot be told. */
export type Agreement = { readonly likeness: number; readonly how?: Words } | null

export type Sides = { readonly a: Subject; readonly b: Subject }

/** How a comparison is carried out. It stands apart from its words, for a page that says a rule needs no table of all counties. */
export type Way = {
  readonly compare: (a: string, b: string, sides: Sides) => Agreement
  /**
   * Texts of which two values have one in common whenever they agree, so that records need only be compared with those
   * they share one with. A comparison without them cannot find pairs by itself.
   */
  readonly keys?: (value: string) => readonly string[]
}

export const agree = (holds: boolean): Agreement => ({ likeness: holds ? 1 : 0 })
