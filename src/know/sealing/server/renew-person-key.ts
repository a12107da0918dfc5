import { randomBytes } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { sealedParts } from '../../../core/kit/sealed-text.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readPersonKeys } from '../../../platform/sealing/person-keys.ts'
import { whoseText } from '../../../platform/sealing/sealing.ts'
import { customer } from '../../customers/customer.ts'
import type { renewPersonKey as definition } from '../actions.ts'

/** Where values sealed under a person's key may stand: a text in a column of its own, or within JSON. */
const places = [
  { name: 'customers', owner: 'id', key: 'id', text: ['id_card'], json: ['custom'] },
  { name: 'merged_customers', owner: 'customer_id', key: 'customer_id', text: [], json: ['row'] },
  { name: 'import_changes', owner: 'customer_id', key: 'import_id', text: [], json: ['before'] },
  { name: 'merges', owner: 'customer_id', key: 'id', text: [], json: ['before', 'after'] },
  { name: 'merge_kept', owner: 'customer_id', key: 'id', text: [], json: ['row'] },
  { name: 'given_keys', owner: 'customer_id', key: 'key', text: ['value'], json: [] },
] as const

/**
 * One person's key is made anew, and what was sealed under the old one is sealed under the new one, in one transaction: of a record
 * that became part of another, too, under its own. The blind indexes stay, so they are found as before. Contact details have no key
 * of a person's. @throws Problem record.missing, sealing.no-person-key
 */
export async function renewPersonKey(ctx: Ctx, { id }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  await holdTurning(ctx)
  const known = await sql`select 1 from customers where id = ${id} for update`.execute(ctx.db)
  if (known.rows.length === 0) throw new Problem('record.missing', { what: customer.label })
  const { rows } = await sql<{ id: string }>`with recursive theirs(id) as (select ${id}::uuid union
    select m.customer_id from merged_customers m join theirs t on m.into_id = t.id) select id from theirs order by id`.execute(ctx.db)
  const ids = rows.map((row) => row.id)
  const old = await readPersonKeys(ctx.services, ctx.db, ids)
  if (old.size === 0) throw new Problem('sealing.no-person-key')
  const fresh = new Map([...old.keys()].map((each) => [each, randomBytes(32)]))
  const turn = await resealer(ctx, old, fresh)
  let values = 0
  for (const place of places) values += await resealRows(ctx, place, ids, turn)
  for (const [each, key] of fresh) {
    const { wrapped, version } = ctx.services.sealing.wrap(each, key)
    await sql`update person_keys set wrapped = ${wrapped}, key_version = ${version}, made_at = ${ctx.now} where customer_id = ${each}`.execute(
      ctx.db,
    )
  }
  return { id, values }
}

/**
 * Waits for the portions that are being turned over, and lets none begin: one that has read the old key would seal with it, or wrap
 * it anew, after the new one stands.
 */
async function holdTurning(ctx: Ctx): Promise<void> {
  await sql`update sealing_work set updated_at = updated_at where ended_at is null`.execute(ctx.db)
  await sql`update sealed_contacts set done = done where phase <> 'done'`.execute(ctx.db)
}

type Keys = ReadonlyMap<string, Buffer>
/** The same value under the new key; undefined of what is not sealed, or not under a key of theirs. */
type Reseal = (value: unknown) => string | undefined

/** A box is bound to the name of its field, which stands nowhere beside it in every place: it opens under one name alone. */
async function resealer(ctx: Ctx, old: Keys, fresh: Keys): Promise<Reseal> {
  const { sealing } = ctx.services
  const { rows } = await sql<{ name: string }>`select name from custom_fields where entity = 'customer'`.execute(ctx.db)
  const names = ['id_card', ...rows.map(({ name }) => `custom.${name}`)]
  const owners = new Map([...old.keys()].map((id) => [whoseText(id), id]))
  return (value) => {
    const parts = sealedParts(value)
    const owner = parts && owners.get(parts.whose)
    const [was, is] = [owner && old.get(owner), owner && fresh.get(owner)]
    if (!parts || !owner || !was || !is) return undefined
    for (const name of names) {
      try {
        const box = sealing.seal(is, owner, name, sealing.open(was, owner, name, parts))
        return typeof value === 'string' && value.startsWith('"') ? JSON.stringify(box) : box
      } catch (error) {
        if (!(error instanceof Problem)) throw error
      }
    }
    throw new Problem('sealing.altered')
  }
}

type Place = (typeof places)[number]
type Row = { owner: string; key: string; columns: Record<string, unknown> }

async function resealRows(ctx: Ctx, { name, owner, key, text, json }: Place, ids: readonly string[], turn: Reseal): Promise<number> {
  const columns: readonly string[] = [...text, ...json]
  const body = sql.join(columns.map((column) => sql`${sql.lit(column)}::text, t.${sql.id(column)}`))
  const { rows } =
    await sql<Row>`select t.${sql.id(owner)}::text as owner, t.${sql.id(key)}::text as key, jsonb_build_object(${body}) as columns
    from ${sql.id(name)} t where t.${sql.id(owner)} = any(${[...ids]}::uuid[])`.execute(ctx.db)
  let values = 0
  const within = (node: unknown): unknown => {
    const next = turn(node)
    if (next !== undefined) values++
    if (next !== undefined || typeof node !== 'object' || node === null) return next ?? node
    if (Array.isArray(node)) return node.map(within)
    return Object.fromEntries(Object.entries(node).map(([field, inner]) => [field, within(inner)]))
  }
  const turned = rows.flatMap((row) => {
    const before = values
    const next = within(row.columns)
    return values === before ? [] : [{ ...row, columns: next }]
  })
  if (turned.length === 0) return 0
  const asText: readonly string[] = text
  const value = (column: string): RawBuilder<unknown> =>
    asText.includes(column) ? sql`r.columns ->> ${sql.lit(column)}` : sql`nullif(r.columns -> ${sql.lit(column)}, 'null'::jsonb)`
  const counted = name === 'customers' ? sql`, version = t.version + 1` : sql``
  await sql`update ${sql.id(name)} t set ${sql.join(columns.map((column) => sql`${sql.id(column)} = ${value(column)}`))}${counted}
    from jsonb_to_recordset(${JSON.stringify(turned)}::jsonb) as r(owner text, key text, columns jsonb)
    where t.${sql.id(owner)} = any(${[...ids]}::uuid[]) and t.${sql.id(owner)}::text = r.owner and t.${sql.id(key)}::text = r.key`.execute(
    ctx.db,
  )
  return values
}
