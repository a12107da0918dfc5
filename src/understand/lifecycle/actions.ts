import { z } from 'zod'
import { defineAction } from '../../core/action/action.ts'
import { ruleSchema } from '../../core/rule/rule.ts'
import { stagePlan } from './stage-plan.ts'

const label = z.string().trim().min(1).max(20)

/** From the first stage to the last. */
export const stagesSchema = z
  .array(
    z.strictObject({
      key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'a-z, 0-9, -'),
      label: z.strictObject({ zh: label, en: z.string().trim().min(1).max(40) }),
      colour: z.string().regex(/^[a-z0-9-]{1,40}$/, 'a-z, 0-9, -'),
      rule: ruleSchema,
    }),
  )
  .min(2)
  .max(12)
  .meta({
    examples: [
      [
        { key: 'potential', label: { zh: '潜在', en: 'Potential' }, colour: 'potential', rule: { all: [] } },
        {
          key: 'buyer',
          label: { zh: '买过', en: 'Buyer' },
          colour: 'loyal',
          rule: { all: [{ field: 'purchaseCount', op: 'at-least', value: 1 }] },
        },
      ],
    ],
  })

export type StageDraft = z.output<typeof stagesSchema>[number]

export const saveStages = defineAction({
  name: 'save-stages',
  label: { zh: '保存生命周期阶段', en: 'Save the lifecycle stages' },
  help: {
    zh: '阶段按从先到后的顺序给出；客户处于最靠后的、条件成立的阶段，第一个阶段收下其余的人。保存后立即重新判定全部客户；由此引起的变化不会触发旅程。',
    en: 'Stages are given from first to last; a customer is in the furthest whose rule holds, and the first takes the rest. Everybody is asked again at once; what changes because of it wakes no journey.',
  },
  method: 'PUT',
  path: '/stages',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({ stages: stagesSchema }),
  output: z.object({ moved: z.int() }),
})

export const saveStagePlan = defineAction({
  name: 'save-stage-plan',
  label: { zh: '保存阶段计划', en: 'Save the plan of a stage' },
  help: {
    zh: '谁负责这个阶段、对里面的客户做什么、要达到什么。',
    en: 'Who answers for the stage, what is done for its customers, and what it should come to.',
  },
  method: 'PUT',
  path: '/stages/:stage/plan',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: stagePlan,
  output: z.object({ stage: z.string() }),
})
