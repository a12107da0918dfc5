import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import type { Given } from '../given-evidence.ts'
import { inOrder } from './keep-pairs.ts'

/** What was given for one and is another's, by `low + high` of the pair. */
export type GivenPairs = ReadonlyMap<string, readonly Given[]>

const columns = sql`g.customer_id as "customerId", i.customer_id as owner, split_part(g.key, ':', 1) as field, g.value, g.how, g.place, g.line`
/** Whoever has the key now, for it may have changed hands; a household's is nobody's. */
const owned = sql`given_keys g join identities i on i.key = g.key and i.customer_id <> g.customer_id`

/** Of these customers, whichever side of it they are on. */
export async function givenOf(db: Db, ids: readonly string[]): Promise<GivenPairs> {
  const { rows } = await sql<Given>`select ${columns} from ${owned} where g.withdrawn_at is null and g.customer_id = any(${ids}::uuid[])
    union select ${columns} from customer_identities o join ${owned} on g.key = o.key
      where g.withdrawn_at is null and o.customer_id = any(${ids}::uuid[]) and i.customer_id = o.customer_id`.execute(db)
  return byPair(rows)
}

/** Among these customers alone, which is less work. */
export async function givenAmong(db: Db, ids: readonly string[]): Promise<GivenPairs> {
  const { rows } = await sql<Given>`select ${columns} from ${owned}
    where g.withdrawn_at is null and g.customer_id = any(${ids}::uuid[])`.execute(db)
  return byPair(rows)
}

/** Is this pair held together by something that was given? For statements about `match_pairs p`. */
export const isGivenPair = sql`exists (select 1 from ${owned} where g.withdrawn_at is null
  and ((g.customer_id = p.low and i.customer_id = p.high) or (g.customer_id = p.high and i.customer_id = p.low)))`

function byPair(rows: readonly Given[]): GivenPairs {
  return Map.groupBy(
    rows.toSorted((a, b) => (a.field + a.value < b.field + b.value ? -1 : 1)),
    ({ customerId, owner }) => {
      const { low, high } = inOrder(customerId, owner)
      return low + high
    },
  )
}

/** Those whose given keys nobody has looked at yet, some at a time; those whose were taken back as well. */
export async function newlyGiven(db: Db, limit: number): Promise<{ fresh: KeyOf[]; withdrawn: KeyOf[] }> {
  const { rows } = await sql<
    KeyOf & { gone: boolean }
  >`select customer_id as "customerId", key, withdrawn_at is not null as gone from given_keys
    where compared_at is null order by customer_id limit ${limit}`.execute(db)
  return { fresh: rows.filter(({ gone }) => !gone), withdrawn: rows.filter(({ gone }) => gone) }
}

type KeyOf = { readonly customerId: string; readonly key: string }

export async function givenWereCompared(
  { db, now }: { readonly db: Db; readonly now: Date },
  { fresh, withdrawn }: { readonly fresh: readonly KeyOf[]; readonly withdrawn: readonly KeyOf[] },
): Promise<void> {
  const listed = (keys: readonly KeyOf[]) =>
    sql`unnest(${keys.map((each) => each.customerId)}::uuid[], ${keys.map((each) => each.key)}::text[]) r(customer_id, key)`
  if (fresh.length > 0)
    await sql`update given_keys g set compared_at = ${now} from ${listed(fresh)}
      where g.customer_id = r.customer_id and g.key = r.key and g.withdrawn_at is null`.execute(db)
  if (withdrawn.length > 0)
    await sql`delete from given_keys g using ${listed(withdrawn)} where g.customer_id = r.customer_id and g.key = r.key and g.withdrawn_at is not null`.execute(
      db,
    )
}
