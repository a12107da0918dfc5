import { sql } from 'kysely'
import { asTsvector } from '../../../core/kit/search-words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { contactPlace } from '../../../platform/actions/registry.ts'
import type { ContactWork } from '../../../platform/sealing/contact-work.ts'
import { notesOf } from '../../../platform/sealing/seal-notes.ts'
import { contactSearch } from '../../contacts/contact-search.ts'
import { contactWords, type Findable, searchColumns } from '../../customers/customer-search.ts'
import { identityKey } from '../../customers/identity-keys.ts'
import { customerPlaces } from './contact-places.ts'
import { type Turn, turnOf } from './turn-json.ts'
import { turnRows } from './turn-rows.ts'

export type Turned = { readonly next: string | null; readonly changed: number }

/** How many at once; `at` is told of each place that a portion comes to. */
export type Portions = { readonly keys: number; readonly customers: number; readonly rows: number; readonly at: (place: string) => void }

/**
 * A portion of customers, merged ones too, in order of id: each with all rows of theirs in one transaction, so that what is joined
 * by a contact detail is joined at every moment.
 */
export async function turnContacts(ctx: Ctx, work: ContactWork, after: string | null, { customers: limit, at }: Portions): Promise<Turned> {
  const { rows } = await sql<{
    id: string
  }>`select id from ((select id from customers where ${behind(after, 'id')} order by id limit ${limit})
      union (select customer_id from merged_customers where ${behind(after, 'customer_id')} order by customer_id limit ${limit})) c
    order by id limit ${limit}`.execute(ctx.db)
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return { next: null, changed: 0 }
  await sql`select 1 from customers where id = any(${ids}::uuid[]) order by id for update`.execute(ctx.db)
  const turn = turnOf(ctx.services.sealing, work, notesOf(ctx.card('customer')).keys)
  const there = await placesWithRows(ctx, ids)
  let changed = 0
  for (const place of customerPlaces.filter(({ name, isLarge }) => isLarge || there.has(name))) {
    const fits = sql`${sql.ref(`t.${place.owner ?? 'customer_id'}`)} = any(${ids}::uuid[])`
    changed += await turnRows(ctx, place, { turn, isSealed: work.aim !== 'sealed', fits })
    at('table')
  }
  const customers = work.aim === 'renewed' ? await turnAlone(ctx, work, turn, ids) : await turnFindable(ctx, work, turn, ids, there)
  at('customers')
  if (work.aim !== 'renewed' && changed > 0) await findOthersAnew(ctx, ids, there)
  await turnKeys(ctx, work, turn, ids)
  at('keys')
  return { next: rows.length < limit ? null : (ids.at(-1) ?? null), changed: customers }
}

/** Most customers have rows in few of the tables: asked for at once, the others need not be. */
async function placesWithRows({ db }: Ctx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const small = customerPlaces.filter(({ isLarge }) => !isLarge)
  const asked = [...small.map(({ name }) => name), 'field_checks'].map(
    (name) => sql`select ${sql.lit(name)} as name where exists (select 1 from ${sql.id(name)} where customer_id = any(${ids}::uuid[]))`,
  )
  const { rows } = await sql<{ name: string }>`${sql.join(asked, sql` union all `)}`.execute(db)
  return new Set(rows.map(({ name }) => name))
}

const behind = (after: string | null, column: string) => (after === null ? sql`true` : sql`${sql.id(column)} > ${after}::uuid`)

const digest = (value: string) => sql`md5(${contactPlace(sql.ref(value)).sql})`

/** The verdicts on a value stand by a digest of it. */
async function turnVerdicts(ctx: Ctx, kind: string, rows: readonly { id: string; was: string | null; is: string | null }[]): Promise<void> {
  const turned = rows.filter(({ is }) => is !== null)
  if (turned.length === 0) return
  await sql`update field_checks f set value = ${digest('r.is')} from jsonb_to_recordset(${JSON.stringify(turned)}::jsonb) as r(id uuid, was text, "is" text)
    where f.customer_id = r.id and f.field = ${kind} and f.value = ${digest('r.was')} and f.customer_id = any(${turned.map(({ id }) => id)}::uuid[])`.execute(
    ctx.db,
  )
}

