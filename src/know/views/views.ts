import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { defineProblems } from '../../core/kit/problem.ts'
import { listViewsAnswer, listViewsInput, saveViewInput, viewId, viewIdAnswer } from '../../pages/saved-view.ts'

export const saveView = defineAction({
  name: 'save-view',
  label: { zh: '保存视图', en: 'Save view' },
  help: {
    zh: '把当前列表的筛选、排序和列存成一个大家可用的视图',
    en: 'Keeps a list’s filter, order and columns as a view that everybody can open',
  },
  method: 'POST',
  path: '/views',
  role: 'member',
  about: 'nothing',
  input: saveViewInput,
  output: viewIdAnswer,
})

export const deleteView = defineAction({
  name: 'delete-view',
  label: { zh: '删除视图', en: 'Delete view' },
  method: 'DELETE',
  path: '/views/:id',
  role: 'member',
  about: 'nothing',
  input: viewId,
  output: viewIdAnswer,
})

export const listViews = defineQuestion({
  name: 'list-views',
  label: { zh: '视图列表', en: 'List views' },
  method: 'GET',
  path: '/views',
  role: 'member',
  about: 'nothing',
  input: listViewsInput,
  output: listViewsAnswer,
})

/** More than this in one list is no help to anybody. */
export const mostViews = 200

export const viewProblems = defineProblems({
  'view.unknown-entity': {
    sort: 'invalid',
    words: { zh: '没有“{entity}”这种列表，视图未保存。', en: 'There is no list called “{entity}”; the view was not saved.' },
  },
  'view.name-taken': {
    sort: 'conflict',
    words: {
      zh: '已有名为“{name}”的视图。请换一个名字，或先删除原来的。',
      en: 'There is already a view called “{name}”. Choose another name, or delete that one first.',
    },
  },
  'view.too-many': {
    sort: 'conflict',
    words: { zh: '视图已达 {most} 个。请先删除不用的。', en: 'There are {most} views already. Delete some that are no longer used first.' },
  },
  'view.missing': { sort: 'missing', words: { zh: '这个视图已不存在。请刷新列表。', en: 'This view no longer exists. Refresh the list.' } },
  'view.not-yours': {
    sort: 'denied',
    words: { zh: '只有创建者和经理可以删除这个视图。', en: 'Only whoever made this view, or a manager, can delete it.' },
  },
})
