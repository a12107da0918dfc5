import { expect, test } from 'vitest'
import { z } from 'zod'
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
