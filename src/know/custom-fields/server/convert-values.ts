import { sql } from 'kysely'
import type { Field } from '../../../core/entity/field.ts'
import { type Language, languages } from '../../../core/kit/words.ts'
import { minorDigits } from '../../../core/kit/money.ts'
import { fieldTypes } from '../../../fields/field-types.ts'
import type { Shop } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'

/** A value is as the new type wants it, or nothing of that type. */
export type Converted = { readonly value: unknown } | null

/** Types whose values are names of something: said, they mean more than as they are kept. */
const named = new Set(['choice', 'boolean'])

/** How a value of the old type may be written, most likely first. */
function writings(value: unknown, from: Field, shop: Shop): string[] {
  if (from.type === 'money' && typeof value === 'number') return [String(value / 10 ** minorDigits(shop.currency))]
  const raw = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
  const say = (language: Language) => fieldTypes[from.type]?.say(value, from, { ...shop, language }) ?? raw
  return named.has(from.type) ? [...languages.map(say), raw] : [raw]
}

/**
 * A value read anew as another type. What fits the new type already stays as it is, unless the types keep the same form
 * for different things, as money and numbers do.
 */
export function convertValue(value: unknown, from: Field, to: Field, shop: Shop): Converted {
  const type = fieldTypes[to.type]
  if (!type) return null
  for (const text of writings(value, from, shop)) {
    const parsed = type.parse(text, to, { ...shop, language: 'zh' })
    if (!('value' in parsed) || parsed.value === null) continue
    const kept = type.toCustom?.(parsed.value) ?? parsed.value
    if (type.schema(to).safeParse(kept).success) return { value: kept }
  }
  return null
}

export type Holder = { readonly id: string; readonly name: string | null; readonly value: unknown }

/** Customers who have a value under this key, in order of id. */
export async function readHolders(db: Db, key: string, after: string | null, limit: number): Promise<Holder[]> {
  const behind = after === null ? sql`` : sql`and c.id > ${after}::uuid`
  const { rows } = await sql<Holder>`select c.id, c.name, c.custom -> ${key}::text as value from customers c
    where c.custom ? ${key} ${behind} order by c.id limit ${limit}`.execute(db)
  return rows
}

/** Reads a portion's values in the new type and keeps those that can be read. @returns the last id, or null at the end */
export async function convertPortion(
  db: Db,
  change: { key: string; from: Field; to: Field; shop: Shop },
  after: string | null,
  limit: number,
) {
  const { key, from, to, shop } = change
  const holders = await readHolders(db, key, after, limit)
  const changed = holders.flatMap(({ id, value }) => {
    const converted = convertValue(value, from, to, shop)
    return converted && converted.value !== value ? [{ id, value: converted.value }] : []
  })
  if (changed.length > 0)
    await sql`update customers c set custom = jsonb_set(c.custom, array[${key}::text], r.value)
      from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as r(id uuid, value jsonb)
      where c.id = r.id and c.id = any(${changed.map(({ id }) => id)}::uuid[])`.execute(db)
  return holders.length < limit ? null : (holders.at(-1)?.id ?? null)
}
