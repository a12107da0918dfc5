import { z, type ZodType } from 'zod'
import type { Words, WordValues } from '../../../core/kit/words.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import type { Listening } from '../triggers/trigger.ts'

/** Why a run is where it is: a code of `why.ts` with its particulars. */
export type Why = { readonly code: string; readonly details?: WordValues }

/** A fact that is waited for, or that is the goal; `since` says from when on it counts. */
export type Awaited = { readonly listening: Listening; readonly since: 'entry' | 'step' }

/** The hour of the day, 0 to 23, at which somebody is most likely to act, and whose habit it was taken from. */
export type BestHour = { readonly hour: number; readonly from: 'person' | 'firm' | 'usual' }

export type Moment = {
  readonly now: Date
  /** The customer's own, where it is known, else the shop's. */
  readonly timeZone: string
  /** The answer to a rule for this customer at this moment. */
  readonly holds: (rule: Rule) => boolean
  /** Whether such a fact has come since. */
  readonly heard: (awaited: Awaited) => boolean
  /** 0 to 9,999, always the same for this customer, this journey and this salt. */
  readonly share: (salt: string) => number
  /** The way that has won a test at this step, once there is one. */
  readonly winner: (step: string) => string | null
  readonly bestHour: BestHour | null
  /** When the wait under way is over; null when none is. */
  readonly until: Date | null
  /** The journey of the same intent that goes before this one for the customer. */
  readonly busy: string | null
}

/** A message for the outbox. */
export type StepSend = {
  readonly templateId: string
  readonly channel?: string
  readonly accountId?: string
  readonly priority?: number
}

/** An action of the product that is done for the customer. */
export type StepAct = { readonly action: string; readonly input: Readonly<Record<string, unknown>> }

/** What comes of arriving at a step, or of waking at one. `to: null` is the end, `stay` goes on waiting as before. */
export type Move =
  | {
      readonly kind: 'go'
      readonly to: string | null
      readonly what: string
      readonly why?: Why
      readonly send?: StepSend
      readonly act?: StepAct
      /** Which variant of a test was drawn here: messages of the run carry it from now on. */
      readonly variant?: string
    }
  | { readonly kind: 'pause'; readonly until: Date; readonly what: string; readonly why?: Why }
  | { readonly kind: 'stay' }

/** One step of one journey, ready to be walked. */
export type OpenStep = {
  readonly id: string
  readonly kind: string
  /** Where it leads, by the name of the way. */
  readonly ways: readonly { readonly name: string; readonly to: string | null }[]
  /** Time passes here, so a circle through it is no endless loop. */
  readonly pauses: boolean
  /** What it asks of the customer. */
  readonly rules?: readonly Rule[]
  readonly awaits?: Awaited
  readonly templateId?: string
  readonly channel?: string
  readonly accountId?: string
  readonly act?: StepAct
  readonly needsBestHour?: true
  /** It goes by the customer's clock. */
  readonly needsClock?: true
  /** A test that may be decided early. */
  readonly test?: StepTest
  readonly arrive: (moment: Moment) => Move
  /** After a pause, or in the middle of one because something was heard. */
  readonly wake: (moment: Moment) => Move
}

export const testMetrics = ['purchase', 'click', 'revenue'] as const
export type TestMetric = (typeof testMetrics)[number]
export type StepTest = {
  readonly ways: readonly string[]
  readonly metric: TestMetric
  readonly days: number
  readonly plannedPeople: number
  readonly stopsEarly: boolean
}

/** Everything about one kind of step. */
export type StepKind = {
  readonly kind: string
  readonly label: Words
  readonly help: Words
  readonly schema: ZodType
  readonly open: (step: unknown) => OpenStep
}

export const stepId = z.string().regex(/^[\w-]{1,40}$/)
/** The next step; null or left out is the end. */
export const nextStep = stepId.nullish().transform((to) => to ?? null)

/** The name of a way that the writer of the journey made up, and where such ways lead. */
export const wayName = z.string().regex(/^[\w-]{1,20}$/)
export const waysTo = z.record(wayName, stepId.nullable()).default({})
export const wayLabel = z.string().trim().min(1).max(60)

type Written<S> = Omit<StepKind, 'open' | 'schema'> & { readonly schema: ZodType<S>; readonly open: (step: S) => Omit<OpenStep, 'kind'> }

export function defineStep<S>(kind: Written<S>): StepKind {
  return { ...kind, open: (step) => ({ ...kind.open(kind.schema.parse(step)), kind: kind.kind }) }
}

/** The way whose share a number from 0 to 9,999 falls into; shares are parts of their sum. */
export function wayOf(ways: readonly { readonly way: string; readonly share: number }[], number: number): string {
  const sum = ways.reduce((total, { share }) => total + share, 0)
  let below = 0
  for (const { way, share } of ways) {
    below += (share / sum) * 10_000
    if (number < below) return way
  }
  return ways.at(-1)?.way ?? ''
}

/** No two of the ways have one name. */
export const areDifferent = (ways: readonly { readonly way: string }[]) => new Set(ways.map(({ way }) => way)).size === ways.length
