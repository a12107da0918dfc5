import { z, type ZodType } from 'zod'
import type { Words, WordValues } from '../../../core/kit/words.ts'
import type { Rule } from '../../../core/rule/rule.ts'

/** Why a run is where it is: a code of `why.ts` with its particulars. */
export type Why = { readonly code: string; readonly details?: WordValues }

export type Moment = {
  readonly now: Date
  readonly timeZone: string
  /** The answer to a branch's rule for this customer at this moment. */
  readonly holds: (rule: Rule) => boolean
}

/** What comes of arriving at a step, or of waking at one. `to: null` is the end. */
export type Move =
  | { readonly kind: 'go'; readonly to: string | null; readonly what: string; readonly why?: Why; readonly send?: string }
  | { readonly kind: 'pause'; readonly until: Date; readonly what: string; readonly why?: Why }

/** One step of one journey, ready to be walked. */
export type OpenStep = {
  readonly id: string
  readonly kind: string
  /** Where it leads, by the name of the way. */
  readonly ways: readonly { readonly name: string; readonly to: string | null }[]
  /** Time passes here, so a circle through it is no endless loop. */
  readonly pauses: boolean
  readonly rule?: Rule
  readonly templateId?: string
  readonly arrive: (moment: Moment) => Move
  /** After a pause. */
  readonly wake: (moment: Moment) => Move
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

type Written<S> = Omit<StepKind, 'open' | 'schema'> & { readonly schema: ZodType<S>; readonly open: (step: S) => Omit<OpenStep, 'kind'> }

export function defineStep<S>(kind: Written<S>): StepKind {
  return { ...kind, open: (step) => ({ ...kind.open(kind.schema.parse(step)), kind: kind.kind }) }
}
