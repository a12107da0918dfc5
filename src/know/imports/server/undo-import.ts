import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { ImportState, Progress } from '../import.ts'
import { readImportRow } from './read-import-row.ts'
import { refuseState } from './start-import.ts'
import { nothingUndone } from './undo-portion.ts'

/** Lets the undoing of an import begin. @throws Problem import.missing, import.wrong-state */
export async function undoImport(ctx: Ctx, { id }: { id: string }): Promise<{ id: string; state: ImportState }> {
  const row = await readImportRow(ctx.db, id)
  refuseState(row, ['done', 'paused', 'stopped', 'failed'])
  const { rows } = await sql<{
    n: number
  }>`select (select count(*) from purchases where import_id = ${id}) + (select count(*) from import_purchase_changes where import_id = ${id})
    + (select count(*) from import_record_changes where import_id = ${id}) + (select count(*) from import_changes where import_id = ${id}) + (select count(*) from customers where import_id = ${id}) as n`.execute(
    ctx.db,
  )
  const progress: Progress = { ...row.progress, undo: { step: 0, after: null, done: 0, of: rows[0]?.n ?? 0 } }
  await sql`update imports set state = 'undoing', progress = ${JSON.stringify(progress)}::jsonb, result = coalesce(result, '{}'::jsonb) || ${JSON.stringify({ undone: nothingUndone })}::jsonb
    where id = ${id} and state = ${row.state}`.execute(ctx.db)
  return { id, state: 'undoing' }
}
