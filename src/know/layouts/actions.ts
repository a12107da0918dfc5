import { z } from 'zod'
import { defineAction, defineQuestion } from '../../core/action/action.ts'
import { defineProblems } from '../../core/kit/problem.ts'
import { soundText } from '../../fields/sound-text.ts'
import { layoutKinds, layoutPlaces, layoutShape } from './layout.ts'

const which = { place: z.enum(layoutPlaces), kind: z.enum(layoutKinds) }
const title = z.strictObject({ zh: soundText(40), en: soundText(40) })

export const saveLayout = defineAction({
  name: 'save-layout',
  label: { zh: '保存布局', en: 'Save a layout' },
  help: {
    zh: '客户资料、表单或列表里哪些字段以什么顺序出现。',
    en: 'Which fields stand on the profile, in the form or in the list, and in which order.',
  },
  method: 'PUT',
  path: '/layouts',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject({
    ...which,
    groups: z
      .array(z.strictObject({ title: title.nullable(), fields: z.array(z.string().max(60)).max(400) }))
      .min(1)
      .max(20),
    hidden: z.array(z.string().max(60)).max(400),
  }),
  output: z.object({}),
})

export const resetLayout = defineAction({
  name: 'reset-layout',
  label: { zh: '恢复标准布局', en: 'Back to the standard layout' },
  method: 'POST',
  path: '/layouts/reset',
  role: 'manager',
  about: 'nothing',
  right: 'settings',
  input: z.strictObject(which),
  output: z.object({}),
})

export const readLayouts = defineQuestion({
  name: 'read-layouts',
  label: { zh: '布局', en: 'Layouts' },
  help: { zh: '保存过的布局；没有保存过的用标准布局。', en: 'Those that were saved; elsewhere the standard one holds.' },
  method: 'GET',
  path: '/layouts',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: z.object({ layouts: z.array(layoutShape.extend(which)) }),
})

export const layoutProblems = defineProblems({
  'layout.unknown-field': {
    sort: 'invalid',
    words: {
      zh: '没有“{name}”这个字段，可能已被停用。请刷新页面。',
      en: 'There is no field “{name}”; it may have been retired. Reload the page.',
    },
  },
  'layout.field-twice': {
    sort: 'invalid',
    words: { zh: '字段“{name}”出现了两次。', en: 'The field “{name}” stands there twice.' },
  },
  'layout.no-such': {
    sort: 'invalid',
    words: { zh: '列表没有按客户类型分开的布局。', en: 'The list has no layout of its own for each kind of customer.' },
  },
})
