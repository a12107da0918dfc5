import { sql } from 'kysely'
import type { Field, Fields } from '../core/entity/field.ts'
import type { Dictionary } from '../core/rule/dictionary.ts'
import { fieldTypes } from '../fields/field-types.ts'
import type { DictionaryAnswer } from './dictionary-answer.ts'

/** An entity as lists and forms need it, with the fields of all features. */
export type EntityCard = Omit<DictionaryAnswer['entities'][number], 'fields'> & { readonly fields: Fields }

/** The entity of this name, or null. Fields of a type that this browser does not know yet are left out. */
export function entityCard(answer: DictionaryAnswer, name: string): EntityCard | null {
  const entity = answer.entities.find((one) => one.name === name)
  if (!entity) return null
  const known = entity.fields.filter((field) => field.type in fieldTypes)
  return { ...entity, fields: Object.fromEntries(known.map(({ name: key, ...field }) => [key, field satisfies Field])) }
}

function knownFields(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => field.type in fieldTypes))
}

/** The browser checks and says rules but never asks them, so every column is the same. */
const unasked = sql`null`

/**
 * What rules about an entity may name, as `checkRule` and `sayRule` want it. Facts, segments, stages and tiers belong to
 * customers alone.
 */
export function browserDictionary(answer: DictionaryAnswer, entity: string): Dictionary {
  // What is masked can be looked at, not asked for.
  const fields = Object.entries(entityCard(answer, entity)?.fields ?? {}).flatMap(([name, field]) =>
    field.masked ? [] : [[name, { field, sql: unasked }] as const],
  )
  const base = { types: fieldTypes, fields: new Map(fields), events: new Map() }
  if (entity !== 'customer') return base
  return {
    ...base,
    events: new Map(answer.events.map((event) => [event.name, { ...event, payload: knownFields(event.payload) }])),
    customerId: unasked,
    stage: unasked,
    segments: new Map(answer.segments.map(({ id, name }) => [id, name])),
    stages: new Map(answer.stages.map(({ key, label }) => [key, label])),
    ...(answer.tiers.length > 0 ? { tier: unasked } : {}),
    tiers: new Map(answer.tiers.map(({ key, label }) => [key, label])),
  }
}
