import { sql } from 'kysely'
import { asTsvector } from '../../../core/kit/search-words.ts'
import { sealedParts } from '../../../core/kit/sealed-text.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Doing } from '../../../platform/sealing/sealing-work.ts'
import { identityFields, identityKey } from '../../customers/identity-keys.ts'
import type { Target } from './convert-target.ts'

/** A value of a record that is part of another now, as it was and as it is. */
export type Moved = { readonly id: string; readonly was: unknown; readonly is: unknown }

/** When the record is parted again it is found as any other: its words and, of a number that tells who somebody is, its key. */
export async function keepFindable(ctx: Ctx, target: Target, doing: Doing, moved: readonly Moved[]): Promise<void> {
  if (doing !== 'seal' || moved.length === 0) return
  const isKey = identityFields.some((name) => name === target.name)
  const rows = moved.flatMap(({ id, was, is }) => {
    const parts = sealedParts(is)
    if (!parts || typeof was !== 'string') return []
    const words = asTsvector([parts.blind, parts.four].filter(Boolean))
    return [{ id, words, from: identityKey(target.name, was), to: identityKey(target.name, String(is)) }]
  })
  const listed = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, words text, "from" text, "to" text)`
  await sql`update merged_customers m set row = jsonb_set(m.row, '{search}', to_jsonb(coalesce(m.row ->> 'search', '') || ' ' || r.words)),
      keys = array_replace(m.keys, r.from, r.to)
    from ${listed} where m.customer_id = r.id and m.customer_id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(ctx.db)
  if (!isKey) return
  await sql`update identities i set key = r.to from ${listed} where i.key = r.from`.execute(ctx.db)
  await sql`update customer_identities i set key = r.to from ${listed} where i.key = r.from and i.first_customer_id is not null`.execute(
    ctx.db,
  )
}
