import { type RawBuilder, sql } from 'kysely'
import type { ContactKind } from '../../../core/kit/contact-token.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { interactionTexts } from '../../interactions/interaction-search.ts'
import { todoTexts } from '../../todos/todo-search.ts'
import type { ContactPlace } from './contact-places.ts'
import { type Turn, turnJson } from './turn-json.ts'

type Json = Record<string, unknown>
/** `keys`: besides the owner, what it is known by. */
type Row = { readonly owner: string; readonly keys: Json; readonly columns: Json }
type Changed = Row & { readonly was: Json }

/** What a text looks like that may hold one, more loosely than core/kit/contact-in-text.ts: large tables are not read whole. */
const traces: Readonly<Record<ContactKind, string>> = {
  phone: '([1１][3-9３-９][0-9０-９][^0-9０-９]{0,2}[0-9０-９]{4}|[+＋][1-9１-９]|[0０][1-9１-９][0-9０-９]{1,2}[^0-9０-９])',
  email: '[@＠]',
  wechat: '(wechat|WeChat|微信)',
}

/** `isSealed`: what is to be turned over is sealed, and so is known for what it is. */
type Fits = { readonly turn: Turn; readonly isSealed: boolean; readonly fits: RawBuilder<unknown> }
/** Behind which row, by its keys as JSON, and how many. */
type Portion = { readonly after: string | null; readonly limit: number }

/** Turns the rows of a table over that fit. One that was changed since it was read is read again. @returns how many were changed */
export async function turnRows(ctx: Ctx, place: ContactPlace, fits: Fits): Promise<number> {
  return (await turnPortion(ctx, place, fits, null)).changed
}

/** The same of so many rows in order of their keys. `next`: the last one, or null at the end of the table. */
export async function turnPortion(
  ctx: Ctx,
  place: ContactPlace,
  fits: Fits,
  portion: Portion | null,
): Promise<{ next: string | null; changed: number }> {
  let changed = 0
  let next: string | null = null
  for (let tries = 0; tries < mostTries; tries++) {
    const once = await turnOnce(ctx, place, fits, portion)
    changed += once.written
    next = once.next
    if (once.written === once.found) break
  }
  return { next, changed }
}

const mostTries = 5

type Once = { readonly found: number; readonly written: number; readonly next: string | null }

async function turnOnce(ctx: Ctx, place: ContactPlace, { turn, isSealed, fits }: Fits, portion: Portion | null): Promise<Once> {
  const { name, keys, columns, beside = [], isLarge, search } = place
  const body = bodyOf([...columns, ...beside])
  const text = sql.join(
    columns.map((column) => sql`coalesce(t.${sql.id(column)}::text, '')`),
    sql` || ' ' || `,
  )
  const holds = isSealed
    ? sql`and (${text}) like ${`%§_.${turn.kind}.%`}`
    : isLarge === 'keys'
      ? sql`and (${text}) like ${`%${turn.kind}:%`}`
      : isLarge
        ? sql`and (${text}) ~ ${traces[turn.kind]}`
        : sql``
  const { rows } = await sql<Row>`select ${ownerOf(place)} as owner, jsonb_build_object(${bodyOf(keys)}) as keys,
      jsonb_build_object(${body}) as columns
    from ${sql.id(name)} t where ${fits} ${holds} ${portion ? cut(place, portion) : sql``}`.execute(ctx.db)
  const changed = rows.flatMap((row) => {
    const next: Json = Object(turnJson(turn, row.columns))
    if (JSON.stringify(next) === JSON.stringify(row.columns)) return []
    return [{ ...row, was: row.columns, columns: search ? { ...next, search: search(next) } : next }]
  })
  const last = portion && rows.length >= portion.limit ? JSON.stringify(rows.at(-1)?.keys) : null
  return { found: changed.length, written: changed.length > 0 ? await writeRows(ctx, place, changed) : 0, next: last }
}

/** By the primary key, so that no portion reads what came before it. */
function cut({ name, keys }: ContactPlace, { after, limit }: Portion): RawBuilder<unknown> {
  const of = (row: string) => sql.join(keys.map((key) => sql.ref(`${row}.${key}`)))
  const behind =
    after === null
      ? sql``
      : sql`and (${of('t')}) > (select ${of('r')} from jsonb_populate_record(null::${sql.id(name)}, ${after}::jsonb) r)`
  return sql`${behind} order by ${of('t')} limit ${limit}`
}

