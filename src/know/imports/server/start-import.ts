import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type { startImport as definition } from '../actions.ts'
import { checkSettings } from '../check-settings.ts'
import { hideSealedCells } from '../hide-sealed-cells.ts'
import {
  type ImportSettings,
  type ImportState,
  type Inspection,
  importChoices,
  importSettings,
  inspection as inspectionSchema,
  noCounts,
  type Progress,
  stateWords,
} from '../import.ts'
import { inspectFile } from './inspect-file.ts'
import { readMappings } from './mappings.ts'
import { cardFields } from '../../../platform/records/custom-values.ts'
import { fileOf, type ImportRow, readImportRow } from './read-import-row.ts'

/** Fewer rows are always left to the freshness worker, which is done with them within seconds. */
export const bigRows = 5_000
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
  refuseState(row, row.progress.undo ? [] : ['uploaded', 'paused', 'stopped', 'failed'])
  if (!existsSync(fileOf(ctx.services.filesFolder, row.id))) throw new Problem('import.file-gone')
  const isNew = row.state === 'uploaded' || row.settings.chosen === null
  const { settings: chosen, inspection } = isNew
    ? await choose(ctx, row, input)
    : { settings: importSettings.parse(row.settings.chosen), inspection: row.settings.inspection }
  const big = !chosen.wakeJourneys && (await isBig(ctx, inspection?.rowsExpected ?? 0))
  const progress: Progress = row.progress.records > 0 ? row.progress : { records: 0, big, counts: noCounts }
  const kept = inspection && hideSealedCells(inspectionSchema.parse(inspection), chosen.columns, cardFields(ctx.card('customer')))
  const { rows } =
    await sql`update imports set state = 'waiting', kind = ${chosen.kind}, settings = ${JSON.stringify({ inspection: kept, chosen })}::jsonb,
    progress = ${JSON.stringify(progress)}::jsonb, ended_at = null, result = null where id = ${row.id} and state = ${row.state} returning 1`.execute(
      ctx.db,
    )
  if (chosen.mapping !== null) await sql`update import_mappings set used_at = ${ctx.now} where id::text = ${chosen.mapping}`.execute(ctx.db)
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

type Choice = { readonly settings: ImportSettings; readonly inspection: Inspection }

/** What was chosen, and the guesses for what was not: those of the file as it is to be read. */
export async function choose(ctx: Ctx, row: ImportRow, input: Input): Promise<Choice> {
  const customer = cardFields(ctx.card('customer'))
  if (!row.settings.inspection) throw new Problem('import.missing')
  const kept = inspectionSchema.parse(row.settings.inspection)
  const given = Object.fromEntries(Object.entries(input).filter(([name, value]) => name !== 'id' && value !== undefined))
  const asked = importChoices.pick(layoutNames).parse(Object.fromEntries(Object.entries(given).filter(([name]) => name in layoutNames)))
  // A sheet that is named by itself comes in by itself: who brings in one after the other gets no row twice.
  const layout = asked.sheet === undefined || asked.joinedSheets ? asked : { ...asked, joinedSheets: [] }
  const isAsGuessed = Object.entries(layout).every(
    ([name, value]) => String(name === 'mapping' ? (kept.mapping?.id ?? null) : Reflect.get(kept, name)) === String(value),
  )
  const inspection = isAsGuessed
    ? kept
    : await inspectFile(fileOf(ctx.services.filesFolder, row.id), layout, { customer, book: kept, mappings: await readMappings(ctx.db) })
  const { encoding, delimiter, sheet, joinedSheets, headerRow, kind, columns, dateOrder, decimalMark } = inspection
  const settings = importSettings.parse({
    encoding,
    delimiter,
    sheet,
    headerRow,
    kind,
    columns,
    dateOrder,
    decimalMark,
    ...inspection.mapping?.settings,
    ...given,
    joinedSheets,
    mapping: inspection.mapping?.id ?? null,
  })
  checkSettings(settings, inspection.header.length, customer)
  return { settings, inspection }
}

const layoutNames = {
  encoding: true,
  delimiter: true,
  sheet: true,
  joinedSheets: true,
  headerRow: true,
  kind: true,
  mapping: true,
} as const

export function refuseState(row: ImportRow, allowed: readonly ImportState[]): void {
  if (!allowed.includes(row.state)) throw new Problem('import.wrong-state', { state: stateWords[row.state] })
}
