import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import type { Option } from '../../core/entity/field.ts'
import { defineEvent } from '../../core/event/event.ts'
import { soundText } from '../../fields/sound-text.ts'
import { dueInput } from './due.ts'

/** To-dos with a script: calls to make. What came of one is an interaction, a fact, and the end of the to-do or its next day. */

export type CallResult = 'connected' | 'no-answer' | 'call-back' | 'declined' | 'wrong-number'

/** `isFinal`: the to-do is over with it; else it comes again. */
export const callResults: readonly (Option & { readonly value: CallResult; readonly isFinal: boolean })[] = [
  { value: 'connected', label: { zh: '接通', en: 'Connected' }, tone: 'good', isFinal: true },
  { value: 'no-answer', label: { zh: '未接', en: 'No answer' }, tone: 'attention', isFinal: false },
  { value: 'call-back', label: { zh: '约定再打', en: 'Call back' }, tone: 'blue', isFinal: false },
  { value: 'declined', label: { zh: '谢绝', en: 'Declined' }, tone: 'neutral', isFinal: true },
  { value: 'wrong-number', label: { zh: '号码有误', en: 'Wrong number' }, tone: 'danger', isFinal: true },
]
const results = ['connected', 'no-answer', 'call-back', 'declined', 'wrong-number'] as const satisfies readonly CallResult[]

/** Kept as `calls`. */
export const callSettings = z.strictObject({
  /** A call that is still to be made so many hours after its day goes to the assignee’s manager; null: it stays. */
  escalateHours: z.int().min(1).max(720).nullable(),
})
export type CallSettings = z.output<typeof callSettings>
export const usualCallSettings: CallSettings = { escalateHours: 24 }

export const callRecorded = defineEvent({
  name: 'call.recorded',
  label: { zh: '回访结果', en: 'Result of a call' },
  sentence: {
    zh: '{by}回访“{title}”：{result}[，满意度 {satisfaction} 分]',
    en: '{by} called about “{title}”: {result}[, satisfaction {satisfaction}]',
  },
  payload: {
    todo: { type: 'reference', to: 'todo', label: { zh: '待办编号', en: 'To-do' } },
    title: { type: 'text', label: { zh: '要做什么', en: 'What to do' } },
    result: { type: 'choice', label: { zh: '结果', en: 'Result' }, options: callResults },
    satisfaction: { type: 'integer', label: { zh: '满意度（1–5）', en: 'Satisfaction (1–5)' } },
    by: { type: 'text', to: 'actor', label: { zh: '操作人', en: 'By' } },
    byId: { type: 'text', label: { zh: '操作人编号', en: 'By (id)' } },
  },
  tone: 'blue',
})

const id = z.uuid()

export const listCalls = defineQuestion({
  name: 'list-calls',
  label: { zh: '要打的电话', en: 'Calls to make' },
  help: {
    zh: '有话术的待办，最急的在前，附客户概况。',
    en: 'To-dos with a script, the most urgent first, with what one needs to know of the customer.',
  },
  method: 'GET',
  path: '/todos/calls',
  role: 'member',
  about: { todo: null, customer: 'customerId' },
  people: 'calls',
  input: z.strictObject({
    who: z.enum(['me', 'nobody', 'everyone']).default('me'),
    customerId: id.optional(),
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(30),
  }),
  output: z.object({
    calls: z.array(
      z.object({
        id,
        title: z.string(),
        script: z.string().nullable().describe('Null: filled in from what is hidden from the reader’s role'),
        dueAt: z.string().nullable(),
        wholeDay: z.boolean(),
        isOverdue: z.boolean(),
        isUrgent: z.boolean(),
        assigneeName: z.string().nullable(),
        result: z.string().nullable().describe('Of the last try · 上次的结果'),
        customer: z
          .object({
            id,
            name: z.string().nullable(),
            phone: z.string().nullable(),
            city: z.string().nullable(),
            lastPurchaseAt: z.string().nullable(),
            purchases: z.int().nullable().describe('Null: the reader is shown no purchases'),
            lastTalk: z.string().nullable(),
            lastTalkAt: z.string().nullable(),
          })
          .nullable(),
        mayChange: z.boolean(),
      }),
    ),
    count: z.int(),
    next: z.string().nullable(),
  }),
})

export const recordCall = defineAction({
  name: 'record-call',
  label: { zh: '记录回访结果', en: 'Record what came of a call' },
  help: {
    zh: '接通、谢绝、号码有误会完成待办；未接则改到 nextAt（不填为明天），约定再打须填 nextAt。',
    en: 'Connected, declined and wrong number finish the to-do; no answer moves it to nextAt (tomorrow where left out), call back needs nextAt.',
  },
  method: 'POST',
  path: '/todos/:id/call',
  role: 'member',
  about: { todo: 'id' },
  input: z.strictObject({
    id,
    result: z.enum(results),
    satisfaction: z.int().min(1).max(5).optional(),
    note: soundText(2_000).optional(),
    nextAt: dueInput.optional(),
    nextStep: soundText(500).optional().describe('A to-do of one’s own that follows · 接下来要做的事，建为自己的待办'),
  }),
  output: z.object({ id, state: z.enum(['open', 'done']), nextTodoId: id.nullable() }),
})

export const readCallSettings = defineQuestion({
  name: 'read-call-settings',
  label: { zh: '回访设置', en: 'Settings of calls' },
  method: 'GET',
  path: '/todos/calls/settings',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: callSettings,
})

export const saveCallSettings = defineAction({
  name: 'save-call-settings',
  label: { zh: '保存回访设置', en: 'Save the settings of calls' },
  method: 'PUT',
  path: '/todos/calls/settings',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: callSettings,
  output: z.object({}),
})
