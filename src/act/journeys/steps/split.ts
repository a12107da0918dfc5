import { z } from 'zod'
import { areDifferent, defineStep, type Moment, type Move, stepId, wayLabel, wayName, wayOf, waysTo } from './step.ts'

const schema = z.strictObject({
  id: stepId,
  kind: z.literal('split'),
  /** Parts of their sum, e.g. 50 and 50. */
  shares: z
    .array(z.strictObject({ way: wayName, label: wayLabel.optional(), share: z.number().positive().max(10_000) }))
    .min(2)
    .max(8)
    .refine(areDifferent),
  to: waysTo,
})

export const splitStep = defineStep({
  kind: 'split',
  label: { zh: '随机分流', en: 'Random split' },
  help: { zh: '按比例随机分成几路；同一客户每次都走同一路', en: 'Ways by chance, in shares; the same customer always goes the same way' },
  schema,
  open: ({ id, shares, to }) => {
    const decide = ({ share }: Moment): Move => {
      const way = wayOf(shares, share(id))
      const label = shares.find((one) => one.way === way)?.label ?? way
      return { kind: 'go', to: to[way] ?? null, what: `way:${way}`, why: { code: 'drawn', details: { label } } }
    }
    return {
      id,
      ways: shares.map(({ way }) => ({ name: way, to: to[way] ?? null })),
      pauses: false,
      arrive: decide,
      wake: decide,
    }
  },
})
