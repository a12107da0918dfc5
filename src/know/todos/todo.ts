import { defineEntity } from '../../core/entity/entity.ts'

/** What somebody is to do: for a customer, or for the shop. Never made silently from a text: a person or a journey says so. */
export const todo = defineEntity({
  name: 'todo',
  label: { zh: '待办', en: 'To-do' },
  plural: { zh: '待办', en: 'To-dos' },
  path: 'todos',
  table: 'todos',
  title: 'title',
  searchColumn: 'search',
  holdsContacts: true,
  sort: { field: 'dueAt', direction: 'asc' },
  fields: {
    title: { type: 'text', label: { zh: '要做什么', en: 'What to do' }, required: true, listed: true },
    customerId: { type: 'reference', to: 'customer', label: { zh: '客户', en: 'Customer' }, column: 'about', listed: true },
    dueAt: { type: 'time', label: { zh: '期限', en: 'Due' }, sortable: true, listed: true },
    wholeDay: { type: 'boolean', label: { zh: '当天内即可', en: 'Any time that day' }, required: true },
    assigneeName: { type: 'text', label: { zh: '负责人', en: 'Assigned to' }, listed: true },
    assigneeId: { type: 'text', label: { zh: '负责人编号', en: 'Assignee’s id' } },
    state: {
      type: 'choice',
      label: { zh: '状态', en: 'State' },
      required: true,
      listed: true,
      options: [
        { value: 'open', label: { zh: '未完成', en: 'Open' }, tone: 'attention' },
        { value: 'done', label: { zh: '已完成', en: 'Done' }, tone: 'good' },
        { value: 'cancelled', label: { zh: '已取消', en: 'Cancelled' }, tone: 'neutral' },
      ],
    },
    priority: {
      type: 'choice',
      label: { zh: '优先级', en: 'Priority' },
      required: true,
      options: [
        { value: 'high', label: { zh: '紧急', en: 'Urgent' }, tone: 'danger' },
        { value: 'normal', label: { zh: '普通', en: 'Normal' }, tone: 'neutral' },
      ],
    },
    note: { type: 'longtext', label: { zh: '备注', en: 'Note' } },
    originKind: {
      type: 'choice',
      label: { zh: '由何而来', en: 'Came from' },
      required: true,
      options: [
        { value: 'hand', label: { zh: '手动添加', en: 'Made by hand' } },
        { value: 'interaction', label: { zh: '互动中的约定', en: 'A promise in an interaction' } },
        { value: 'journey', label: { zh: '旅程', en: 'A journey' } },
      ],
    },
    originWords: { type: 'text', label: { zh: '约定的原话', en: 'The words of the promise' } },
    createdByName: { type: 'text', to: 'actor', label: { zh: '添加人', en: 'Made by' } },
    createdAt: { type: 'time', label: { zh: '添加时间', en: 'Made' }, required: true },
    endedAt: { type: 'time', label: { zh: '了结时间', en: 'Ended' } },
    endedByName: { type: 'text', to: 'actor', label: { zh: '了结人', en: 'Ended by' } },
  },
})

/** Under which the to-dos stand that are about no customer. */
export const nobody = '00000000-0000-0000-0000-000000000000'

export type TodoState = 'open' | 'done' | 'cancelled'
