import { z } from 'zod'
import { defineExtension } from '../../core/entity/entity.ts'

/** The score of what is known of a customer. `customer_quality` also names the fields that pull it down. */
export const customerQuality = defineExtension({
  of: 'customer',
  table: 'customer_quality',
  key: 'customer_id',
  fields: {
    qualityScore: {
      type: 'number',
      column: 'score',
      label: { zh: '资料质量', en: 'Data quality' },
      help: {
        zh: '0 到 100：应有的资料中，已知、无疑问且在有效期内确认过的占多少（按权重）；过期的算一半',
        en: '0 to 100: how much of what should be known is known, undoubted and confirmed in time, by weight; what is out of date counts half',
      },
      computed: true,
      sortable: true,
    },
  },
})

/** What should be known of a customer: how much each field matters, and how long a confirmation is good for. */
export const qualityItem = z.strictObject({
  field: z.string().min(1).max(60),
  /** Of whom it is expected. */
  of: z.enum(['everyone', 'person', 'company']),
  weight: z.int().min(1).max(10),
  /** In days. */
  freshFor: z.int().min(1).max(3_650),
})
export type QualityItem = z.output<typeof qualityItem>

export const qualityPlan = z.array(qualityItem).min(1).max(40)

/** What most firms need: how to reach somebody counts most, and changes most often. */
export const usualPlan: readonly QualityItem[] = [
  { field: 'name', of: 'everyone', weight: 5, freshFor: 1_095 },
  { field: 'phone', of: 'everyone', weight: 5, freshFor: 365 },
  { field: 'email', of: 'everyone', weight: 3, freshFor: 365 },
  { field: 'city', of: 'everyone', weight: 2, freshFor: 730 },
  { field: 'gender', of: 'person', weight: 1, freshFor: 3_650 },
  { field: 'birthday', of: 'person', weight: 2, freshFor: 3_650 },
  { field: 'creditCode', of: 'company', weight: 3, freshFor: 1_095 },
  { field: 'address', of: 'company', weight: 2, freshFor: 730 },
]

/** How the last word on a field came about. */
export const checkWays = ['changed', 'confirmed', 'self-check', 'bounced', 'wrong-number', 'doubted'] as const
export type CheckWay = (typeof checkWays)[number]

export const verdicts = ['right', 'wrong'] as const

/** Days that a self-check link is good for. */
export const selfCheckDays = 14
