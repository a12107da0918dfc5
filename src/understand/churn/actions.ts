import { z } from 'zod'
import { defineAction } from '../../core/action/action.ts'
import { soundText } from '../../fields/sound-text.ts'
import { churnOutcomes, entryStates } from './churn.ts'
import { churnCapacity, churnDefinition } from './definition.ts'
import { reasonKey, reasonTree } from './reasons.ts'

const id = z.uuid()
const entry = z.object({ id, state: z.enum(entryStates), version: z.int() })
const version = z.int().optional().describe('Refused where somebody changed it first · 别人已先改动则拒绝')
const about = { churn_entries: 'id' } as const

export const assignChurnEntry = defineAction({
  name: 'assign-churn-entry',
  label: { zh: '指派挽回', en: 'Hand the winning back to somebody' },
  help: { zh: 'assigneeId 为 null 时放回公共名单。', en: 'Null puts it back among those of nobody.' },
  method: 'POST',
  path: '/churn/entries/:id/assign',
  role: 'member',
  about,
  input: z.strictObject({ id, assigneeId: z.string().max(100).nullable().describe('`user:0190a6e2-…`'), version }),
  output: entry,
})

export const snoozeChurnEntry = defineAction({
  name: 'snooze-churn-entry',
  label: { zh: '稍后再看', en: 'Snooze the winning back' },
  help: { zh: '到那天零点回到名单；null 为现在就回来。', en: 'Back on the list at the beginning of that day; null brings it back now.' },
  method: 'POST',
  path: '/churn/entries/:id/snooze',
  role: 'member',
  about,
  input: z.strictObject({ id, until: z.iso.date().nullable(), version }),
  output: entry,
})

export const resolveChurnEntry = defineAction({
  name: 'resolve-churn-entry',
  label: { zh: '记下挽回结果', en: 'Put down what came of it' },
  help: {
    zh: 'back 回来了，lost 没救回，mistaken 误报。客户消费时会自动记为回来了。原因填在客户身上，也记在这一条上。',
    en: '`back`, `lost` or `mistaken`. A purchase puts down `back` by itself. The reason is kept of the customer and of this line.',
  },
  method: 'POST',
  path: '/churn/entries/:id/resolve',
  role: 'member',
  about,
  input: z.strictObject({
    id,
    outcome: z.enum(churnOutcomes),
    reason: reasonKey.nullable().optional(),
    note: soundText(1_000).nullable().optional(),
    version,
  }),
  output: entry,
})

export const reopenChurnEntry = defineAction({
  name: 'reopen-churn-entry',
  label: { zh: '重新打开挽回', en: 'Reopen the winning back' },
  method: 'POST',
  path: '/churn/entries/:id/reopen',
  role: 'member',
  about,
  input: z.strictObject({ id }),
  output: entry,
})

export const makeChurnTodo = defineAction({
  name: 'make-churn-todo',
  label: { zh: '为挽回添加待办', en: 'Make a to-do for the winning back' },
  method: 'POST',
  path: '/churn/entries/:id/todo',
  role: 'member',
  about,
  input: z.strictObject({ id, title: soundText(500), dueAt: z.iso.date().nullable().optional() }),
  output: z.object({ id, todo: id }),
})

export const noteChurnStep = defineAction({
  name: 'note-churn-step',
  label: { zh: '记下做了什么', en: 'Note what was done' },
  help: { zh: '例如放进了哪个旅程；只追加，不改动。', en: 'E.g. which journey they were put into; added only, never changed.' },
  method: 'POST',
  path: '/churn/entries/:id/steps',
  role: 'member',
  about,
  input: z.strictObject({ id, kind: z.enum(['journey', 'contacted']), journeyId: id.optional(), words: soundText(500).optional() }),
  output: z.object({ id }),
})

export const setChurnReason = defineAction({
  name: 'set-churn-reason',
  label: { zh: '填写流失原因', en: 'Say why a customer left' },
  help: { zh: 'null 清除人工填写的原因，回到自动找出的。', en: 'Null takes out what was filled in; what is found by itself stands again.' },
  method: 'PUT',
  path: '/customers/:id/churn-reason',
  role: 'member',
  about: { customer: 'id' },
  fields: ['churnReason'],
  input: z.strictObject({ id, reason: reasonKey.nullable(), note: soundText(500).nullable().optional() }),
  output: z.object({ id }),
  step: {
    label: { zh: '填写流失原因', en: 'Say why the customer left' },
    input: z.strictObject({
      reason: reasonKey.nullable().meta({ description: '原因 · Reason', answerOf: 'churnReason' }),
      note: soundText(500).nullable().optional().describe('说明 · Note'),
    }),
    customer: 'id',
  },
})

export const saveChurnDefinition = defineAction({
  name: 'save-churn-definition',
  label: { zh: '保存流失的定义', en: 'Save what leaving means' },
  help: {
    zh: '成为新版本，旧版本留存。全部客户随后重新判定；由此引起的变化不会触发旅程。',
    en: 'Becomes a new version; older ones are kept. Everybody is judged anew soon after; what changes because of it wakes no journey.',
  },
  method: 'PUT',
  path: '/churn/definition',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: churnDefinition.extend({ note: soundText(300).nullable().optional() }),
  output: z.object({ version: z.int() }),
})

export const saveChurnCapacity = defineAction({
  name: 'save-churn-capacity',
  label: { zh: '保存团队每天能处理的数量', en: 'Save how many the team can handle' },
  help: {
    zh: '名单随即补足到这个数；减少时不撤下已经在名单上的。',
    en: 'The list is filled up to it at once; a smaller number takes nobody off.',
  },
  method: 'PUT',
  path: '/churn/capacity',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: churnCapacity,
  output: z.object({ added: z.int() }),
})

export const saveChurnReasons = defineAction({
  name: 'save-churn-reasons',
  label: { zh: '保存流失原因', en: 'Save the reasons for leaving' },
  help: {
    zh: '两级的树，上一级在前；“price.high”属于“price”。用过的只能停用，不能删去。',
    en: 'A tree of two levels, parents first; `price.high` belongs to `price`. What was used can be retired, not taken out.',
  },
  method: 'PUT',
  path: '/churn/reasons',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({ reasons: reasonTree }),
  output: z.object({ reasons: z.int() }),
})
