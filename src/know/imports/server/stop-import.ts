import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { ImportState } from '../import.ts'
import { readImportRow } from './read-import-row.ts'
import { refuseState } from './start-import.ts'

/** Lets the portion under way end, and no other begin. @throws Problem import.missing, import.wrong-state */
export async function stopImport(ctx: Ctx, { id }: { id: string }): Promise<{ id: string; state: ImportState }> {
  const { rows } =
    await sql`update imports set state = 'stopping' where id = ${id} and state in ('waiting', 'running', 'paused') returning id`.execute(
      ctx.db,
    )
  if (rows.length === 0) refuseState(await readImportRow(ctx.db, id), ['stopping'])
  return { id, state: 'stopping' }
}

/** The portion under way ends first, since its transaction holds the row. @throws Problem import.missing, import.wrong-state */
export async function pauseImport(ctx: Ctx, { id }: { id: string }): Promise<{ id: string; state: ImportState }> {
  const { rows } = await sql`update imports set state = 'paused' where id = ${id} and state in ('waiting', 'running') returning id`.execute(
    ctx.db,
  )
  if (rows.length === 0) refuseState(await readImportRow(ctx.db, id), ['paused'])
  return { id, state: 'paused' }
}
