import { defineEvent } from '../../core/event/event.ts'

const todo = { type: 'reference', to: 'todo', label: { zh: '待办编号', en: 'To-do' } } as const
const title = { type: 'text', label: { zh: '要做什么', en: 'What to do' } } as const
const by = { type: 'text', to: 'actor', label: { zh: '操作人', en: 'By' } } as const
const byId = { type: 'text', label: { zh: '操作人编号', en: 'By (id)' } } as const
/** The day, with the hour where one was said, by the shop's clock: 2026-11-27 or 2026-11-27 15:00. */
const due = { type: 'text', label: { zh: '期限（日期）', en: 'Due (day)' } } as const
const late = { type: 'boolean', label: { zh: '超过期限', en: 'Late' } } as const

export const todoCreated = defineEvent({
  name: 'todo.created',
  label: { zh: '添加待办', en: 'To-do made' },
  sentence: { zh: '{by}添加了待办：{title}[（{assignee}）][，期限 {due}]', en: '{by} made a to-do: {title}[ ({assignee})][, due {due}]' },
  payload: {
    todo,
    title,
    dueAt: { type: 'time', label: { zh: '期限', en: 'Due' } },
    due,
    assignee: { type: 'text', label: { zh: '负责人', en: 'Assigned to' } },
    origin: { type: 'text', label: { zh: '由何而来', en: 'Came from' } },
    by,
    byId,
  },
  tone: 'blue',
})

export const todoDone = defineEvent({
  name: 'todo.done',
  label: { zh: '完成待办', en: 'To-do done' },
  sentence: { zh: '{by}完成了待办：{title}', en: '{by} finished the to-do: {title}' },
  payload: { todo, title, late, by, byId },
  tone: 'good',
})

export const todoReopened = defineEvent({
  name: 'todo.reopened',
  label: { zh: '重开待办', en: 'To-do reopened' },
  sentence: { zh: '{by}重新打开了待办：{title}', en: '{by} reopened the to-do: {title}' },
  payload: { todo, title, by, byId },
  tone: 'attention',
  askable: false,
})

export const todoCancelled = defineEvent({
  name: 'todo.cancelled',
  label: { zh: '取消待办', en: 'To-do cancelled' },
  sentence: { zh: '{by}取消了待办：{title}', en: '{by} cancelled the to-do: {title}' },
  payload: { todo, title, by, byId },
})

export const todoChanged = defineEvent({
  name: 'todo.changed',
  label: { zh: '修改待办', en: 'To-do changed' },
  sentence: {
    zh: '{by}修改了待办：{title}（{assignee}，期限 {due}）',
    en: '{by} changed the to-do: {title} ({assignee}, due {due})',
  },
  payload: {
    todo,
    title,
    dueAt: { type: 'time', label: { zh: '期限', en: 'Due' } },
    due,
    assignee: { type: 'text', label: { zh: '负责人', en: 'Assigned to' } },
    by,
    byId,
  },
  askable: false,
})
