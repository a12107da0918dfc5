import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { derivedFacts } from '../../customers/derived-facts.ts'
import { mergeFacts } from '../events.ts'
import { mergedTables } from './merged-tables.ts'
import { putBack, readWaiting } from './move-rows.ts'
import type { MergeRow, PartRow } from './past-merges.ts'

/**
 * Puts what was worked out for the survivor back as it was before the merge, "since when" included, if nothing has
 * happened to it since; the facts that told of the difference go with it. Otherwise it stays as it was lived, and is
 * asked again like everybody's. Where a later merge stands on this one, what was before this becomes what was before that.
 */
export async function restoreDerived(ctx: Ctx, merge: MergeRow, merges: readonly MergeRow[], staying: readonly PartRow[]): Promise<void> {
  if (staying.some((part) => part.merge_id === merge.id)) return
  const later = merges[merges.findIndex((each) => each.id === merge.id) + 1]
  const happened = await hasHappened(ctx, merge, later?.seq ?? null)
  if (happened) return
  if (later) return handOn(ctx, merge, later)
  const survivor = merge.customer_id
  const waiting = await readWaiting(ctx.db, merge.id, [survivor])
  for (const table of await mergedTables(ctx.db, ctx.registry)) {
    if (table.how !== 'recompute') continue
    await sql`delete from ${sql.id(table.table)} where customer_id = ${survivor}`.execute(ctx.db)
    await putBack(ctx.db, table, [survivor], merge.id, 'before', waiting)
  }
  await sql`delete from events where customer_id = ${survivor} and seq > ${merge.seq} and kind = any(${derivedFacts}::text[]) and source = 'engine' and first_customer_id is null`.execute(
    ctx.db,
  )
}

/** Whether anything else than merging, parting and what follows from it stands in the survivor's own log since. */
async function hasHappened(ctx: Ctx, { customer_id: survivor, seq }: MergeRow, until: number | null): Promise<boolean> {
  const { rows } =
    await sql`select 1 from events e where e.customer_id = ${survivor} and e.seq > ${seq} ${until === null ? sql`` : sql`and e.seq <= ${until}`}
      and e.first_customer_id is null and not e.kind = any(${[...derivedFacts, ...mergeFacts]}::text[]) limit 1`.execute(ctx.db)
  return rows.length > 0
}

async function handOn(ctx: Ctx, merge: MergeRow, later: MergeRow): Promise<void> {
  const own = sql`customer_id = ${merge.customer_id} and how = 'before'`
  await sql`delete from merge_kept where ${own} and merge_id = ${later.id}`.execute(ctx.db)
  await sql`update merge_kept set merge_id = ${later.id} where ${own} and merge_id = ${merge.id}`.execute(ctx.db)
  await sql`update merges set seq = ${merge.seq} where customer_id = ${merge.customer_id} and id = ${later.id}`.execute(ctx.db)
}
