import type { Fields, Tone } from '../entity/field.ts'
import type { Words } from '../kit/words.ts'

/**
 * A fact: what happened to a customer, in the past tense. Plain data. Stored payloads outlive the program that wrote
 * them: a field may be added, never renamed or given another meaning.
 */
export type EventKind = {
  /** `purchase.made`, `stage.changed`. */
  readonly name: string
  readonly label: Words
  /** The line on the timeline; `{place}` is a payload field, said in the reader's way; `{place|item|items}` the form that goes with it; `[…]` is left out where a place in it is unknown. */
  readonly sentence: Words
  readonly payload: Fields
  readonly tone?: Tone
  /** Can a rule or a journey ask for it? True unless said otherwise. */
  readonly askable?: boolean
  /**
   * Something that a customer did in the shop's software, which stands in the log and nowhere else: by it no record of theirs
   * is another. These come by the thousand, and what is worked out of records alone need not be worked out again.
   */
  readonly isDoing?: true
}

export function defineEvent<const E extends EventKind>(event: E): E {
  return event
}

/** A fact on its way into the log. */
export type Fact = {
  readonly customerId: string
  readonly kind: string
  /** When it happened out there. When we heard of it is written by the log. */
  readonly occurredAt: Date
  readonly payload: Readonly<Record<string, unknown>>
  /** Where it comes from: `app`, `import`, `api`, a source's name, `engine`. */
  readonly source: string
  /** The same key for the same customer is kept once. */
  readonly key?: string
  /** News that wakes no journey. Left out: where it is history (history.ts). */
  readonly quiet?: boolean
  readonly importId?: string
}
