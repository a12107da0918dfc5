import type { Field, Option } from '../core/entity/field.ts'
import type { DictionaryAnswer } from './dictionary-answer.ts'

/** Choices whose answers are the shop's own stages or tiers get them, and whoever is named of the firm, the colleagues, so that lists, rules and sentences say their names. */
export function nameStages(answer: DictionaryAnswer): DictionaryAnswer {
  const options = answer.stages.map(({ key, label, tone, colour }) => ({
    value: key,
    label,
    ...(tone ? { tone } : {}),
    ...(colour ? { colour } : {}),
  }))
  const tiers = answer.tiers.map(({ key, label, colour }) => ({ value: key, label, ...(colour ? { colour } : {}) }))
  const people = answer.entities.flatMap((entity) => entity.fields).find((field) => field.type === 'person')?.options ?? []
  const named = <F extends Field>(field: F): F => {
    if (field.type === 'person') return withOptions(field, people)
    if (field.type === 'choice' && field.to === 'tier') return withOptions(field, tiers)
    return field.type === 'choice' && field.to === 'stage' ? withOptions(field, options) : field
  }
  return {
    ...answer,
    entities: answer.entities.map((entity) => ({ ...entity, fields: entity.fields.map(named) })),
    events: answer.events.map((event) => ({
      ...event,
      payload: Object.fromEntries(Object.entries(event.payload).map(([name, field]) => [name, named(field)])),
    })),
  }
}

function withOptions<F extends Field>(field: F, options: readonly Option[]): F {
  return { ...field, options: [...options] }
}
