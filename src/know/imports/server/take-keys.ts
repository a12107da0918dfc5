import { sql } from 'kysely'
import type { Portion } from './portion.ts'

type KeyOf = { readonly id: string; readonly key: string }

/** In order of key, so that two writers cannot wait for each other in a circle. */
export async function takeKeys({ db }: Pick<Portion, 'db'>, taken: readonly KeyOf[]): Promise<void> {
  if (taken.length === 0) return
  const given = sql`unnest(${taken.map((each) => each.key)}::text[], ${taken.map((each) => each.id)}::uuid[]) t(key, id)`
  await sql`insert into identities (key, customer_id) select key, id from ${given}
    where not exists (select 1 from shared_keys s where s.key = t.key) order by key on conflict do nothing`.execute(db)
  await sql`insert into customer_identities (customer_id, key) select id, key from ${given}
    where not exists (select 1 from shared_keys s where s.key = t.key) on conflict do nothing`.execute(db)
}

/** A further phone or e-mail keeps its key when it stops being the first. */
const keyOfPoint = sql`(p.kind || ':' || case when p.kind = 'wechat' then lower(p.value) else p.value end)`

export async function releaseKeys({ db }: Pick<Portion, 'db'>, left: readonly KeyOf[]): Promise<void> {
  if (left.length === 0) return
  const ids = left.map((each) => each.id)
  const keys = left.map((each) => each.key)
  await sql`delete from customer_identities where customer_id = any(${ids}::uuid[]) and key = any(${keys}::text[])
    and not exists (select 1 from contact_points p where p.customer_id = customer_identities.customer_id and ${keyOfPoint} = customer_identities.key)`.execute(
    db,
  )
  await sql`delete from identities i using unnest(${ids}::uuid[], ${keys}::text[]) t(id, key) where i.key = t.key and i.customer_id = t.id
    and not exists (select 1 from contact_points p where p.customer_id = i.customer_id and ${keyOfPoint} = i.key)`.execute(db)
}
