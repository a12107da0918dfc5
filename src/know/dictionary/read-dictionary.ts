import { z } from 'zod'
import { defineQuestion } from '../../core/action/action.ts'
import { words } from '../../core/kit/words-schema.ts'

const field = z.looseObject({
  name: z.string(),
  type: z.string(),
  label: words,
  help: words.optional(),
  options: z.array(z.looseObject({ value: z.string(), label: words, tone: z.string().optional() })).optional(),
})

/** All that the browser needs to build, say and check a rule, and to show any record. */
export const readDictionary = defineQuestion({
  name: 'read-dictionary',
  label: { zh: '数据字典', en: 'Dictionary' },
  help: {
    zh: '每种对象的字段、可查询的行为、细分、阶段与客户等级的名称。',
    en: 'The fields of every entity, the facts that can be asked for, and the names of segments, stages and tiers.',
  },
  method: 'GET',
  path: '/dictionary',
  role: 'member',
  about: 'nothing',
  input: z.object({}),
  output: z.object({
    entities: z.array(
      z.object({
        name: z.string(),
        path: z.string(),
        title: z.string(),
        label: words,
        plural: words,
        sort: z.object({ field: z.string(), direction: z.enum(['asc', 'desc']) }),
        searchable: z.boolean(),
        fields: z.array(field),
      }),
    ),
    events: z.array(
      z.looseObject({
        name: z.string(),
        label: words,
        sentence: words,
        payload: z.record(z.string(), field.omit({ name: true })),
        tone: z.string().optional(),
        askable: z.boolean().optional(),
      }),
    ),
    segments: z.array(z.object({ id: z.string(), name: z.string() })),
    stages: z.array(z.object({ key: z.string(), label: words, colour: z.string().optional() })),
    tiers: z.array(z.object({ key: z.string(), label: words, colour: z.string().optional() })),
    shop: z.object({ name: z.string(), currency: z.string(), timeZone: z.string() }),
  }),
})
