import { isContactKind, isContactToken } from '../../core/kit/contact-token.ts'
import { blindOf, draftParts, sealedParts } from '../../core/kit/sealed-text.ts'
import { fieldTypes } from '../../fields/field-types.ts'
import type { Card, PlacedField } from '../actions/registry.ts'
import type { Services } from '../actions/services.ts'
import type { Db } from '../database/connect.ts'
import { asText, boundName } from './bound-name.ts'
import { personKeys, readPersonKeys } from './person-keys.ts'
import { customerOf, type Sealing } from './sealing.ts'

export type Keeper = Pick<Services, 'sealing' | 'clock'>
export type Values = Readonly<Record<string, unknown>>

const none: readonly PlacedField[] = []
const sealedOf = new WeakMap<Card, readonly PlacedField[]>()

/** The fields of a card whose values are kept sealed. Boxes are bound to the key or column name, which no new label changes. */
export function sealedFieldsOf(card: Card): readonly PlacedField[] {
  let found = sealedOf.get(card)
  if (!found) {
    const sealed = [...card.fields.values()].filter(({ field }) => field.sealed)
    found = sealed.length === 0 ? none : sealed
    sealedOf.set(card, found)
  }
  return found
}

const inJson: ReadonlySet<string> = new Set(['number', 'money', 'boolean'])

/** The text of an opened box as a value of this field. */
export function fromText({ field }: Pick<PlacedField, 'field'>, text: string): unknown {
  return inJson.has(field.type) ? JSON.parse(text) : text
}

/**
 * Makes drafts of what comes from outside: from here on the values are known by their blind indexes alone. Whatever was given
 * counts as a text, also one that looks like a sealed value.
 */
export function draftValues(sealing: Sealing, card: Card, values: Values): Record<string, unknown> {
  const drafts: Record<string, unknown> = { ...values }
  for (const placed of sealedFieldsOf(card)) {
    const value = values[placed.name]
    if (value === null || value === undefined || value === '') continue
    drafts[placed.name] = isContact(placed)
      ? contactValue(sealing, placed, value)
      : sealing.draft(boundName(placed), asText(keptForm(placed, value)))
  }
  return drafts
}

/** Contact details are sealed at once: the same value is the same text, whosever it is. */
const isContact = ({ name, custom }: PlacedField): boolean => custom === undefined && isContactKind(name)

function contactValue(sealing: Sealing, { name: kind, isOpening, contactKeys }: PlacedField, value: unknown): string {
  const text = asText(value)
  return isContactKind(kind) && !isContactToken(text) && !isOpening ? sealing.token(kind, text, contactKeys?.writtenUnder) : text
}

/** A custom field keeps its values in one form for each type. */
const keptForm = ({ field, custom }: PlacedField, value: unknown): unknown =>
  custom === undefined ? value : (fieldTypes[field.type]?.toCustom?.(value) ?? value)

/** A draft of one value; of a text of JSON as such a text. */
export function draftOne(sealing: Sealing, placed: PlacedField, value: string): string {
  if (isContact(placed)) return contactValue(sealing, placed, value)
  if (placed.custom === undefined) return sealing.draft(boundName(placed), value)
  return JSON.stringify(sealing.draft(boundName(placed), asText(JSON.parse(value))))
}

/** The values as they were before they were made drafts of, each of its field's own type. */
export function plainValues(card: Card, values: Values): Record<string, unknown> {
  const plain: Record<string, unknown> = { ...values }
  for (const placed of sealedFieldsOf(card)) {
    const draft = draftParts(values[placed.name])
    if (draft) plain[placed.name] = fromText(placed, draft.text)
  }
  return plain
}

/** The values with the texts of their drafts, for whoever works something out from them; what is sealed already is left out. */
export function withoutDrafts(values: Values): Record<string, unknown> {
  const plain: Record<string, unknown> = {}
  for (const name of Object.keys(values)) {
    const value = values[name]
    if (sealedParts(value)) continue
    plain[name] = draftParts(value)?.text ?? value
  }
  return plain
}

/** Whether a value stands there that must not be written as it is: a draft, or one sealed for somebody else. */
function isForeign(id: string, value: unknown): boolean {
  if (typeof value !== 'string' || !(value.startsWith('§') || value.startsWith('"§'))) return false
  if (draftParts(value)) return true
  const parts = sealedParts(value)
  return parts !== null && customerOf(parts.whose) !== id
}

/**
 * Seals the drafts among these customers' values, and seals anew what came from another customer, e.g. in a merge. All keys are
 * asked for at once; nothing is asked where there is nothing to seal. A value whose own key is gone is gone with it: null.
 * @returns the values by their place in `all`
 */
export async function sealValues<V>(
  keeper: Keeper,
  db: Db,
  fields: readonly PlacedField[],
  all: readonly { readonly id: string; readonly values: Readonly<Record<string, V>> }[],
): Promise<Record<string, V | string | null>[]> {
  const found = all.map(({ id, values }) => fields.filter(({ name }) => isForeign(id, values[name])))
  const to = all.flatMap(({ id }, at) => (found[at]?.length ? [id] : []))
  if (to.length === 0) return all.map(({ values }) => ({ ...values }))
  const from = all.flatMap(({ values }, at) => (found[at] ?? []).flatMap(({ name }) => ownerOf(values[name]) ?? []))
  const keys = await personKeys(keeper, db, to)
  const others = await readPersonKeys(
    keeper,
    db,
    [...new Set(from)].filter((id) => !keys.has(id)),
  )
  return all.map(({ id, values }, at) => {
    const sealed: Record<string, V | string | null> = { ...values }
    for (const placed of found[at] ?? none) {
      const value = values[placed.name]
      const text = textOf(keeper.sealing, placed, value, (owner) => keys.get(owner) ?? others.get(owner))
      const key = keys.get(id)
      sealed[placed.name] = text === null || !key ? null : asIt(value, keeper.sealing.seal(key, id, boundName(placed), text))
    }
    return sealed
  })
}

/** Quoted where it was. */
const asIt = (value: unknown, box: string) => (typeof value === 'string' && value.startsWith('"') ? JSON.stringify(box) : box)

const ownerOf = (value: unknown): string | null => {
  const parts = sealedParts(value)
  return parts && customerOf(parts.whose)
}

function textOf(sealing: Sealing, placed: PlacedField, value: unknown, keyOf: (id: string) => Buffer | undefined): string | null {
  const draft = draftParts(value)
  if (draft) return draft.text
  const parts = sealedParts(value)
  if (!parts) return null
  const owner = customerOf(parts.whose)
  const key = keyOf(owner)
  return key ? sealing.open(key, owner, boundName(placed), parts) : null
}

/**
 * Sealed fields that are found alike and yet are written otherwise: `ab` in place of `AB`. Only those whose blind indexes agree
 * are opened.
 */
export async function respeltFields(keeper: Keeper, db: Db, card: Card, given: Values, before: Values): Promise<ReadonlySet<string>> {
  const alike = sealedFieldsOf(card).filter(({ name }) => draftParts(given[name]) && blindOf(given[name]) === blindOf(before[name]))
  if (alike.length === 0) return new Set()
  const keys = await readPersonKeys(keeper, db, [...new Set(alike.flatMap(({ name }) => ownerOf(before[name]) ?? []))])
  const other = alike.filter((placed) => {
    const kept = textOf(keeper.sealing, placed, before[placed.name], (id) => keys.get(id))
    return kept !== draftParts(given[placed.name])?.text
  })
  return new Set(other.map(({ name }) => name))
}
