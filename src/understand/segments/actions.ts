import { z } from 'zod'
import { defineAction } from '../../core/action/action.ts'
import { unchangedSince } from '../../core/action/unchanged-since.ts'
import { ruleSchema } from '../../core/rule/rule.ts'

const name = z.string().trim().min(1).max(100)
const description = z.string().max(2_000).nullable()

export const createSegment = defineAction({
  name: 'create-segment',
  label: { zh: '新建细分', en: 'Create a segment' },
  help: {
    zh: '立即算出成员。由此进入的客户不会触发旅程，之后的进出才会。',
    en: 'Its members are worked out at once. Whoever is in it from the start wakes no journey; later entries do.',
  },
  method: 'POST',
  path: '/segments',
  role: 'member',
  about: { segment: null },
  input: z.strictObject({ name, description: description.optional(), rule: ruleSchema }),
  example: { name: '买过两次以上', rule: { all: [{ field: 'purchaseCount', op: 'at-least', value: 2 }] } },
  output: z.object({ id: z.uuid(), members: z.int() }),
})

export const updateSegment = defineAction({
  name: 'update-segment',
  label: { zh: '修改细分', en: 'Change a segment' },
  help: {
    zh: '只改动传入的部分。条件改变时立即重算成员；由修改引起的进出不会触发旅程。',
    en: 'Changes only what is sent. A new rule is worked out at once; whoever enters or leaves because of it wakes no journey.',
  },
  method: 'PATCH',
  path: '/segments/:id',
  role: 'member',
  about: { segment: 'id' },
  input: z.strictObject({
    id: z.uuid(),
    name: name.optional(),
    description: description.optional(),
    rule: ruleSchema.optional(),
    unchangedSince,
  }),
  output: z.object({ id: z.uuid(), members: z.int() }),
})

export const deleteSegment = defineAction({
  name: 'delete-segment',
  label: { zh: '删除细分', en: 'Delete a segment' },
  help: { zh: '连同进出记录一起删除；客户本身不受影响。', en: 'Its history of members goes with it; the customers themselves stay.' },
  method: 'DELETE',
  path: '/segments/:id',
  role: 'member',
  about: { segment: 'id' },
  input: z.strictObject({ id: z.uuid() }),
  output: z.object({ id: z.uuid() }),
})
