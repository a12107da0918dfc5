import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'

/**
 * Shared keys become those of whoever of these still has the phone, e-mail or WeChat id: the first of them in order.
 * What nobody has any more is free.
 */
export async function giveBack(ctx: Ctx, keys: readonly string[], members: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await sql`delete from shared_keys where key = any(${[...keys]}::text[])`.execute(ctx.db)
  const { rows } = await sql<{ key: string; id: string }>`select k.key, c.id from unnest(${[...keys]}::text[]) k(key), customers c
    where c.id = any(${[...members]}::uuid[]) and (k.key in ('phone:' || c.phone, 'email:' || c.email, 'wechat:' || lower(c.wechat))
      or exists (select 1 from contact_points p where p.customer_id = c.id
        and p.kind || ':' || case when p.kind = 'wechat' then lower(p.value) else p.value end = k.key))
    order by array_position(${[...members]}::uuid[], c.id)`.execute(ctx.db)
  const heirs = new Map<string, string>()
  for (const { key, id } of rows) if (!heirs.has(key)) heirs.set(key, id)
  for (const [key, id] of [...heirs].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    await sql`insert into identities (key, customer_id) values (${key}, ${id}) on conflict do nothing`.execute(ctx.db)
    await sql`insert into customer_identities (customer_id, key) select customer_id, key from identities
      where key = ${key} and customer_id = ${id} on conflict do nothing`.execute(ctx.db)
  }
}