/** Under another key a value is found and judged as before. @returns how many customers have it */
async function turnAlone(ctx: Ctx, { kind }: ContactWork, turn: Turn, ids: readonly string[]): Promise<number> {
  const column = sql.id(kind)
  const { rows } = await sql<{
    id: string
    was: string
  }>`select id, ${column} as was from customers where id = any(${ids}::uuid[]) and ${column} <> ''`.execute(ctx.db)
  const turned = rows.flatMap(({ id, was }) => (turn.whole(was) === was ? [] : [{ id, is: turn.whole(was) }]))
  if (turned.length > 0)
    await sql`update customers c set ${column} = r.is, version = c.version + 1 from jsonb_to_recordset(${JSON.stringify(turned)}::jsonb) as r(id uuid, "is" text)
      where c.id = r.id and c.id = any(${turned.map(({ id }) => id)}::uuid[])`.execute(ctx.db)
  return turned.length
}

type Found = Findable & { readonly id: string; readonly custom: object; readonly points: readonly Point[] | null }

const findable = (
  row: string,
) => sql`${sql.ref(`${row}.kind`)}, ${sql.ref(`${row}.name`)}, ${sql.ref(`${row}.short_name`)} as "shortName", ${sql.ref(`${row}.phone`)},
  ${sql.ref(`${row}.email`)}, ${sql.ref(`${row}.wechat`)}, ${sql.ref(`${row}.code`)}, ${sql.ref(`${row}.credit_code`)} as "creditCode", ${sql.ref(`${row}.id_card`)} as "idCard"`
const pointsOf = sql`(select jsonb_agg(jsonb_build_object('kind', p.kind, 'value', p.value)) from contact_points p where p.customer_id = c.id)`

function wordsOf({ custom, points, ...row }: Found): { search: string; further: string | null } {
  return {
    search: searchColumns({ ...custom, ...row }).search,
    further: points === null ? null : asTsvector(points.flatMap(({ kind, value }) => contactWords(kind, value))),
  }
}

/**
 * The value of the customers themselves and the words under which they are found, in one write; only of those to whom something
 * changes. @returns how many have the value in its other form now
 */
async function turnFindable(
  ctx: Ctx,
  { kind }: ContactWork,
  turn: Turn,
  ids: readonly string[],
  there: ReadonlySet<string>,
): Promise<number> {
  const { rows } =
    await sql<Found>`select c.id, ${findable('c')}, c.custom, ${pointsOf} as points from customers c where c.id = any(${ids}::uuid[])`.execute(
      ctx.db,
    )
  const turned = rows.map((row) => {
    const was = row[kind]
    const is = typeof was === 'string' && was !== '' && turn.whole(was) !== was ? turn.whole(was) : null
    return { id: row.id, was: typeof was === 'string' ? was : null, is, ...wordsOf(is === null ? row : { ...row, [kind]: is }) }
  })
  if (there.has('field_checks')) await turnVerdicts(ctx, kind, turned)
  const search = sql`r.search::tsvector || coalesce(r.further::tsvector, ''::tsvector)`
  await sql`update customers c set ${sql.id(kind)} = coalesce(r.is, c.${sql.id(kind)}), version = c.version + case when r.is is null then 0 else 1 end,
      further_search = r.further::tsvector, search = ${search}
    from jsonb_to_recordset(${JSON.stringify(turned)}::jsonb) as r(id uuid, "is" text, search text, further text)
    where c.id = r.id and c.id = any(${ids}::uuid[])
      and (r.is is not null or c.search is distinct from ${search} or c.further_search is distinct from r.further::tsvector)`.execute(
    ctx.db,
  )
  return turned.filter(({ is }) => is !== null).length
}

