import type { FieldType } from '../../core/entity/field-type.ts'
import { isContactKind } from '../../core/kit/contact-token.ts'
import type { Card, PlacedField } from '../actions/registry.ts'
import { asText, boundName } from './bound-name.ts'
import { sealedFieldsOf } from './seal-values.ts'
import type { Sealing } from './sealing.ts'

const reading = { language: 'zh', currency: 'CNY', timeZone: 'UTC' } as const
const longest = 100

/**
 * The words under which what was typed is found among what is kept sealed: as a whole value of each field, in the field's own
 * form where it can be read so, and four characters as the last ones.
 */
export function searchBlinds(sealing: Sealing, card: Card, types: Readonly<Record<string, FieldType>>, typed: string): string[] {
  return blindsAmong(sealing, sealedFieldsOf(card), types, typed)
}

/** The same of the customer's contact details that whoever asks may see whole, for texts in which they stand sealed. */
export function contactBlinds(sealing: Sealing, customer: Card, types: Readonly<Record<string, FieldType>>, typed: string): string[] {
  return blindsAmong(
    sealing,
    sealedFieldsOf(customer).filter((placed) => isContact(placed) && !placed.field.masked),
    types,
    typed,
  )
}

/** The same of all contact details, whether they are sealed still or were once: the audit keeps what it was told. */
export function formerContactBlinds(sealing: Sealing, customer: Card, types: Readonly<Record<string, FieldType>>, typed: string): string[] {
  return sealing.hasKeys() ? blindsAmong(sealing, [...customer.fields.values()].filter(isContact), types, typed) : []
}

const isContact = ({ name, custom }: PlacedField) => custom === undefined && isContactKind(name)

function blindsAmong(
  sealing: Sealing,
  fields: readonly PlacedField[],
  types: Readonly<Record<string, FieldType>>,
  typed: string,
): string[] {
  const text = typed.trim().slice(0, longest)
  if (text === '') return []
  const words = fields.flatMap((placed) => {
    const read = types[placed.field.type]?.parse(text, placed.field, reading)
    const whole = read && 'value' in read && read.value !== null ? asText(read.value) : text
    const bound = boundName(placed)
    return [sealing.blindIndex(bound, whole), ...([...text].length === 4 ? [sealing.blindOfFour(bound, text)] : [])]
  })
  return [...new Set(words)]
}
