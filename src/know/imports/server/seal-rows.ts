import { draftParts } from '../../../core/kit/sealed-text.ts'
import { draftOne, sealValues } from '../../../platform/sealing/seal-values.ts'
import type { IdentityField } from '../../customers/identity-keys.ts'
import { type Keys, keyTexts } from '../row-keys.ts'
import type { Portion } from './portion.ts'
import type { ReadCustomer } from './read-ahead.ts'

type Texts = Readonly<Record<string, string | null>>

/** The rows with drafts in the place of what is to be sealed. Rows of a file without such a column are the very same. */
export function draftRows({ sealer, settings }: Portion, rows: ReadCustomer[]): ReadCustomer[] {
  const here = sealer.fields.filter(({ name }) => name in settings.columns)
  if (here.length === 0) return rows
  return rows.map((row) => {
    const values: Record<string, string> = { ...row.values }
    const keys: Partial<Record<IdentityField, string>> = { ...row.keys }
    let { by } = row
    for (const placed of here) {
      const value = row.values[placed.name]
      if (value === undefined) continue
      const draft = draftOne(sealer.keeper.sealing, placed, value)
      values[placed.name] = draft
      if (placed.name === 'idCard' && keys.idCard !== undefined) keys.idCard = draft
      if (settings.findBy === placed.name) by = draftParts(draft) ? draft : by
    }
    return { ...row, values, keys, by, keyTexts: keyTexts(keys), findable: undefined }
  })
}

/** The same of the keys alone. */
export function draftKeys({ sealer }: Portion, keys: Keys): Keys {
  const placed = keys.idCard === undefined ? undefined : sealer.fields.find(({ name }) => name === 'idCard')
  return placed && keys.idCard !== undefined ? { ...keys, idCard: draftOne(sealer.keeper.sealing, placed, keys.idCard) } : keys
}

/** Seals the drafts among these customers' values, all at once; where there are none, nothing is asked. */
export async function sealDrafts<V extends string | null>(
  { sealer, db }: Portion,
  all: readonly { readonly id: string; readonly values: Readonly<Record<string, V>> }[],
): Promise<Record<string, V | string | null>[] | null> {
  const isAny = sealer.fields.some(({ name }) => all.some(({ values }) => draftParts(values[name]) !== null))
  return isAny ? sealValues(sealer.keeper, db, sealer.fields, all) : null
}

export type { Texts }
