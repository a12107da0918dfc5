import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { tagExpired } from '../events.ts'

const portion = 2_000

/** Takes off what has run out, and tells it. */
export const expireTick: Tick = {
  name: 'expire-tags',
  everyMs: 20_000,
  run: (services) => asSystem(services, 'tags', (ctx) => expireNext(ctx)),
}

/** @returns whether there is more to do */
export async function expireNext(ctx: Ctx): Promise<boolean> {
  const { rows } = await sql<{ customer_id: string; tag_id: string; name: string }>`with due as (
      select customer_id, tag_id from customer_tags where expires_at <= ${ctx.now} order by customer_id, tag_id limit ${portion} for update skip locked
    ), gone as (
      delete from customer_tags ct using due where ct.customer_id = due.customer_id and ct.tag_id = due.tag_id and ct.expires_at <= ${ctx.now}
      returning ct.customer_id, ct.tag_id
    ) select g.customer_id, g.tag_id, t.name from gone g join tags t on t.id = g.tag_id`.execute(ctx.db)
  await ctx.recordAll(
    rows.map((row) => ({
      customerId: row.customer_id,
      kind: tagExpired.name,
      occurredAt: ctx.now,
      payload: { tag: row.tag_id, name: row.name },
    })),
  )
  return rows.length >= portion
}
