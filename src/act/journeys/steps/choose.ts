import { z } from 'zod'
import { ruleSchema } from '../../../core/rule/rule.ts'
import { areDifferent, defineStep, type Moment, type Move, stepId, wayLabel, wayName, waysTo } from './step.ts'

/** The way of whoever fits none of the rules. */
export const otherwise = 'otherwise'

const schema = z.strictObject({
  id: stepId,
  kind: z.literal('choose'),
  /** Asked in this order: the first that holds decides. */
  cases: z
    .array(z.strictObject({ way: wayName.refine((way) => way !== otherwise), label: wayLabel.optional(), rule: ruleSchema }))
    .min(1)
    .max(8)
    .refine(areDifferent),
  to: waysTo,
})

export const chooseStep = defineStep({
  kind: 'choose',
  label: { zh: '多路分支', en: 'Several ways' },
  help: {
    zh: '依次看条件，走第一个成立的一路；都不成立走“其他”',
    en: 'The first rule that holds decides; whoever fits none goes the other way',
  },
  schema,
  open: ({ id, cases, to }) => {
    const decide = ({ holds }: Moment): Move => {
      const place = cases.findIndex(({ rule }) => holds(rule))
      const found = cases[place]
      if (!found) return { kind: 'go', to: to[otherwise] ?? null, what: `way:${otherwise}`, why: { code: 'no-case' } }
      const why = { code: 'case-holds', details: { place, label: found.label ?? found.way } }
      return { kind: 'go', to: to[found.way] ?? null, what: `way:${found.way}`, why }
    }
    return {
      id,
      ways: [...cases.map(({ way }) => way), otherwise].map((name) => ({ name, to: to[name] ?? null })),
      pauses: false,
      rules: cases.map(({ rule }) => rule),
      arrive: decide,
      wake: decide,
    }
  },
})
