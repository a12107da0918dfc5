import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { addDays, localDate } from '../../core/kit/local-time.ts'
import { soundText } from '../../fields/sound-text.ts'
import { dueInput, dueParts } from './due.ts'

const id = z.uuid()
const person = z
  .string()
  .max(100)
  .describe('An actor’s id, as `user:0190a6e2-…`; `owner` for whoever the customer belongs to · 用户编号；owner 为客户的负责人')
const priority = z.enum(['high', 'normal'])
export const originKinds = ['hand', 'interaction', 'journey'] as const
const state = z.enum(['open', 'done', 'cancelled'])

const origin = z.strictObject({
  kind: z.enum(originKinds),
  id: z.uuid().optional(),
  words: soundText(500).optional().describe('The words it was read from · 约定的原话'),
})

/** A to-do as a step of a journey: its day is counted from when somebody comes to it. */
const todoStep = z.strictObject({
  title: soundText(500).describe('标题 · Title'),
  note: soundText(5_000).optional().describe('说明，例如话术 · What to say or do'),
  dueDays: z.int().min(0).max(365).optional().describe('几天内完成 · Due in so many days'),
  assigneeId: person
    .nullable()
    .optional()
    .meta({ description: '负责人；不填为暂不指派 · Whose; nobody’s yet where left out', answerOf: 'owner' }),
  priority: priority
    .optional()
    .meta({ description: '优先级 · Priority', words: { high: { zh: '紧急', en: 'Urgent' }, normal: { zh: '普通', en: 'Normal' } } }),
})

export const createTodo = defineAction({
  name: 'create-todo',
  label: { zh: '添加待办', en: 'Make a to-do' },
  help: {
    zh: '不写 assigneeId 由自己负责，null 为暂不指派；不写 customerId 则与客户无关。到期的事每天早上用邮件提醒负责人。',
    en: 'Yours where assigneeId is left out, nobody’s yet where it is null; about no customer without customerId. Whoever it is for is reminded of what is due by a mail each morning.',
  },
  method: 'POST',
  path: '/todos',
  role: 'member',
  about: { todo: null, customer: 'customerId' },
  verb: 'create',
  input: z.strictObject({
    customerId: id.nullable().optional(),
    title: soundText(500),
    note: soundText(5_000).nullable().optional(),
    dueAt: dueInput.nullable().optional(),
    assigneeId: person.nullable().optional(),
    priority: priority.default('normal'),
    origin: origin.default({ kind: 'hand' }),
    script: soundText(10_000).nullable().optional().describe('What to say in the call · 通话时怎么说'),
    filledFrom: z
      .array(soundText(100))
      .max(500)
      .optional()
      .describe(
        'Fields of the customer that the script was filled in from; who may not see one of them does not see it · 话术由客户的哪些字段填成；看不到其中任何一个的人也看不到话术',
      ),
    messageId: id.optional().describe('The message that the to-do carries out · 由哪条消息而来'),
    escalateAt: dueInput.nullable().optional().describe('The manager is told where it is still open by then · 到时还没办就上报给上级'),
  }),
  example: { title: '周五前回电', dueAt: '2030-06-20' },
  output: z.object({ id }),
  step: {
    label: { zh: '建一个待办', en: 'Make a to-do' },
    help: { zh: '给同事留一件关于这位客户的事，例如回访电话。', en: 'Something for a colleague to do about this customer, e.g. a call.' },
    input: todoStep,
    customer: 'customerId',
    fill: (input, { now, timeZone, journeyId }) => {
      const { dueDays, assigneeId = null, ...rest } = todoStep.parse(input)
      const dueAt = dueDays === undefined ? null : addDays(localDate(now, timeZone), dueDays)
      return { ...rest, assigneeId, dueAt, origin: { kind: 'journey', id: journeyId } }
    },
  },
})

export const changeTodo = defineAction({
  name: 'change-todo',
  label: { zh: '修改待办', en: 'Change a to-do' },
  help: {
    zh: '只改动传入的字段；null 表示清空。带上 version 时，若别人已先改动则拒绝。',
    en: 'Changes only what is sent; null clears. With `version`, refused where somebody changed it first.',
  },
  method: 'PATCH',
  path: '/todos/:id',
  role: 'member',
  about: { todo: 'id' },
  input: z.strictObject({
    id,
    title: soundText(500).optional(),
    note: soundText(5_000).nullable().optional(),
    dueAt: dueInput.nullable().optional(),
    assigneeId: person.nullable().optional(),
    priority: priority.optional(),
    version: z.int().optional(),
  }),
  output: z.object({ id, version: z.int() }),
})