/** The keys of these customers: those in the old form go, those in the new form stay or come. */
async function turnKeys(ctx: Ctx, { kind }: ContactWork, turn: Turn, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string; key: string; first: string | null }>`select customer_id as id, key, first_customer_id as first
    from customer_identities where customer_id = any(${ids}::uuid[]) and starts_with(key, ${`${kind}:`})`.execute(ctx.db)
  const isOld = (value: string) => turn.whole(value) !== value
  const valueOf = (key: string) => key.slice(kind.length + 1)
  const old = rows.filter(({ key }) => isOld(valueOf(key)))
  const fresh = old.map((row) => ({ ...row, from: row.key, to: identityKey(kind, turn.whole(valueOf(row.key))) }))
  const known = new Set(fresh.map(({ id, to }) => `${id} ${to}`))
  const stale = await withoutValue(
    ctx,
    kind,
    rows.filter(({ id, key }) => !isOld(valueOf(key)) && !known.has(`${id} ${key}`)),
  )
  const listed = sql`jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as r(id uuid, "first" uuid, "from" text, "to" text)`
  if (fresh.length > 0) {
    // Nearly all were written ahead: to write them again would be to write for nothing.
    await sql`insert into identities (key, customer_id) select distinct on (r.to) r.to, r.id from ${listed} join identities i on i.key = r.from and i.customer_id = r.id
      where not exists (select 1 from identities j where j.key = r.to and j.customer_id = r.id) order by r.to on conflict (key) do update set customer_id = excluded.customer_id where identities.customer_id <> excluded.customer_id`.execute(
      ctx.db,
    )
    await sql`insert into customer_identities (customer_id, key, first_customer_id) select r.id, r.to, r.first from ${listed}
      where not exists (select 1 from customer_identities j where j.customer_id = r.id and j.key = r.to and j.first_customer_id is not distinct from r.first)
      on conflict (customer_id, key) do update set first_customer_id = excluded.first_customer_id`.execute(ctx.db)
  }
  const gone = [...fresh.map(({ id, from }) => ({ id, key: from })), ...stale]
  if (gone.length === 0) return
  const leaving = sql`jsonb_to_recordset(${JSON.stringify(gone)}::jsonb) as r(id uuid, key text)`
  await sql`delete from identities i using ${leaving} where i.key = r.key and i.customer_id = r.id`.execute(ctx.db)
  await sql`delete from customer_identities i using ${leaving} where i.key = r.key and i.customer_id = r.id and i.customer_id = any(${ids}::uuid[])`.execute(
    ctx.db,
  )
}

type Key = { readonly id: string; readonly key: string }

/** Keys that were written ahead for a value that its customer has no longer. */
async function withoutValue(ctx: Ctx, kind: string, keys: readonly Key[]): Promise<Key[]> {
  if (keys.length === 0) return []
  const ids = sql`${keys.map(({ id }) => id)}::uuid[]`
  const { rows } = await sql<{
    id: string
    value: string
  }>`select id, ${sql.id(kind)} as value from customers where id = any(${ids}) and ${sql.id(kind)} is not null
    union all select customer_id, value from contact_points where customer_id = any(${ids}) and kind = ${kind}`.execute(ctx.db)
  const held = new Set(rows.map(({ id, value }) => `${id} ${identityKey(kind, value)}`))
  const merged = await sql<{ id: string }>`select distinct into_id as id from merged_customers where into_id = any(${ids})`.execute(ctx.db)
  const survivors = new Set(merged.rows.map(({ id }) => id))
  return keys.filter(({ id, key }) => !held.has(`${id} ${key}`) && !survivors.has(id))
}

type Point = { readonly kind: string; readonly value: string }

/** The words under which merged customers and contacts are found. */
async function findOthersAnew(ctx: Ctx, ids: readonly string[], there: ReadonlySet<string>): Promise<void> {
  if (there.has('merged_customers')) await findMergedAnew(ctx, ids)
  if (there.has('contacts')) await findContactsAnew(ctx, ids)
}

async function findMergedAnew(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<Found>`select c.id, ${findable('c')}, c.custom, ${pointsOf} as points from (
      select m.customer_id as id, row ->> 'kind' as kind, row ->> 'name' as name, row ->> 'short_name' as short_name, row ->> 'phone' as phone,
        row ->> 'email' as email, row ->> 'wechat' as wechat, row ->> 'code' as code, row ->> 'credit_code' as credit_code, row ->> 'id_card' as id_card,
        coalesce(row -> 'custom', '{}'::jsonb) as custom from merged_customers m where m.customer_id = any(${ids}::uuid[])) c`.execute(
    ctx.db,
  )
  const words = rows.map((row) => ({ id: row.id, search: wordsOf(row).search }))
  await sql`update merged_customers m set row = m.row || jsonb_build_object('search', r.search::tsvector::text, 'further_search', null)
    from jsonb_to_recordset(${JSON.stringify(words)}::jsonb) as r(id uuid, search text) where m.customer_id = r.id and m.customer_id = any(${ids}::uuid[])`.execute(
    ctx.db,
  )
}

async function findContactsAnew(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<
    Findable & { id: string; customer_id: string; company: string | null }
  >`select customer_id, id, company, name, phone, email, wechat
    from contacts where customer_id = any(${ids}::uuid[])`.execute(ctx.db)
  if (rows.length === 0) return
  const words = rows.map((row) => ({ customer_id: row.customer_id, id: row.id, search: contactSearch(row, row.company).search }))
  await sql`update contacts n set search = r.search::tsvector from jsonb_to_recordset(${JSON.stringify(words)}::jsonb) as r(customer_id uuid, id uuid, search text)
    where n.customer_id = r.customer_id and n.id = r.id and n.customer_id = any(${ids}::uuid[])`.execute(ctx.db)
}
