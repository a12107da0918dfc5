import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'
import { soundText } from '../../fields/sound-text.ts'

const id = z.uuid()
const byId = z.strictObject({ id })
const people = { about: 'nothing', right: 'people', role: 'owner' } as const
const successors = z.array(id).max(50)

export const handOverStates = ['moving', 'done', 'stopped', 'undoing', 'undone'] as const
export type HandOverState = (typeof handOverStates)[number]

/** What belongs to somebody besides customers and to-dos, by kind. */
const counted = z.array(z.object({ what: z.string(), label: words, count: z.int() }))

export const previewHandOver = defineQuestion({
  name: 'preview-hand-over',
  label: { zh: '交接前的清点', en: 'What a hand-over would move' },
  method: 'GET',
  path: '/users/:id/hand-over',
  ...people,
  input: byId,
  output: z.object({
    id,
    name: z.string(),
    customers: z.int(),
    todos: z.int().describe('Open to-dos that are no promises'),
    promises: z.int().describe('Open to-dos that were promised in an interaction · 未兑现的约定'),
    rest: counted,
    sessions: z.int(),
    keys: z.int(),
  }),
})

export const handOver = defineAction({
  name: 'hand-over',
  label: { zh: '离职交接', en: 'Hand over and leave' },
  help: {
    zh: '立即停用账号、退出所有设备、停用其 API 密钥；客户、待办和约定在后台逐批移交，可停止，可撤销。关于某位客户的待办跟着客户走。',
    en: 'Disables the account, ends its sessions and API keys at once; customers, to-dos and promises move in the background, can be stopped and undone. What is to be done for a customer goes with the customer.',
  },
  method: 'POST',
  path: '/users/:id/hand-over',
  ...people,
  input: z.strictObject({
    id,
    customersTo: successors.describe('One after the other in turn; empty: into the public pool'),
    todosTo: successors.optional().describe('What goes with no customer; whoever gets the customers where left out'),
    restTo: id
      .nullable()
      .optional()
      .describe('Who gets views, journeys, schedules, the department and the people; the first successor where left out'),
    reason: soundText(200).nullable().optional(),
  }),
  output: z.object({ id }),
})

const byHandOver = z.strictObject({ id })
const state = z.object({ id, state: z.enum(handOverStates) })

export const stopHandOver = defineAction({
  name: 'stop-hand-over',
  label: { zh: '停止交接', en: 'Stop a hand-over' },
  help: {
    zh: '已移交的留在接手人那里；账号仍停用。可以继续或撤销。',
    en: 'What moved stays moved and the account disabled; go on with it or undo it.',
  },
  method: 'POST',
  path: '/hand-overs/:id/stop',
  ...people,
  input: byHandOver,
  output: state,
})

export const resumeHandOver = defineAction({
  name: 'resume-hand-over',
  label: { zh: '继续交接', en: 'Go on with a hand-over' },
  method: 'POST',
  path: '/hand-overs/:id/resume',
  ...people,
  input: byHandOver,
  output: state,
})

export const undoHandOver = defineAction({
  name: 'undo-hand-over',
  label: { zh: '撤销交接', en: 'Undo a hand-over' },
  help: {
    zh: '重新启用账号，没有被别人改过的逐批还回；改过的留在现在的人那里并列出。旧的登录和密钥不会恢复。',
    en: 'Enables the account and gives back whatever nobody has changed since; what was changed stays where it is and is listed. Sessions and keys do not come back.',
  },
  method: 'POST',
  path: '/hand-overs/:id/undo',
  ...people,
  input: byHandOver,
  output: state,
})

const handOverCard = z.object({
  id,
  fromId: id,
  fromName: z.string(),
  to: z.array(z.string()).describe('Names; empty: the public pool'),
  state: z.enum(handOverStates),
  reason: z.string().nullable(),
  planned: z.object({ customers: z.int(), todos: z.int(), rest: z.int() }),
  moved: z.object({ customers: z.int(), todos: z.int(), rest: z.int() }),
  back: z.int(),
  leftAlone: z.int(),
  byName: z.string(),
  begunAt: z.string(),
  endedAt: z.string().nullable(),
  undoneAt: z.string().nullable(),
})
export type HandOverCard = z.output<typeof handOverCard>

export const listHandOvers = defineQuestion({
  name: 'list-hand-overs',
  label: { zh: '离职交接列表', en: 'Hand-overs' },
  method: 'GET',
  path: '/hand-overs',
  ...people,
  input: z.strictObject({}),
  output: z.object({ handOvers: z.array(handOverCard) }),
})

export const readHandOver = defineQuestion({
  name: 'read-hand-over',
  label: { zh: '离职交接', en: 'A hand-over' },
  help: { zh: '撤销时没有还回的，最多列出 200 项。', en: 'What an undo left alone, 200 at most.' },
  method: 'GET',
  path: '/hand-overs/:id',
  ...people,
  input: byHandOver,
  output: handOverCard.extend({
    left: z.array(
      z.object({ what: z.enum(['customer', 'todo', 'rest']), customerId: id.nullable(), name: z.string(), nowWith: z.string().nullable() }),
    ),
  }),
})