const bodyOf = (columns: readonly string[]) => sql.join(columns.map((column) => sql`${sql.lit(column)}::text, t.${sql.id(column)}`))

/** Is this row the one that `k` is known by? */
const isIt = ({ keys }: ContactPlace, row = 't') =>
  keys.length === 0
    ? sql`true`
    : sql.join(
        keys.map((key) => sql`${sql.ref(`${row}.${key}`)} = ${sql.ref(`k.${key}`)}`),
        sql` and `,
      )

/** Whose row it is, as a text; of a table that is no customer's the same for all. */
const ownerOf = ({ isShared, owner }: ContactPlace, row = 't') =>
  isShared ? sql`''::text` : sql`${sql.ref(`${row}.${owner ?? 'customer_id'}`)}::text`

/** Only rows of those to whom one of these belongs. */
const ownedBy = ({ isShared, owner }: ContactPlace, rows: readonly Changed[], row = 't') =>
  isShared ? sql`true` : sql`${sql.ref(`${row}.${owner ?? 'customer_id'}`)} = any(${[...new Set(rows.map(({ owner }) => owner))]}::uuid[])`

const listed = ({ name }: ContactPlace, rows: readonly Changed[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(owner text, keys jsonb, was jsonb, columns jsonb)
    cross join lateral jsonb_populate_record(null::${sql.id(name)}, r.keys) k`

const isText = new Set<string>([
  'value',
  'phone',
  'email',
  'wechat',
  'address',
  'note',
  'label',
  'said',
  'from_address',
  'from_name',
  'subject',
  'body',
  'key',
  'number',
  'asker_contact',
  ...interactionTexts,
  ...todoTexts,
])

async function writeRows(ctx: Ctx, place: ContactPlace, rows: readonly Changed[]): Promise<number> {
  const { name, columns, beside = [] } = place
  await makeWay(ctx, place, rows)
  const read = (column: string) => {
    if (isText.has(column) && !place.json?.includes(column)) return sql`r.columns ->> ${sql.lit(column)}`
    if (column === 'keys') return sql`array(select jsonb_array_elements_text(r.columns -> 'keys'))`
    return sql`nullif(r.columns -> ${sql.lit(column)}, 'null'::jsonb)`
  }
  const words = place.search ? [sql`search = (r.columns ->> 'search')::tsvector`] : []
  const sets = sql.join([...columns.map((column) => sql`${sql.id(column)} = ${read(column)}`), ...words])
  const { numAffectedRows } = await sql`update ${sql.id(name)} t set ${sets} from ${listed(place, rows)}
    where ${ownedBy(place, rows)} and ${ownerOf(place)} = r.owner and ${isIt(place)} and jsonb_build_object(${bodyOf([...columns, ...beside])}) = r.was`.execute(
    ctx.db,
  )
  return Number(numAffectedRows ?? 0)
}

/**
 * Whoever wrote the same value in the new form while this one stood in the old one left two rows of it, and a unique key lets one
 * stand: the later one where it says more, else the one that is turned over. Of two that are the same once turned over, e.g. a
 * WeChat id in large and in small letters, the first.
 */
async function makeWay(ctx: Ctx, place: ContactPlace, rows: readonly Changed[]): Promise<void> {
  const { name, unique } = place
  if (!unique) return
  const seen = new Set<string>()
  const again = rows.filter(({ owner, columns }) => {
    const value = JSON.stringify([owner, ...unique.by.map((column) => columns[column])])
    return seen.has(value) || !seen.add(value)
  })
  if (again.length > 0)
    await sql`delete from ${sql.id(name)} t using ${listed(place, again)} where ${ownedBy(place, again)} and ${ownerOf(place)} = r.owner and ${isIt(place)}`.execute(
      ctx.db,
    )
  const same = sql.join(
    unique.by.map((column) => sql`${sql.ref(`o.${column}`)} = r.columns ->> ${sql.lit(column)}`),
    sql` and `,
  )
  const isOther = sql`${ownedBy(place, rows, 'o')} and ${ownerOf(place, 'o')} = r.owner and ${same} and not (${isIt(place, 'o')})`
  await sql`delete from ${sql.id(name)} o using ${listed(place, rows)} where ${isOther} and ${unique.givesWay}`.execute(ctx.db)
  await sql`delete from ${sql.id(name)} t using ${listed(place, rows)} where ${ownedBy(place, rows)} and ${ownerOf(place)} = r.owner and ${isIt(place)}
    and exists (select 1 from ${sql.id(name)} o where ${isOther})`.execute(ctx.db)
}
