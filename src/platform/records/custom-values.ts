import { type RawBuilder, sql } from 'kysely'
import type { Fields } from '../../core/entity/field.ts'
import { draftParts, sealedParts } from '../../core/kit/sealed-text.ts'
import { fieldTypes } from '../../fields/field-types.ts'
import { readCards } from '../actions/live-cards.ts'
import type { Card, PlacedField } from '../actions/registry.ts'
import type { Services } from '../actions/services.ts'

/** A custom field, which stands under its key in the entity's jsonb column. */
export type CustomField = PlacedField & { readonly custom: string }

export const isCustom = (placed: PlacedField): placed is CustomField => placed.custom !== undefined

/** The firm's own fields of this entity, in their order. */
export function customFieldsOf(card: Card): CustomField[] {
  return [...card.fields.values()].filter(isCustom)
}

/** A card's fields as definitions have theirs. */
export function cardFields(card: Card): Fields {
  return Object.fromEntries([...card.fields.values()].map(({ name, field }) => [name, field]))
}

/** The same where there is no context yet. */
export async function liveFieldsOf(services: Services, entity: string): Promise<Fields> {
  const card = (await readCards(services)).get(entity)
  return card ? cardFields(card) : {}
}

/** A value as it is kept: of one form for each type, so that the database may read it without doubt. */
export function keptValue({ field }: PlacedField, value: unknown): unknown {
  if (value === null || value === undefined) return null
  if (sealedParts(value) || draftParts(value)) return value
  return fieldTypes[field.type]?.toCustom?.(value) ?? value
}

/** What stands there as JSON, whether or not it can be read as the field's type; missing is NULL. */
export function keptSql({ table, column, custom }: CustomField): RawBuilder<unknown> {
  return sql`nullif(${sql.ref(`${table}.${column}`)} -> ${sql.lit(custom)}, 'null'::jsonb)`
}

/** Custom values by their keys: what is put in, and which keys go. */
export type CustomChanges = { readonly put: Readonly<Record<string, unknown>>; readonly gone: readonly string[] }

/** The custom fields among what was given, by field names; null takes a value away. */
export function customChanges(card: Card, given: Readonly<Record<string, unknown>>): CustomChanges {
  const put: Record<string, unknown> = {}
  const gone: string[] = []
  for (const placed of customFieldsOf(card)) {
    if (given[placed.name] === undefined) continue
    const value = keptValue(placed, given[placed.name])
    if (value === null) gone.push(placed.custom)
    else put[placed.custom] = value
  }
  return { put, gone }
}
