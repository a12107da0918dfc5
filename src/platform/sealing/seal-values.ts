import { blindOf, draftParts, sealedParts } from '../../core/kit/sealed-text.ts'
import type { Card, PlacedField } from '../actions/registry.ts'
import type { Services } from '../actions/services.ts'
import type { Db } from '../database/connect.ts'
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

/** What a box of this field is bound to. */
export const boundName = ({ custom, column }: PlacedField): string => (custom === undefined ? column : `custom.${custom}`)

/** Texts are sealed as they are, anything else as JSON. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

const inJson: ReadonlySet<string> = new Set(['number', 'money', 'boolean'])

/** The text of an opened box as a value of this field. */
export function fromText({ field }: PlacedField, text: string): unknown {
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
    drafts[placed.name] = sealing.draft(boundName(placed), asText(value))
  }
  return drafts
}

/** The values with the texts of their drafts, for whoever works something out from them; what is sealed already is left out. */
export function withoutDrafts(values: Values): Record<string, unknown> {
  const plain: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    if (sealedParts(value)) continue
    plain[name] = draftParts(value)?.text ?? value
  }
  return plain
}

export type Owned = { readonly id: string; readonly values: Values }

/** Whether a value stands there that must not be written as it is: a draft, or one sealed for somebody else. */
function isForeign(id: string, value: unknown): boolean {
  if (typeof value !== 'string' || !value.startsWith('§')) return false
  if (draftParts(value)) return true
  const parts = sealedParts(value)
  return parts !== null && customerOf(parts.whose) !== id
}

/**
 * Seals the drafts among these customers' values, and seals anew what came from another customer, e.g. in a merge. All keys are
 * asked for at once; nothing is asked where there is nothing to seal. A value whose own key is gone is gone with it: null.
 * @returns the values by their place in `all`
 */
export async function sealValues(keeper: Keeper, db: Db, card: Card, all: readonly Owned[]): Promise<Record<string, unknown>[]> {
  const fields = sealedFieldsOf(card)
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
    const sealed: Record<string, unknown> = { ...values }
    for (const placed of found[at] ?? none) {
      const text = textOf(keeper.sealing, placed, values[placed.name], (owner) => keys.get(owner) ?? others.get(owner))
      const key = keys.get(id)
      sealed[placed.name] = text === null || !key ? null : keeper.sealing.seal(key, id, boundName(placed), text)
    }
    return sealed
  })
}

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

/** Is the draft of the same blind index also the same text? `ab` in place of `AB` is found alike, and is a change. */
export async function isSameText(keeper: Keeper, db: Db, placed: PlacedField, draft: unknown, sealed: unknown): Promise<boolean> {
  if (blindOf(draft) !== blindOf(sealed)) return false
  const [text, owner] = [draftParts(draft)?.text, ownerOf(sealed)]
  if (text === undefined || owner === null) return draft === sealed
  const keys = await readPersonKeys(keeper, db, [owner])
  return textOf(keeper.sealing, placed, sealed, (id) => keys.get(id)) === text
}
