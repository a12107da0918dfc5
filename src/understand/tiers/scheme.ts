import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { ruleSchema } from '../../core/rule/rule.ts'

const words = (most: number) => z.strictObject({ zh: z.string().trim().min(1).max(most), en: z.string().trim().min(1).max(most) })

/** What kind of thing is promised; each has its sign on screen. */
export const benefitKinds = ['discount', 'gift', 'shipping', 'service', 'points', 'access', 'other'] as const
export type BenefitKind = (typeof benefitKinds)[number]

export const mostCost = 1_000_000_000_000

/** `cost`: what it costs the firm for one customer and year, in minor units. */
export const benefitSchema = z.strictObject({
  name: words(60),
  kind: z.enum(benefitKinds),
  cost: z.int().min(0).max(mostCost),
  note: z.string().trim().max(300).optional(),
})
export type Benefit = z.output<typeof benefitSchema>

/**
 * How long a tier is promised once it is reached. `none`: as long as its rule holds. `days`: to the end of the day so many
 * days on. `year-end`: to the end of this calendar year, or of one that many years later.
 */
export const validitySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('days'), days: z.int().min(1).max(3_650) }),
  z.strictObject({ kind: z.literal('year-end'), years: z.int().min(0).max(5) }),
])
export type Validity = z.output<typeof validitySchema>

/**
 * What becomes of a customer for whom the rule of their tier holds no longer.
 * `when`: `after-validity` keeps the promise until the validity ends, `at-once` does not wait for it; both then wait for the
 * days of grace. `how`: down one tier at a time, or straight to the tier that the rules give.
 */
export const downSchema = z.strictObject({ when: z.enum(['after-validity', 'at-once']), how: z.enum(['one-step', 'straight']) })

export const tierSchema = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'a-z, 0-9, -'),
  label: words(20),
  /** A key of the browser's palette. */
  colour: z.string().regex(/^[a-z0-9-]{1,40}$/, 'a-z, 0-9, -'),
  /** One to four characters that stand for it where there is little room. */
  mark: z.string().trim().min(1).max(4),
  rule: ruleSchema,
  benefits: z.array(benefitSchema).max(20),
  validity: validitySchema,
  graceDays: z.int().min(0).max(365),
  down: downSchema,
})
export type Tier = z.output<typeof tierSchema>

/** Which purchases count for the figures `tierSpend` and `tierPurchases`: all, those of the last 12 months, those of this calendar year. */
export const countings = ['ever', 'year', 'calendar-year'] as const
export type Counting = (typeof countings)[number]

/** From the lowest tier, which takes everybody, to the highest. A customer has earned the highest whose rule holds. */
export const schemeSchema = z.strictObject({ counting: z.enum(countings), tiers: z.array(tierSchema).max(12) })
export type Scheme = z.output<typeof schemeSchema>

export type SchemeRow = {
  readonly id: string
  readonly name: string
  readonly state: 'draft' | 'published' | 'retired'
  readonly version: number | null
  readonly body: Scheme
  readonly revision: number
}

export const publishedScheme: RawBuilder<SchemeRow> = sql<SchemeRow>`select id, name, state, version, body, revision from tier_schemes where state = 'published'`

/** What all benefits of a tier cost for one customer and year, in minor units. */
export const costOf = (tier: Pick<Tier, 'benefits'>): number => tier.benefits.reduce((sum, { cost }) => sum + cost, 0)
