import { z, type ZodType } from 'zod'
import type { Action } from '../../core/action/action.ts'
import { fieldTypes } from '../../fields/field-types.ts'
import type { Card, PlacedField } from './registry.ts'

type CardBook = { get(entity: string): Card | undefined }

const schemas = new WeakMap<Card, Map<ZodType, ZodType>>()
const strict = new WeakMap<ZodType, ZodType>()

/**
 * An action's input as it is at this moment: what its definition names, and the firm's own fields where it takes them.
 * Kept beside the card, which is another as soon as a field is.
 */
export function liveInput({ input, withFieldsOf }: Pick<Action, 'input' | 'withFieldsOf'>, cards: CardBook): ZodType {
  const card = withFieldsOf === undefined ? undefined : cards.get(withFieldsOf)
  return card ? withCustoms(input, card) : input
}

/** An object's schema with the firm's own fields of this entity in it. */
export function withCustoms(input: ZodType, card: Card): ZodType {
  const known = schemas.get(card) ?? new Map<ZodType, ZodType>()
  schemas.set(card, known)
  const made = known.get(input) ?? extended(input, card)
  known.set(input, made)
  return made
}

function extended(input: ZodType, card: Card): ZodType {
  if (!(input instanceof z.ZodObject)) throw new Error('only an object can take fields')
  const customs = [...card.fields.values()].filter((placed) => placed.custom !== undefined && !(placed.name in input.shape))
  return customs.length === 0 ? input : input.extend(Object.fromEntries(customs.map((placed) => [placed.name, schemaOf(placed)])))
}

function schemaOf({ field }: PlacedField): ZodType {
  const schema = fieldTypes[field.type]?.schema(field) ?? z.unknown()
  return schema
    .nullable()
    .optional()
    .describe(`${field.label.en} · ${field.label.zh}${field.help ? ` — ${field.help.en}` : ''}`)
}

/**
 * An input that takes nothing but what it names, whether or not its definition says so: a parameter that is dropped in silence,
 * as `?limt=5`, passes for one that was heard.
 */
export function onlyNamed(input: ZodType): ZodType {
  if (!(input instanceof z.ZodObject) || input.def.catchall) return input
  const made = strict.get(input) ?? input.strict()
  strict.set(input, made)
  return made
}
