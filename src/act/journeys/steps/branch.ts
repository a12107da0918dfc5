import { z } from 'zod'
import { ruleSchema } from '../../../core/rule/rule.ts'
import { defineStep, type Moment, type Move, nextStep, stepId } from './step.ts'

const schema = z.strictObject({ id: stepId, kind: z.literal('branch'), rule: ruleSchema, yes: nextStep, no: nextStep })

export const branchStep = defineStep({
  kind: 'branch',
  label: { zh: '分支', en: 'Branch' },
  help: { zh: '按条件分成两路', en: 'Two ways, by a rule' },
  schema,
  open: (step) => {
    const decide = ({ holds }: Moment): Move =>
      holds(step.rule)
        ? { kind: 'go', to: step.yes, what: 'yes', why: { code: 'rule-holds' } }
        : { kind: 'go', to: step.no, what: 'no', why: { code: 'rule-fails' } }
    return {
      id: step.id,
      ways: [
        { name: 'yes', to: step.yes },
        { name: 'no', to: step.no },
      ],
      pauses: false,
      rules: [step.rule],
      arrive: decide,
      wake: decide,
    }
  },
})
