import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type { startImport as definition } from '../actions.ts'
import { checkSettings } from '../check-settings.ts'
import { type ImportSettings, type ImportState, importSettings, noCounts, type Progress, stateWords } from '../import.ts'
import { fileOf, type ImportRow, readImportRow } from './read-import-row.ts'

/** Fewer rows are always left to the freshness worker, which then is done within seconds. */
export const bigRows = 20_000
/** To work out one customer alone costs about as much as eight among everybody. */
const aloneCosts = 8

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
  const big = !chosen.wakeJourneys && (await isBig(ctx, row.settings.inspection?.rowsExpected ?? 0))
  const progress: Progress = row.progress.records > 0 ? row.progress : { records: 0, big, counts: noCounts }
  const { rows } =
    await sql`update imports set state = 'waiting', kind = ${chosen.kind}, settings = ${JSON.stringify({ ...row.settings, chosen })}::jsonb,
    progress = ${JSON.stringify(progress)}::jsonb, ended_at = null, result = null where id = ${row.id} and state = ${row.state} returning 1`.execute(
      ctx.db,
    )
  // Somebody else started it in this moment; from its beginning it would be kept twice.
  if (rows.length === 0) refuseState(await readImportRow(ctx.db, row.id), [])
  return { id: row.id, state: 'waiting' }
}

/** Whether at the end everybody is recomputed at once, because that costs less than customer by customer. */
async function isBig(ctx: Ctx, rowsExpected: number): Promise<boolean> {
  if (rowsExpected <= bigRows) return false
  const { rows } = await sql<{ customers: number }>`select count(*) as customers from metrics`.execute(ctx.db)
  return rowsExpected * aloneCosts > (rows[0]?.customers ?? 0)
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
