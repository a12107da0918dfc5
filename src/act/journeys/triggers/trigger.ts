import type { ZodType } from 'zod'
import type { LocalDate } from '../../../core/kit/local-time.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Rule } from '../../../core/rule/rule.ts'

/** The facts that let a customer in. */
export type Listening = {
  readonly event: string
  /** A condition on the fact's payload. */
  readonly where?: Rule
  /** Payload fields, as text, that must each be one of these. */
  readonly among?: readonly { readonly field: string; readonly values: readonly string[] }[]
}

/**
 * Whom a day lets in. `everybody` are all who fit the audience; `anniversary` those whose date falls on one of these days of
 * the year, whatever its calendar; `dated` those whose date is this very day.
 */
export type DayGuests =
  | { readonly kind: 'everybody' }
  | {
      readonly kind: 'anniversary'
      readonly field: string
      /** `MM-DD`. */
      readonly solar: readonly string[]
      /** As a lunar-date field keeps them. */
      readonly lunar: readonly string[]
      /** The anniversary itself; a date not before it is none yet. */
      readonly day: LocalDate
    }
  | { readonly kind: 'dated'; readonly field: string; readonly day: LocalDate }

/** What falls on one day. The key is what the same customer may enter for once. */
export type DayCause = { readonly key: string; readonly guests: DayGuests; readonly name?: Words }

/** A trigger that goes by the calendar: at this time of day whoever the day lets in. */
export type Calendar = {
  readonly time: string
  /** So many hours late it is still worth it; afterwards those people are passed over, and it is written down. */
  readonly graceHours: number
  readonly fallsOn: (day: LocalDate) => readonly DayCause[]
}

/** The fact lets in so many days after the day that it names. */
export type Delay = { readonly dateField: string | null; readonly days: number; readonly time: string | null; readonly graceHours: number }

export type OpenTrigger = {
  /** null: no fact lets anybody in. */
  readonly listensTo: Listening | null
  /** What must exist: checked when the journey is kept. */
  readonly segment?: string
  readonly stages?: readonly string[]
  readonly tiers?: readonly string[]
  /** A field of the customer that is a date. */
  readonly dateField?: string
  readonly calendar?: Calendar
  readonly delay?: Delay
  /** Who is let in when the journey is first switched on; left out: nobody. */
  readonly existing?: Rule
}

/** Everything about one way into a journey. */
export type TriggerKind = {
  readonly kind: string
  readonly label: Words
  readonly help: Words
  readonly schema: ZodType
  readonly open: (trigger: unknown) => OpenTrigger
}

type Written<T> = Omit<TriggerKind, 'open' | 'schema'> & { readonly schema: ZodType<T>; readonly open: (trigger: T) => OpenTrigger }

export function defineTrigger<T>(kind: Written<T>): TriggerKind {
  return { ...kind, open: (trigger) => kind.open(kind.schema.parse(trigger)) }
}
