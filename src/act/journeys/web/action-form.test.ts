import { expect, test } from 'vitest'
import { z } from 'zod'
import { updateCustomer } from '../../../know/customers/actions.ts'
import { tagCustomers } from '../../../know/tags/actions.ts'
import { createTodo } from '../../../know/todos/actions.ts'
import { lackingSettings, settingsOf } from './action-form.ts'

const schema = z.toJSONSchema(
  z.strictObject({
    title: z.string().max(500).describe('标题 · Title'),
    note: z.string().max(5_000).optional(),
    days: z.int().min(0).max(365).optional(),
    whose: z.string().nullable().optional(),
    priority: z.enum(['high', 'normal']).default('normal'),
    tags: z.array(z.string()).min(1),
    sure: z.boolean().optional(),
    context: z.object({ any: z.string() }).optional(),
  }),
  { io: 'input', unrepresentable: 'any' },
)

test('an action’s settings become fields of a form, with their words, bounds and choices', () => {
  expect(settingsOf(schema).map(({ name, kind, required }) => `${name} ${kind}${required ? ' required' : ''}`)).toEqual([
    'title text required',
    'note long',
    'days number',
    'whose text',
    'priority choice',
    'tags texts required',
    'sure boolean',
    'context other',
  ])
  const [title, , days, , priority] = settingsOf(schema)
  expect(title?.label).toEqual({ zh: '标题', en: 'Title' })
  expect([days?.least, days?.most]).toEqual([0, 365])
  expect(priority?.options).toEqual(['high', 'normal'])
})

test('what is required and empty is named', () => {
  expect(lackingSettings(schema, {}).map(({ zh }) => zh)).toEqual(['标题', '标签'])
  expect(lackingSettings(schema, { title: '回访', tags: [] }).map(({ zh }) => zh)).toEqual(['标签'])
  expect(lackingSettings(schema, { title: '回访', tags: ['老客户'] })).toEqual([])
})

test('what is no schema has no settings', () => {
  expect(settingsOf(null)).toEqual([])
  expect(settingsOf({ properties: 'none' })).toEqual([])
})

test('a setting that is an answer of a customer’s field is chosen among those, a choice by its words, and fields are set each by its own input', () => {
  const step = (name: string) => z.toJSONSchema(stepOf(name).input, { io: 'input', unrepresentable: 'any' })
  const tagging = settingsOf(step('tag-customers'))
  expect(tagging.map(({ name, kind, answerOf, required }) => [name, kind, answerOf, required])).toEqual([
    ['id', 'answer', 'tags', true],
    ['verb', 'choice', undefined, false],
  ])
  expect(tagging[1]?.words).toEqual({ add: { zh: '打上', en: 'add' }, remove: { zh: '去掉', en: 'take off' } })
  expect(settingsOf(step('create-todo')).find(({ name }) => name === 'assigneeId')).toMatchObject({ kind: 'answer', answerOf: 'owner' })
  expect(settingsOf(step('update-customer')).map(({ kind }) => kind)).toEqual(['fields'])
  expect(lackingSettings(step('update-customer'), {}).map(({ zh }) => zh)).toEqual(['字段'])
  expect(lackingSettings(step('update-customer'), { city: null })).toEqual([])
})

function stepOf(name: string) {
  const step = [tagCustomers, createTodo, updateCustomer].find((action) => action.name === name)?.step
  if (!step) throw new Error(`${name} is no step`)
  return step
}
