import { z } from 'zod'
import { durationUnits } from '../kit/duration.ts'

/**
 * A question about a customer, yes or no. JSON in, SQL out. A comparison with a missing value is false and `not` is
 * plain negation, so the third truth value of SQL never shows.
 */
export type Rule =
  | { readonly all: readonly Rule[] }
  | { readonly any: readonly Rule[] }
  | { readonly not: Rule }
  | FieldRule
  | DidRule
  | { readonly segment: string }
  | { readonly stage: readonly string[] }
  | { readonly tier: readonly string[] }
  | { readonly bucket: Bucket }
  | SequenceRule

/** Compares one field. Which operators fit, and what `value` must be, is said by the operator's record. */
export type FieldRule = { readonly field: string; readonly op: string; readonly value?: unknown }

/** Has (or, under `not`, has not) done a thing: how often, in which time, with which particulars. */
export type DidRule = {
  readonly did: string
  /** Left out: at least once. */
  readonly times?: { readonly op: 'at-least' | 'at-most' | 'exactly'; readonly count: number }
  readonly within?: Window
  /** Compares fields of the fact's payload. */
  readonly where?: Rule
}

/** A stretch of time: the last so-long, or between two instants (from counts in, to does not). */
export type Window = { readonly last: z.output<typeof durationSchema> } | { readonly from?: string; readonly to?: string }

/** A stable tenth-of-a-per-mille share of everybody: a customer's number for this salt lies in [from, to) of 0…10000. */
export type Bucket = { readonly salt: string; readonly from: number; readonly to: number }

/** Did things one after another. */
export type SequenceRule = { readonly sequence: StepsSequence | PlacesSequence }

/**
 * Each step is the first such fact after the one before. A step may ask for days: counted by the shop's calendar from the
 * day of the step before.
 */
export type StepsSequence = {
  readonly steps: readonly SequenceStep[]
  readonly begin?: Begin
  /** From the first step to the last. */
  readonly within?: z.output<typeof durationSchema>
  /** Came as far as this step and no further; left out: all of them. */
  readonly stoppedAt?: number
}

export type SequenceStep = {
  readonly did: string
  readonly where?: Rule
  /** Of a purchase: what was in it, or where it was made. `is` null: nothing is known of it. */
  readonly bought?: { readonly by: (typeof boughtBy)[number]; readonly is: string | null }
  readonly days?: { readonly from: number; readonly to?: number }
}

/**
 * Which fact begins the sequence: the earliest such one in the window, the earliest there ever was (`ever`), or the
 * customer's earliest of its kind whatever it was about (`of-kind`). The last two must lie in the window.
 */
export type Begin = { readonly first?: (typeof firsts)[number]; readonly from?: string; readonly to?: string }

/** What a customer's first, second, third … purchase was of, or which kinds of facts came first, second, third. */
export type PlacesSequence = {
  readonly nth: (typeof placesBy)[number]
  readonly kinds?: readonly string[]
  readonly begin?: Omit<Begin, 'first'>
  readonly places: readonly Place[]
}
export type Place =
  | { readonly is: string | null }
  | { readonly noneOf: readonly string[] }
  | { readonly any: true }
  | { readonly end: true }

export const boughtBy = ['product', 'category', 'channel'] as const
export const firsts = ['in-window', 'ever', 'of-kind'] as const
export const placesBy = [...boughtBy, 'kind'] as const
export const mostSteps = 8

/** Two hundred years at most: beyond, an instant would leave what the database can hold. */
const longest: Partial<Record<(typeof durationUnits)[number], number>> = { years: 200, months: 2_400 }

export const durationSchema = z
  .strictObject({ amount: z.int().min(0).max(10_000), unit: z.enum(durationUnits) })
  .refine(({ amount, unit }) => amount <= (longest[unit] ?? 10_000), { path: ['amount'], error: '≤ 200 years' })

/** Text that the database takes: no NUL, no half of a surrogate pair. */
export const soundPart = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .refine((text) => !text.includes('\u0000') && text.isWellFormed(), { error: 'NUL' })

