import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type { startImport as definition } from '../actions.ts'
import { checkSettings } from '../check-settings.ts'
import { type ImportSettings, type ImportState, importSettings, noCounts, type Progress, stateWords } from '../import.ts'
import { fileOf, type ImportRow, readImportRow } from './read-import-row.ts'

/** Above so many rows everybody is recomputed at once at the end, which then costs less than customer by customer. */
export const bigRows = 20_000

type Input = InputOf<typeof definition>

/**
 * Lets an import begin, or go on where it was stopped or broke off: then with what was chosen at its beginning.
 * @throws Problem import.missing, import.wrong-state, import.file-gone, and what `checkSettings` throws
 */
export async function startImport(ctx: Ctx, input: Input): Promise<{ id: string; state: ImportState }> {
  const row = await readImportRow(ctx.db, input.id)
  // Half undone, it can only be undone to the end.
  refuseState(row, row.progress.undo ? [] : ['uploaded', 'stopped', 'failed'])
  if (!existsSync(fileOf(ctx.services.filesFolder, row.id))) throw new Problem('import.file-gone')
  const chosen = row.state === 'uploaded' || row.settings.chosen === null ? choose(row, input) : row.settings.chosen
  const big = (row.settings.inspection?.rowsExpected ?? 0) > bigRows && !chosen.wakeJourneys
  const progress: Progress = row.progress.records > 0 ? row.progress : { records: 0, big, counts: noCounts }
  const { rows } = await sql`update imports set state = 'waiting', kind = ${chosen.kind}, settings = ${JSON.stringify({ ...row.settings, chosen })}::jsonb,
    progress = ${JSON.stringify(progress)}::jsonb, ended_at = null, result = null where id = ${row.id} and state = ${row.state} returning 1`.execute(ctx.db)
  // Somebody else started it in this moment; from its beginning it would be kept twice.
  if (rows.length === 0) refuseState(await readImportRow(ctx.db, row.id), [])
  return { id: row.id, state: 'waiting' }
}

/** What was chosen, and the guesses for what was not. */
export function choose(row: ImportRow, input: Input): ImportSettings {
  const found = row.settings.inspection
  if (!found) throw new Problem('import.missing')
  const { encoding, delimiter, kind, columns, dateOrder } = found
  const chosen = Object.entries(input).filter(([name, value]) => name !== 'id' && value !== undefined)
  const guessed = { encoding, delimiter, kind, columns, dateOrder }
  const settings = importSettings.parse({ ...guessed, ...Object.fromEntries(chosen) })
  checkSettings(settings, found.header.length)
  return settings
}

export function refuseState(row: ImportRow, allowed: readonly ImportState[]): void {
  if (!allowed.includes(row.state)) throw new Problem('import.wrong-state', { state: stateWords[row.state] })
}
