import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { copyInto } from '../../../platform/database/copy-into.ts'
import { alone } from '../../../platform/event-log/refresh-lock.ts'
import type { SetBody } from '../set-body.ts'
import { refreshLists } from './refresh-lists.ts'
import { isPrivate } from './may-offer.ts'
import type { Thread } from './start-thread.ts'
import { betweenCodes } from './worker/recommend-work.ts'

/** The moments at which a test breaks the program off. */
export type WritePoint = 'copied' | 'replaced'

/** So many sets are kept, for who wants to know how methods changed. */
const keptSets = 30

/**
 * Writes a set as a whole: everybody's list in place of the old ones, what is bought together, the set itself. All of it in
 * the transaction of `ctx`, so that whoever breaks off here leaves the old set as it was.
 * @param readAt when buyings were read: who bought or refused something since is looked at once more
 */
export async function writeSet(
  ctx: Ctx,
  thread: Thread,
  body: SetBody,
  options: { readonly readAt: Date; readonly at: (point: WritePoint) => void | Promise<void> | undefined },
): Promise<void> {
  const { client, db, now } = ctx
  if (!client) throw new Error('a set is written in a transaction')
  await sql`create temporary table fresh_lists (customer_id uuid, codes text, because text, names text, bracketed text) on commit drop`.execute(
    db,
  )
  let shown = 0
  const lines = linesOf(thread, 'write', (count) => (shown = count))
  await copyInto(client, 'copy fresh_lists (customer_id, codes, because, names, bracketed) from stdin', lines)
  await sql`create temporary table fresh_pairs (like recommendation_pairs) on commit drop`.execute(db)
  await copyInto(
    client,
    'copy fresh_pairs (product, other, place, together, buyers, other_buyers) from stdin',
    linesOf(thread, 'pairs', () => {}),
  )
  await options.at('copied')
  // Batches with news write lists too: from here on they wait, or what they found would be lost under the older reading.
  await alone.execute(db)
  const id = ctx.newId()
  await replace(ctx, id)
  await options.at('replaced')
  const { rows } = await sql<{ n: number }>`select count(*) as n from recommendations where likely_codes is not null`.execute(db)
  await sql`update recommendation_sets set state = 'old' where state = 'current'`.execute(db)
  const whole: SetBody = { ...body, shown: body.offered > 0 ? shown / body.offered : 0 }
  await sql`insert into recommendation_sets (id, state, method, made_at, customers, products, body)
    values (${id}, 'current', ${body.kind}, ${now}, ${rows[0]?.n ?? 0}, ${body.offered}, ${JSON.stringify(whole)}::jsonb)`.execute(db)
  await sql`delete from recommendation_sets where id not in (select id from recommendation_sets order by made_at desc limit ${keptSets})`.execute(
    db,
  )
  await refreshLists(ctx, await changedSince(ctx, options.readAt))
}

async function* linesOf(thread: Thread, kind: 'write' | 'pairs', shown: (count: number) => void): AsyncGenerator<Buffer> {
  for (;;) {
    const { lines, shown: count } = await thread.run({ kind })
    if (count !== undefined) shown(count)
    if (lines) yield Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength)
    if (!lines || kind === 'pairs') return
  }
}

/** Who was merged into another, erased, or has refused personalisation since has no list. */
async function replace({ db, now }: Ctx, id: string): Promise<void> {
  await sql`delete from recommendations`.execute(db)
  await sql`insert into recommendations (customer_id, set_id, codes, because, likely_products, likely_codes, recommended_at)
    select f.customer_id, ${id}::uuid, string_to_array(f.codes, ${betweenCodes}), string_to_array(f.because, ${betweenCodes}), nullif(f.names, ''), nullif(f.bracketed, ''), ${now}
    from fresh_lists f join customers c on c.id = f.customer_id where not ${isPrivate} order by f.customer_id`.execute(db)
  await sql`delete from recommendation_pairs`.execute(db)
  await sql`insert into recommendation_pairs select * from fresh_pairs order by product, other`.execute(db)
}

async function changedSince({ db }: Ctx, readAt: Date): Promise<string[]> {
  const { rows } = await sql<{ customer_id: string }>`select customer_id from purchases where recorded_at >= ${readAt}
    union select customer_id from recommendation_refusals where refused_at >= ${readAt}`.execute(db)
  return rows.map((row) => row.customer_id)
}
