import { z } from 'zod'
import { defineTrigger } from './trigger.ts'

export const tierTrigger = defineTrigger({
  kind: 'tier',
  label: { zh: '客户等级变化时', en: 'When the tier changes' },
  help: { zh: '升级、降级或任意变化；可只看变成某些等级', en: 'Up, down or either; only to certain tiers if wanted' },
  schema: z.strictObject({
    kind: z.literal('tier'),
    direction: z.enum(['up', 'down', 'any']).default('up'),
    /** The tiers that are reached; left out: any. */
    tiers: z.array(z.string().min(1).max(40)).min(1).max(20).optional(),
    existing: z.boolean().default(false),
  }),
  open: ({ direction, tiers, existing }) => ({
    listensTo: {
      event: 'tier.changed',
      among: [
        ...(direction === 'any' ? [] : [{ field: 'direction', values: [direction] }]),
        ...(tiers ? [{ field: 'to', values: tiers }] : []),
      ],
    },
    ...(tiers ? { tiers } : {}),
    ...(existing && tiers ? { existing: { tier: tiers } } : {}),
  }),
})
