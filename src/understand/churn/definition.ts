import { z } from 'zod'
import { ruleSchema } from '../../core/rule/rule.ts'

export const churnKinds = ['rhythm', 'days'] as const

/**
 * What leaving means. By rhythm: longer away than `share` of one's own gaps. By days: away for more than `days`, the same for
 * everybody. Whoever wants no personalisation is always judged by `days`.
 */
export const churnDefinition = z.strictObject({
  kind: z.enum(churnKinds),
  share: z.number().min(0.85).max(0.99).default(0.95),
  days: z.int().min(7).max(1_825).default(180),
  who: ruleSchema
    .nullable()
    .default(null)
    .describe('Only these customers can leave; null: whoever ever bought · 只看这些客户；空为所有买过的'),
  windowDays: z
    .int()
    .min(1)
    .max(365)
    .default(60)
    .describe(
      'What is bought within so many days of coming onto the list counts as spent after; whoever buys later came back too · 列入名单后多少天内的消费计入“随后消费”；更晚消费的也算回来',
    ),
})
export type ChurnDefinition = z.output<typeof churnDefinition>

export const usualDefinition: ChurnDefinition = { kind: 'rhythm', share: 0.95, days: 180, who: null, windowDays: 60 }

/** By days somebody is late after two thirds of the time. */
export const lateDaysOf = (days: number): number => Math.max(1, Math.round((days * 2) / 3))

/** How many customers one person looks after at a time, and how many those that nobody owns are together. */
export const churnCapacity = z.strictObject({
  perPerson: z.int().min(0).max(200),
  pool: z.int().min(0).max(1_000),
  people: z.record(z.uuid(), z.int().min(0).max(200)).describe('By the id of a user, where it is another number · 个别同事的数目'),
})
export type ChurnCapacity = z.output<typeof churnCapacity>
export const usualCapacity: ChurnCapacity = { perPerson: 5, pool: 10, people: {} }
