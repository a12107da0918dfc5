import { sql } from 'kysely'
import { asTsvector } from '../../../core/kit/search-words.ts'
import { pointAdded } from '../../contact-points/events.ts'
import { contactWords, type Findable, searchColumns } from '../../customers/customer-search.ts'
import { identityKey, tellsWho } from '../../customers/identity-keys.ts'
import type { FurtherPoint } from '../read-customer-row.ts'
import type { HistoryFact } from './append-history.ts'
import type { Portion } from './portion.ts'
import { noteChanges } from './record-changes.ts'

/** `line` is where in the file it stands. */
export type WantedPoint = FurtherPoint & { readonly customerId: string; readonly line: number }
/** `elsewhere` are another customer's. */
export type PointsPut = {
  readonly added: number
  readonly same: number
  readonly elsewhere: readonly WantedPoint[]
  readonly facts: HistoryFact[]
}

const keyOf = ({ kind, value }: FurtherPoint): string | null =>
  kind === 'address' || !tellsWho(kind, value) ? null : identityKey(kind, value)

/** Adds further ways to reach customers. One that is another customer's key stays with that one. */
export async function putPoints(portion: Portion, wanted: readonly WantedPoint[]): Promise<PointsPut> {
  const given = new Map(wanted.map((each) => [`${each.customerId} ${each.kind} ${each.value}`, each]))
  const all = await withoutKnown(portion, [...given.values()])
  const free = await takeKeys(portion, all)
  const made = free.map((each) => ({ ...each, id: portion.newId() }))
  if (made.length > 0)
    await sql`insert into contact_points (customer_id, id, kind, value, created_at, updated_at)
      select customer_id, id, kind, value, ${portion.now}, ${portion.now}
      from unnest(${made.map((each) => each.customerId)}::uuid[], ${made.map((each) => each.id)}::uuid[], ${made.map((each) => each.kind)}::text[],
        ${made.map((each) => each.value)}::text[]) t(customer_id, id, kind, value) order by customer_id, id
      on conflict (customer_id, kind, value) do nothing`.execute(portion.db)
  await noteChanges(
    portion,
    made.map(({ customerId, id, kind, value }) => ({ customerId, what: 'point', recordId: id, before: null, after: { kind, value } })),
  )
  await findableByPoints(portion, [...new Set(made.map((each) => each.customerId))])
  const facts = made.map(({ customerId, kind, value }) => ({
    customerId,
    kind: pointAdded.name,
    at: portion.now.toISOString(),
    payload: JSON.stringify({ kind, value }),
  }))
  return { added: made.length, same: given.size - all.length, elsewhere: all.filter((each) => !free.includes(each)), facts }
}

/** Neither those that are the customer's first of their kind, nor those that are further ones already. */
async function withoutKnown({ db }: Portion, all: readonly WantedPoint[]): Promise<WantedPoint[]> {
  if (all.length === 0) return []
  const ids = [...new Set(all.map((each) => each.customerId))]
  const { rows } = await sql<{ id: string; kind: string; value: string }>`select customer_id as id, kind, value from contact_points
      where customer_id = any(${ids}::uuid[])
    union all select c.id, k.kind, k.value from customers c, lateral (values ('phone', c.phone), ('email', c.email), ('wechat', c.wechat),
      ('address', c.address)) k(kind, value) where c.id = any(${ids}::uuid[]) and k.value is not null`.execute(db)
  const known = new Set(rows.map((row) => `${row.id} ${row.kind} ${row.value}`))
  return all.filter((each) => !known.has(`${each.customerId} ${each.kind} ${each.value}`))
}

/** Takes the identity keys, in order. A household's is nobody's, so it may stand with any of its members. */
async function takeKeys({ db }: Portion, all: readonly WantedPoint[]): Promise<WantedPoint[]> {
  const keyed = all.flatMap((each) => {
    const key = keyOf(each)
    return key === null ? [] : [{ key, id: each.customerId }]
  })
  if (keyed.length === 0) return [...all]
  const given = sql`unnest(${keyed.map((each) => each.key)}::text[], ${keyed.map((each) => each.id)}::uuid[]) t(key, id)`
  await sql`insert into identities (key, customer_id) select key, id from ${given}
    where not exists (select 1 from shared_keys s where s.key = t.key) order by key on conflict do nothing`.execute(db)
  const { rows } = await sql<{ key: string; customer_id: string }>`select key, customer_id from identities
    where key = any(${keyed.map((each) => each.key)}::text[])`.execute(db)
  const owners = new Map(rows.map((row) => [row.key, row.customer_id]))
  const mine = keyed.filter(({ key, id }) => owners.get(key) === id)
  await sql`insert into customer_identities (customer_id, key) select id, key
    from unnest(${mine.map((each) => each.key)}::text[], ${mine.map((each) => each.id)}::uuid[]) t(key, id) on conflict do nothing`.execute(
    db,
  )
  return all.filter((each) => {
    const key = keyOf(each)
    const owner = key === null ? undefined : owners.get(key)
    return owner === undefined || owner === each.customerId
  })
}

type Row = Findable & {
  readonly id: string
  readonly custom: object
  readonly points: readonly { readonly kind: string; readonly value: string }[] | null
}

/** Customers are found by all their phones, e-mails and WeChat ids. */
export async function findableByPoints({ db }: Pick<Portion, 'db'>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await sql<Row>`select c.id, c.kind, c.name, c.short_name as "shortName", c.phone, c.email, c.wechat, c.code,
      c.credit_code as "creditCode", c.id_card as "idCard", c.custom, p.points
    from customers c left join lateral (
      select jsonb_agg(jsonb_build_object('kind', kind, 'value', value)) as points from contact_points where customer_id = c.id
    ) p on true where c.id = any(${[...ids]}::uuid[])`.execute(db)
  const words = rows.map((row) => ({
    id: row.id,
    search: searchColumns({ ...row.custom, ...row }).search,
    further: asTsvector((row.points ?? []).flatMap(({ kind, value }) => contactWords(kind, value))),
  }))
  await sql`update customers c set further_search = r.further::tsvector, search = r.search::tsvector || r.further::tsvector
    from jsonb_to_recordset(${JSON.stringify(words)}::jsonb) as r(id uuid, search text, further text)
    where c.id = r.id and c.id = any(${rows.map((row) => row.id)}::uuid[])`.execute(db)
}
