import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { holdsMark, type Marks } from './marks.ts'

const portion = 500

/** Takes the values of entries about these ids out of the audit; that something was done, by whom and when, stays with its seal. */
export async function eraseFromAudit(ctx: Ctx, ids: readonly string[]): Promise<number> {
  const { rows } = await sql<{ gone: number }>`select coalesce(sum(audit.erase(id)), 0)::bigint as gone from unnest(${ids}::uuid[]) id
    where exists (select 1 from audit.entries e where e.withheld is not null and (e.subject = id::text or e.customer_id = id))`.execute(
    ctx.db,
  )
  return Number(rows[0]?.gone ?? 0)
}

/** Entries about something else, or about nobody, that hold a mark of the person; of what somebody looked for, the name as well. */
export async function eraseMarksFromAudit(ctx: Ctx, marks: Marks): Promise<{ rows: number; more: boolean }> {
  const named = sql`ids && ${marks.ids}::uuid[] and ${holdsMark(['withheld'], { ...marks, texts: marks.names, digits: [] })}`
  const { rows } = await sql<{
    id: string
  }>`select id from audit.entries e where withheld is not null and (${holdsMark(['withheld'], marks, { withIds: true })} or (${named})) limit ${portion}`.execute(
    ctx.db,
  )
  for (const { id } of rows) await sql`select audit.erase(${id}::uuid)`.execute(ctx.db)
  return { rows: rows.length, more: rows.length === portion }
}
