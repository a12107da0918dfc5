import { isContactKind, isContactToken } from '../../../core/kit/contact-token.ts'
import { draftParts } from '../../../core/kit/sealed-text.ts'
import type { PlacedField } from '../../../platform/actions/registry.ts'
import { keptContact } from '../../../platform/sealing/contacts.ts'
import { notesOf, sealNotes } from '../../../platform/sealing/seal-notes.ts'
import { draftOne, sealValues } from '../../../platform/sealing/seal-values.ts'
import { type IdentityField, identityFields } from '../../customers/identity-keys.ts'
import { type Keys, keyTexts } from '../row-keys.ts'
import type { Portion } from './portion.ts'
import type { ReadCustomer } from './read-ahead.ts'

/** The rows with drafts in the place of what is to be sealed. Rows of a file without such a column are the very same. */
export function draftRows({ sealer, settings }: Portion, rows: ReadCustomer[]): ReadCustomer[] {
  const here = sealer.fields.filter(({ name }) => name in settings.columns)
  const hasPoints = sealer.fields.some(isContact) && rows.some((row) => row.points.length > 0)
  const hasNotes = sealer.fields.some(isContact) && notesOf(sealer.card('customer')).names.some((name) => name in settings.columns)
  if (here.length === 0 && !hasPoints && !hasNotes) return rows
  return rows.map((row) => {
    const values: Record<string, string> = { ...sealNotes(sealer, row.values) }
    const keys: Partial<Record<IdentityField, string>> = { ...row.keys }
    let { by } = row
    for (const placed of here) {
      const value = row.values[placed.name]
      if (value === undefined) continue
      const draft = draftOne(sealer.services.sealing, placed, value)
      values[placed.name] = draft
      const key = identityFields.find((field) => field === placed.name)
      if (key !== undefined && keys[key] !== undefined) keys[key] = draft
      if (settings.findBy === placed.name) by = draftParts(draft) || isContactToken(draft) ? draft : by
    }
    const points = row.points.map((point) => ({ ...point, value: keptContact(sealer, point.kind, point.value) }))
    return { ...row, values, keys, by, points, keyTexts: keyTexts(keys), findable: undefined }
  })
}

/** The same of the keys alone. */
export function draftKeys({ sealer }: Portion, keys: Keys): Keys {
  const drafts = sealer.fields.flatMap((placed) => {
    const key = identityFields.find((field) => field === placed.name)
    const value = key && keys[key]
    return key && value !== undefined && !draftParts(value) ? [[key, draftOne(sealer.services.sealing, placed, value)] as const] : []
  })
  return drafts.length === 0 ? keys : { ...keys, ...Object.fromEntries(drafts) }
}

const isContact = ({ name, custom }: PlacedField) => custom === undefined && isContactKind(name)

/** Seals the drafts among these customers' values, all at once; where there are none, nothing is asked. */
export async function sealDrafts<V extends string | null>(
  { sealer, db }: Portion,
  all: readonly { readonly id: string; readonly values: Readonly<Record<string, V>> }[],
): Promise<Record<string, V | string | null>[] | null> {
  const isAny = sealer.fields.some(({ name }) => all.some(({ values }) => draftParts(values[name]) !== null))
  return isAny ? sealValues(sealer.services, db, sealer.fields, all) : null
}
