import { sql } from 'kysely'
import { asTsvector } from '../../../core/kit/search-words.ts'
import { sealedParts } from '../../../core/kit/sealed-text.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Doing } from '../../../platform/sealing/sealing-work.ts'
import { identityFields, identityKey } from '../../customers/identity-keys.ts'
import type { Target } from './convert-target.ts'
import { type Converted, turner } from './turn-values.ts'

type Row = { id: string; value: unknown; was: string }
type Made = Row & { readonly is: unknown; readonly words: string; readonly gone: readonly string[] }

/**
 * A portion of the customers themselves, in order of id: the value, the words by which it is found and, of a number that tells
 * who somebody is, its key. One that was changed since it was read is left for the next round.
 */
export async function convertCustomers(ctx: Ctx, target: Target, doing: Doing, after: string | null, limit: number): Promise<Converted> {
  const rows = await readHolders(ctx, target, doing, after, limit)
  const turn = await turner(
    ctx,
    target,
    doing,
    rows.map(({ id }) => id),
  )
  const made = rows.flatMap((row): Made[] => {
    const is = turn(row.id, row.value)
    if (is === undefined) return []
    const parts = sealedParts(is) ?? sealedParts(row.value)
    const words = parts ? [parts.blind, parts.four].filter(Boolean) : []
    return [{ ...row, is, words: doing === 'seal' ? asTsvector(words) : '', gone: doing === 'seal' ? [] : words }]
  })
  if (made.length > 0) {
    await write(ctx, target, made)
    if (identityFields.some((name) => name === target.name)) await renameKeys(ctx, target.name, made)
  }
  return { next: rows.length < limit ? null : (rows.at(-1)?.id ?? null), changed: made.length }
}

/** The value's text as it stands, by which a change in between is noticed. */
const textOf = ({ custom, column }: Target) => (custom === undefined ? sql`c.${sql.id(column)}` : sql`(c.custom ->> ${custom}::text)`)

async function readHolders(ctx: Ctx, target: Target, doing: Doing, after: string | null, limit: number): Promise<Row[]> {
  const text = textOf(target)
  const value = target.custom === undefined ? text : sql`c.custom -> ${target.custom}::text`
  const isWanted = doing === 'seal' ? sql`not starts_with(${text}, '§1.')` : sql`starts_with(${text}, '§1.')`
  const behind = after === null ? sql`` : sql`and c.id > ${after}::uuid`
  const { rows } = await sql<Row>`select c.id, ${value} as value, ${text} as was from customers c
    where ${text} <> '' and ${isWanted} ${behind} order by c.id limit ${limit}`.execute(ctx.db)
  return rows
}

async function write(ctx: Ctx, target: Target, made: readonly Made[]): Promise<void> {
  const set =
    target.custom === undefined
      ? sql`${sql.id(target.column)} = r.is #>> '{}'`
      : sql`custom = jsonb_set(c.custom, array[${target.custom}::text], r.is)`
  await sql`update customers c set ${set}, version = c.version + 1,
      search = ts_delete(c.search, array(select jsonb_array_elements_text(r.gone))) || r.words::tsvector
    from jsonb_to_recordset(${JSON.stringify(made)}::jsonb) as r(id uuid, "is" jsonb, was text, words text, gone jsonb)
    where c.id = r.id and c.id = any(${made.map(({ id }) => id)}::uuid[]) and ${textOf(target)} = r.was`.execute(ctx.db)
}

/** `idCard:1101…` becomes `idCard:<blind index>`. */
async function renameKeys(ctx: Ctx, field: string, made: readonly Made[]): Promise<void> {
  const renamed = made.map(({ id, was, is }) => ({ id, from: identityKey(field, was), to: identityKey(field, String(is)) }))
  const listed = sql`jsonb_to_recordset(${JSON.stringify(renamed)}::jsonb) as r(id uuid, "from" text, "to" text)`
  await sql`update identities i set key = r.to from ${listed} where i.key = r.from and i.customer_id = r.id`.execute(ctx.db)
  await sql`update customer_identities i set key = r.to from ${listed}
    where i.customer_id = r.id and i.key = r.from and i.customer_id = any(${renamed.map(({ id }) => id)}::uuid[])`.execute(ctx.db)
}