const ended = z.object({ id, state })

export const finishTodo = defineAction({
  name: 'finish-todo',
  label: { zh: '完成待办', en: 'Finish a to-do' },
  method: 'POST',
  path: '/todos/:id/finish',
  role: 'member',
  about: { todo: 'id' },
  input: z.strictObject({ id }),
  output: ended,
})

export const reopenTodo = defineAction({
  name: 'reopen-todo',
  label: { zh: '重新打开待办', en: 'Reopen a to-do' },
  method: 'POST',
  path: '/todos/:id/reopen',
  role: 'member',
  about: { todo: 'id' },
  input: z.strictObject({ id }),
  output: ended,
})

export const cancelTodo = defineAction({
  name: 'cancel-todo',
  label: { zh: '取消待办', en: 'Cancel a to-do' },
  help: { zh: '不再需要做；可以重新打开。', en: 'No longer needed; it can be reopened.' },
  method: 'POST',
  path: '/todos/:id/cancel',
  role: 'member',
  about: { todo: 'id' },
  input: z.strictObject({ id }),
  output: ended,
})

const several = z.array(id).min(1).max(200)

export const finishTodos = defineAction({
  name: 'finish-todos',
  label: { zh: '批量完成待办', en: 'Finish several to-dos' },
  help: { zh: '全部完成，或一条也不动。', en: 'All of them, or none.' },
  method: 'POST',
  path: '/todos/finish',
  role: 'member',
  about: { todo: 'ids' },
  input: z.strictObject({ ids: several }),
  output: z.object({ finished: z.array(id).describe('Those that were open · 原本未完成的') }),
})

export const reassignTodos = defineAction({
  name: 'reassign-todos',
  label: { zh: '批量转派待办', en: 'Hand several to-dos to somebody' },
  help: { zh: '全部转派，或一条也不动。', en: 'All of them, or none.' },
  method: 'POST',
  path: '/todos/reassign',
  role: 'member',
  about: { todo: 'ids' },
  input: z.strictObject({ ids: several, assigneeId: person.nullable() }),
  output: z.object({ changed: z.array(id) }),
})

const parts = z.object({ overdue: z.int(), today: z.int(), week: z.int(), later: z.int(), someday: z.int() })

/** What is to be done, the most urgent first; of those that ended, the newest first. */
export const listTodos = defineQuestion({
  name: 'list-todos',
  label: { zh: '待办清单', en: 'What is to be done' },
  help: {
    zh: 'who：me 自己的，everyone 所有人的，nobody 未指派的，或某位用户的编号。',
    en: '`who`: `me`, `everyone`, `nobody` for those not assigned, or a user’s id.',
  },
  method: 'GET',
  path: '/todos/agenda',
  role: 'member',
  about: { todo: null, customer: 'customerId' },
  input: z.strictObject({
    who: z.string().max(100).default('me'),
    customerId: id.optional(),
    state: z.enum(['open', 'ended']).default('open'),
    after: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  output: z.object({
    todos: z.array(
      z.object({
        id,
        title: z.string(),
        note: z.string().nullable(),
        dueAt: z.string().nullable(),
        wholeDay: z.boolean(),
        part: z.enum(dueParts),
        state,
        priority,
        assigneeId: z.string().nullable(),
        assigneeName: z.string().nullable(),
        customer: z.object({ id, name: z.string().nullable() }).nullable(),
        originKind: z.string(),
        originId: z.string().nullable(),
        originWords: z.string().nullable(),
        createdByName: z.string(),
        endedAt: z.string().nullable(),
        endedByName: z.string().nullable(),
        version: z.int(),
        isCall: z.boolean().describe('A call to make, with a script · 要打的电话，附话术'),
        mayChange: z.boolean(),
      }),
    ),
    counts: parts.describe('Of all open ones that were asked for, not of this page alone · 全部未完成的，不止本页'),
    next: z.string().nullable().describe('Pass as `after` for more · 作为 after 继续读取'),
  }),
})
