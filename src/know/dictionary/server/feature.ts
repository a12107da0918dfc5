import type { Field } from '../../../core/entity/field.ts'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { namedPayloads } from '../../../core/rule/named-payloads.ts'
import { readNamedThings } from '../../../platform/records/named-things.ts'
import { answerQuestion, type Feature } from '../../../platform/actions/feature.ts'
import { statusOf } from '../../../platform/http/problem-answer.ts'
import { listProblems as problemsDefinition } from '../list-problems.ts'
import { readDictionary as definition } from '../read-dictionary.ts'

/** The definitions as they are, and the names that live in the database. */
async function readDictionary(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const { registry, shop } = ctx
  const { segments, stages, tiers } = await ctx.dictionary('customer')
  const cards = [...registry.cards.keys()].map((name) => ctx.card(name))
  return {
    entities: cards.map(({ entity, fields }) => ({
      name: entity.name,
      path: entity.path,
      title: entity.title,
      label: entity.label,
      plural: entity.plural,
      sort: entity.sort,
      searchable: entity.searchColumn !== undefined,
      fields: [...fields.values()].map(({ name, field }) => ({ ...field, name, options: toldOptions(field) })),
    })),
    events: namedPayloads(registry.events.values(), await readNamedThings(ctx)).map((event) => ({
      ...event,
      payload: Object.fromEntries(Object.entries(event.payload).map(([name, field]) => [name, { ...field, options: toldOptions(field) }])),
    })),
    segments: [...(segments ?? [])].map(([id, name]) => ({ id, name })),
    stages: [...(stages ?? [])].map(([key, { colour, ...label }]) => ({ key, label, ...(colour ? { colour } : {}) })),
    tiers: [...(tiers ?? [])].map(([key, { colour, ...label }]) => ({ key, label, ...(colour ? { colour } : {}) })),
    shop,
  }
}

/** The colleagues' e-mails, by which files name them, are not told. */
const toldOptions = ({ type, options }: Field) =>
  options?.map(({ also, ...option }) => (also === undefined || type === 'person' ? option : { ...option, also: [...also] }))

async function listProblems({ registry }: Ctx, { code }: InputOf<typeof problemsDefinition>): Promise<AnswerOf<typeof problemsDefinition>> {
  const wanted = [...registry.problems].filter(([name]) => code === undefined || name === code).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return { problems: wanted.map(([name, { sort, words }]) => ({ code: name, status: statusOf(name, sort), words })) }
}

export const dictionaryFeature: Feature = {
  name: 'dictionary',
  questions: [answerQuestion(definition, readDictionary), answerQuestion(problemsDefinition, listProblems)],
}