const windowSchema = z.union([
  z.strictObject({ last: durationSchema }),
  z.strictObject({ from: z.iso.datetime({ offset: true }).optional(), to: z.iso.datetime({ offset: true }).optional() }),
])

const timesSchema = z.strictObject({ op: z.enum(['at-least', 'at-most', 'exactly']), count: z.int().min(0).max(100_000) })

const bucketSchema = z
  .strictObject({ salt: soundPart(100), from: z.int().min(0).max(10_000), to: z.int().min(0).max(10_000) })
  .refine((b) => b.from < b.to, { path: ['to'], params: { words: { zh: '应大于 from', en: 'has to be greater than from' } } })

const instant = z.iso.datetime({ offset: true })
const label = soundPart(200).nullable()

export const stepSchema = z
  .strictObject({
    did: z.string().max(100),
    where: z.lazy(() => ruleSchema).optional(),
    bought: z.strictObject({ by: z.enum(boughtBy), is: label }).optional(),
    days: z.strictObject({ from: z.int().min(0).max(3_650), to: z.int().min(0).max(3_650).optional() }).optional(),
  })
  .refine((step) => step.bought === undefined || step.where === undefined, { path: ['bought'], error: 'where' })

const sequenceSchema = z.union([
  z.strictObject({
    steps: z.array(stepSchema).min(1).max(mostSteps),
    begin: z.strictObject({ first: z.enum(firsts).optional(), from: instant.optional(), to: instant.optional() }).optional(),
    within: durationSchema.optional(),
    stoppedAt: z.int().min(1).max(mostSteps).optional(),
  }),
  z.strictObject({
    nth: z.enum(placesBy),
    kinds: z.array(z.string().max(100)).min(1).max(20).optional(),
    begin: z.strictObject({ from: instant.optional(), to: instant.optional() }).optional(),
    places: z
      .array(
        z.union([
          z.strictObject({ is: label }),
          z.strictObject({ noneOf: z.array(soundPart(200)).max(50) }),
          z.strictObject({ any: z.literal(true) }),
          z.strictObject({ end: z.literal(true) }),
        ]),
      )
      .min(1)
      .max(mostSteps),
  }),
])

/** The form of each kind of node, keyed by the property that marks it. `z.lazy` closes the circle. */
const nodeSchemas = {
  all: z.strictObject({ all: z.array(z.lazy(() => ruleSchema)).max(100) }),
  any: z.strictObject({ any: z.array(z.lazy(() => ruleSchema)).max(100) }),
  not: z.strictObject({ not: z.lazy(() => ruleSchema) }),
  field: z.strictObject({ field: z.string().max(100), op: z.string().max(40), value: z.unknown().optional() }),
  did: z.strictObject({
    did: z.string().max(100),
    times: timesSchema.optional(),
    within: windowSchema.optional(),
    where: z.lazy(() => ruleSchema).optional(),
  }),
  segment: z.strictObject({ segment: z.string().max(100) }),
  stage: z.strictObject({ stage: z.array(z.string().max(40)).min(1).max(20) }),
  tier: z.strictObject({ tier: z.array(z.string().max(40)).min(1).max(20) }),
  bucket: z.strictObject({ bucket: bucketSchema }),
  sequence: z.strictObject({ sequence: sequenceSchema }),
}

/** The form of a rule; whether its fields and operators exist is asked by `checkRule`. */
export const ruleSchema: z.ZodType<Rule> = z.union(Object.values(nodeSchemas)).meta({ id: 'Rule' })

/** The schema for just this node, so that an error can be said about it and not about every other kind. */
export function nodeSchemaFor(node: object): z.ZodType<Rule> | null {
  const entry = Object.entries(nodeSchemas).find(([mark]) => mark in node)
  return entry ? entry[1] : null
}

/** Everybody. */
export const everybody: Rule = { all: [] }
export const isEverybody = (rule: Rule): boolean => 'all' in rule && rule.all.length === 0
