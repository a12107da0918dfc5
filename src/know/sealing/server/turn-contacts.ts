import { sql } from 'kysely'
import { asTsvector } from '../../../core/kit/search-words.ts'
import { contactToken, isContactToken } from '../../../core/kit/contact-token.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { contactPlace } from '../../../platform/actions/registry.ts'
import type { ContactWork } from '../../../platform/sealing/contact-work.ts'
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
      union (select customer_id from merged_customers where ${behind(after, 'customer_id')} order by customer_id limit ${limit})
      union (select customer_id from inbound_mails where customer_id = ${nobody}::uuid and ${behind(after, 'customer_id')} limit 1)) c
    order by id limit ${limit}`.execute(ctx.db)
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return { next: null, changed: 0 }
  await sql`select 1 from customers where id = any(${ids}::uuid[]) order by id for update`.execute(ctx.db)
  const turn = turnOf(ctx.services.sealing, work)
  const fits = { turn, isOpening: work.aim === 'open', fits: sql`t.customer_id = any(${ids}::uuid[])` }
  let changed = await turnCustomers(ctx, work, turn, ids)
  at('customers')
  for (const place of customerPlaces) {
    changed += await turnRows(ctx, place, fits)
    at('table')
  }
  await turnKeys(ctx, work, turn, ids)
  at('keys')
  if (changed > 0) await findAnew(ctx, ids)
  return { next: rows.length < limit ? null : (ids.at(-1) ?? null), changed }
}

const nobody = '00000000-0000-0000-0000-000000000000'
const behind = (after: string | null, column: string) => (after === null ? sql`true` : sql`${sql.id(column)} > ${after}::uuid`)

/** The value of the customers themselves, and the verdicts on it, which stand by a digest. */
async function turnCustomers(ctx: Ctx, { kind }: ContactWork, turn: Turn, ids: readonly string[]): Promise<number> {
  const column = sql.id(kind)
  const { rows } = await sql<{
    id: string
    was: string
  }>`select id, ${column} as was from customers where id = any(${ids}::uuid[]) and ${column} <> ''`.execute(ctx.db)
  const turned = rows.flatMap(({ id, was }) => (turn.whole(was) === was ? [] : [{ id, was, is: turn.whole(was) }]))
  if (turned.length === 0) return 0
  const listed = sql`jsonb_to_recordset(${JSON.stringify(turned)}::jsonb) as r(id uuid, was text, "is" text)`
  const digest = (value: string) => sql`md5(${contactPlace(sql.ref(value)).sql})`
  await sql`update field_checks f set value = ${digest('r.is')} from ${listed}
    where f.customer_id = r.id and f.field = ${kind} and f.value = ${digest('r.was')} and f.customer_id = any(${ids}::uuid[])`.execute(
    ctx.db,
  )
  await sql`update customers c set ${column} = r.is, version = c.version + 1 from ${listed} where c.id = r.id and c.id = any(${ids}::uuid[])`.execute(
    ctx.db,
  )
  return turned.length
}

/** The keys of these customers: those in the old form go, those in the new form stay or come. */
async function turnKeys(ctx: Ctx, { kind, aim }: ContactWork, turn: Turn, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string; key: string; first: string | null }>`select customer_id as id, key, first_customer_id as first
    from customer_identities where customer_id = any(${ids}::uuid[]) and starts_with(key, ${`${kind}:`})`.execute(ctx.db)
  const isOld = (value: string) => isContactToken(value) === (aim === 'open')
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
    await sql`insert into identities (key, customer_id) select distinct on (r.to) r.to, r.id from ${listed} join identities i on i.key = r.from and i.customer_id = r.id
      order by r.to on conflict (key) do update set customer_id = excluded.customer_id where identities.customer_id <> excluded.customer_id`.execute(
      ctx.db,
    )
    await sql`insert into customer_identities (customer_id, key, first_customer_id) select r.id, r.to, r.first from ${listed}
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

type Row = Findable & { readonly id: string }
type Point = { readonly kind: string; readonly value: string }

/** The words under which customers, merged ones and contacts are found. */
async function findAnew(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<Row & { custom: object; points: readonly Point[] | null; merged: boolean }>`select c.*, p.points from (
      select id, kind, name, short_name as "shortName", phone, email, wechat, code, credit_code as "creditCode", id_card as "idCard", custom, false as merged
        from customers where id = any(${ids}::uuid[])
      union all select m.customer_id, row ->> 'kind', row ->> 'name', row ->> 'short_name', row ->> 'phone', row ->> 'email', row ->> 'wechat', row ->> 'code',
        row ->> 'credit_code', row ->> 'id_card', coalesce(row -> 'custom', '{}'::jsonb), true from merged_customers m where m.customer_id = any(${ids}::uuid[])
    ) c left join lateral (select jsonb_agg(jsonb_build_object('kind', kind, 'value', value)) as points from contact_points where customer_id = c.id) p on true`.execute(
    ctx.db,
  )
  const words = rows.map(({ custom, points, ...row }) => ({
    id: row.id,
    search: searchColumns({ ...custom, ...row }).search,
    further: points === null ? null : asTsvector(points.flatMap(({ kind, value }) => contactWords(kind, value))),
  }))
  const listed = sql`jsonb_to_recordset(${JSON.stringify(words)}::jsonb) as r(id uuid, search text, further text)`
  await sql`update customers c set further_search = r.further::tsvector, search = r.search::tsvector || coalesce(r.further::tsvector, ''::tsvector)
    from ${listed} where c.id = r.id and c.id = any(${ids}::uuid[])`.execute(ctx.db)
  await sql`update merged_customers m set row = m.row || jsonb_build_object('search', r.search::tsvector::text, 'further_search', null)
    from ${listed} where m.customer_id = r.id and m.customer_id = any(${ids}::uuid[])`.execute(ctx.db)
  await findContactsAnew(ctx, ids)
}

async function findContactsAnew(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<
    Row & { customer_id: string; company: string | null }
  >`select customer_id, id, company, name, phone, email, wechat
    from contacts where customer_id = any(${ids}::uuid[])`.execute(ctx.db)
  if (rows.length === 0) return
  const words = rows.map((row) => ({ customer_id: row.customer_id, id: row.id, search: contactSearch(row, row.company).search }))
  await sql`update contacts n set search = r.search::tsvector from jsonb_to_recordset(${JSON.stringify(words)}::jsonb) as r(customer_id uuid, id uuid, search text)
    where n.customer_id = r.customer_id and n.id = r.id and n.customer_id = any(${ids}::uuid[])`.execute(ctx.db)
}

/** Is this text one in the form that the work makes? */
export const isTurned = ({ kind, aim }: Pick<ContactWork, 'kind' | 'aim'>, value: string): boolean =>
  aim === 'sealed' ? contactToken(value)?.kind === kind : !isContactToken(value)
