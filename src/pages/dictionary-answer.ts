import { z } from 'zod'
import type { Field } from '../core/entity/field.ts'
import type { EventKind } from '../core/event/event.ts'
import { words } from '../core/kit/words-schema.ts'

const tone = z.enum(['neutral', 'good', 'attention', 'danger', 'teal', 'blue', 'purple', 'gold']).optional().catch(undefined)

/** `Field` as it comes over the wire. */
const field = z.object({
  type: z.string(),
  label: words,
  help: words.optional(),
  required: z.boolean().optional(),
  options: z
    .array(z.object({ value: z.string(), label: words, tone, colour: z.string().optional(), retired: z.boolean().optional() }))
    .optional(),
  to: z.string().optional(),
  computed: z.boolean().optional(),
  listed: z.boolean().optional(),
  sortable: z.boolean().optional(),
  unit: words.optional(),
  custom: z.boolean().optional(),
  narrowed: z.literal(true).optional(),
  masked: z.literal(true).optional(),
  sensitive: z.literal(true).optional(),
  sealed: z.literal(true).optional(),
}) satisfies z.ZodType<Field>

const event = z.object({
  name: z.string(),
  label: words,
  sentence: words,
  payload: z.record(z.string(), field),
  tone,
  askable: z.boolean().optional(),
}) satisfies z.ZodType<EventKind>

const entity = z.object({
  name: z.string(),
  label: words,
  plural: words,
  /** Under /api and in the browser, e.g. `customers`. */
  path: z.string(),
  title: z.string(),
  sort: z.object({ field: z.string(), direction: z.enum(['asc', 'desc']) }),
  searchable: z.boolean(),
  /** Own fields first, then those that other features add. */
  fields: z.array(z.intersection(field, z.object({ name: z.string() }))),
})

/** What the server tells of its definitions: all that lists, forms, rules and timelines are drawn from. */
export const dictionaryAnswer = z.object({
  entities: z.array(entity),
  events: z.array(event),
  segments: z.array(z.object({ id: z.string(), name: z.string() })),
  stages: z.array(z.object({ key: z.string(), label: words, tone, colour: z.string().optional() })),
  tiers: z.array(z.object({ key: z.string(), label: words, colour: z.string().optional() })).default([]),
})

export type DictionaryAnswer = z.output<typeof dictionaryAnswer>

/** The question as the browser asks it; what answers it stands further right. */
export const readDictionary = {
  name: 'read-dictionary',
  method: 'GET',
  path: '/dictionary',
  input: z.strictObject({}),
  output: dictionaryAnswer,
} as const
