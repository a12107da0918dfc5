import { type RawBuilder, sql } from 'kysely'
import type { ContactKind } from '../../../core/kit/contact-token.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { ContactPlace } from './contact-places.ts'
import { type Turn, turnJson } from './turn-json.ts'

type Json = Record<string, unknown>
type Row = { key: string; columns: Json }
type Changed = Row & { readonly owner: string; readonly was: Json }

/** What a text looks like that may hold one: large tables are not read whole. */
const traces: Readonly<Record<ContactKind, string>> = {
  phone: '(1[3-9][0-9]{9}|[+][1-9][0-9]{7}|1[3-9][0-9][ -][0-9]{4})',
  email: '@',
  wechat: '(wechat|WeChat|微信)',
}

/** Turns the rows of a table over that fit. One that was changed since it was read is read again. @returns how many were changed */
export async function turnRows(ctx: Ctx, place: ContactPlace, turn: Turn, isOpening: boolean, fits: RawBuilder<unknown>): Promise<number> {
  let changed = 0
  for (let tries = 0; tries < mostTries; tries++) {
    const { found, written } = await turnOnce(ctx, place, turn, isOpening, fits)
    changed += written
    if (written === found) break
  }
  return changed
}

const mostTries = 5

async function turnOnce(
  ctx: Ctx,
  place: ContactPlace,
  turn: Turn,
  isOpening: boolean,
  fits: RawBuilder<unknown>,
): Promise<{ found: number; written: number }> {
  const { name, keys, columns, beside = [], isLarge } = place
  const body = bodyOf([...columns, ...beside])
  const text = sql.join(
    columns.map((column) => sql`coalesce(t.${sql.id(column)}::text, '')`),
    sql` || ' ' || `,
  )
  const holds = isOpening ? sql`and (${text}) like ${`%§_.${turn.kind}.%`}` : isLarge ? sql`and (${text}) ~ ${traces[turn.kind]}` : sql``
  const { rows } = await sql<
    Row & { owner: string }
  >`select ${ownerOf(place)} as owner, ${keyOf(keys)} as key, jsonb_build_object(${body}) as columns
    from ${sql.id(name)} t where ${fits} ${holds}`.execute(ctx.db)
  const changed = rows.flatMap((row) => {
    const next: Json = Object(turnJson(turn, row.columns))
    return JSON.stringify(next) === JSON.stringify(row.columns) ? [] : [{ ...row, was: row.columns, columns: next }]
  })
  return { found: changed.length, written: changed.length > 0 ? await writeRows(ctx, place, changed) : 0 }
}

const bodyOf = (columns: readonly string[]) => sql.join(columns.map((column) => sql`${sql.lit(column)}::text, t.${sql.id(column)}`))

const keyOf = (keys: readonly string[]) =>
  keys.length === 0
    ? sql`''::text`
    : sql.join(
        keys.map((key) => sql`t.${sql.id(key)}::text`),
        sql` || chr(10) || `,
      )

/** Whose row it is, as a text; of a table that is no customer's the same for all. */
const ownerOf = ({ isShared }: ContactPlace) => (isShared ? sql`''::text` : sql`t.customer_id::text`)

const isText = new Set([
  'value',
  'phone',
  'email',
  'wechat',
  'address',
  'note',
  'said',
  'from_address',
  'from_name',
  'subject',
  'body',
  'key',
  'number',
  'summary',
  'asker_contact',
])

async function writeRows(ctx: Ctx, place: ContactPlace, rows: readonly Changed[]): Promise<number> {
  const { name, keys, columns, beside = [], isShared } = place
  const read = (column: string) => {
    if (isText.has(column)) return sql`r.columns ->> ${sql.lit(column)}`
    if (column === 'keys') return sql`array(select jsonb_array_elements_text(r.columns -> 'keys'))`
    return sql`nullif(r.columns -> ${sql.lit(column)}, 'null'::jsonb)`
  }
  const sets = sql.join(columns.map((column) => sql`${sql.id(column)} = ${read(column)}`))
  const owned = isShared ? sql`true` : sql`t.customer_id = any(${[...new Set(rows.map(({ owner }) => owner))]}::uuid[])`
  const written = rows.map(({ owner, key, was, columns: values }) => ({ owner, key, was, columns: values }))
  const { numAffectedRows } =
    await sql`update ${sql.id(name)} t set ${sets} from jsonb_to_recordset(${JSON.stringify(written)}::jsonb) as r(owner text, key text, was jsonb, columns jsonb)
    where ${owned} and ${ownerOf(place)} = r.owner and ${keyOf(keys)} = r.key and jsonb_build_object(${bodyOf([...columns, ...beside])}) = r.was`.execute(
      ctx.db,
    )
  return Number(numAffectedRows ?? 0)
}
