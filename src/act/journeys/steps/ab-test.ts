import { z } from 'zod'
import type { Option } from '../../../core/entity/field.ts'
import { areDifferent, defineStep, type Moment, type Move, stepId, testMetrics, wayLabel, wayName, wayOf, waysTo } from './step.ts'

export const testMetricOptions: readonly Option[] = [
  { value: 'purchase', label: { zh: '购买率', en: 'Share who buy' } },
  { value: 'click', label: { zh: '点击率', en: 'Share who click' } },
  { value: 'revenue', label: { zh: '人均消费', en: 'Spend for each person' } },
]

const schema = z.strictObject({
  id: stepId,
  kind: z.literal('ab-test'),
  variants: z
    .array(z.strictObject({ way: wayName, label: wayLabel.optional(), share: z.number().positive().max(10_000).default(1) }))
    .min(2)
    .max(4)
    .refine(areDifferent),
  metric: z.enum(testMetrics).default('purchase'),
  /** What somebody does in so many days after the draw counts. */
  days: z.int().min(1).max(90).default(14),
  /** For how many people, all variants together, the test is planned: its interval is narrowest there. */
  plannedPeople: z.int().min(20).max(10_000_000).default(2_000),
  /** Whether the variant that is surely better takes everybody from then on. */
  stopsEarly: z.boolean().default(true),
  to: waysTo,
})

export const abTestStep = defineStep({
  kind: 'ab-test',
  label: { zh: 'A/B 测试', en: 'A/B test' },
  help: {
    zh: '随机比较几种做法；某一种确实更好时，其后的客户都走它。随时查看不会造成误判',
    en: 'Compares ways by chance; once one is surely better everybody after goes that way. Looking at it often does not fool it',
  },
  schema,
  open: ({ id, variants, metric, days, plannedPeople, stopsEarly, to }) => {
    const labelOf = (way: string) => variants.find((one) => one.way === way)?.label ?? way
    const decide = ({ share, winner }: Moment): Move => {
      const won = winner(id)
      const way = won !== null && variants.some((one) => one.way === won) ? won : null
      if (way !== null)
        return {
          kind: 'go',
          to: to[way] ?? null,
          what: `won:${way}`,
          why: { code: 'winner', details: { label: labelOf(way) } },
          variant: way,
        }
      const drawn = wayOf(variants, share(id))
      return {
        kind: 'go',
        to: to[drawn] ?? null,
        what: `way:${drawn}`,
        why: { code: 'drawn', details: { label: labelOf(drawn) } },
        variant: drawn,
      }
    }
    return {
      id,
      ways: variants.map(({ way }) => ({ name: way, to: to[way] ?? null })),
      pauses: false,
      test: { ways: variants.map(({ way }) => way), metric, days, plannedPeople, stopsEarly },
      arrive: decide,
      wake: decide,
    }
  },
})
