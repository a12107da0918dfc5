import { z } from 'zod'
import { words } from '../../core/kit/words-schema.ts'

/** A name that is the same in both languages, or one of each. */
const name = z.union([z.string(), words])

/**
 * What a discovery says, in figures. `value` with its 95 % interval is what was found, of `n` customers (or orders, or lines);
 * `usual` of `usualN` is what it is compared with. Which of them are shares, counts or amounts is told by the kind.
 */
export const factsSchema = z.object({
  name: name.nullable(),
  n: z.int(),
  value: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  usual: z.number().nullable(),
  usualN: z.int().nullable(),
  /** Of a difference: how far apart, with its interval. */
  apart: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** Adjusted for how many were tested at once. */
  p: z.number().nullable(),
  tested: z.int().nullable(),
  /** Minor units, where money is at stake. */
  amount: z.int().nullable(),
  /** Days that a stretch of time is counted in. */
  days: z.int().nullable(),
})
export type DiscoveryFacts = z.output<typeof factsSchema>

export const noFacts: DiscoveryFacts = {
  name: null,
  n: 0,
  value: 0,
  low: null,
  high: null,
  usual: null,
  usualN: null,
  apart: null,
  p: null,
  tested: null,
  amount: null,
  days: null,
}

/** At most this share of what is told may be chance. */
export const falseShare = 0.05

/** What was looked at for one kind, and what came of it. */
export const lookedSchema = z.object({
  kind: z.string(),
  tested: z.int().describe('How many were looked at: segments, products, channels …'),
  tooFew: z.int().describe('How many of them had too few customers to tell'),
  found: z.int(),
})
export type Looked = z.output<typeof lookedSchema>

export const muteReasons = ['known', 'not-useful', 'wrong', 'other'] as const
