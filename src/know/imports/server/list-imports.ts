import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import { cardFields } from '../../../platform/records/custom-values.ts'
import type { z } from 'zod'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type {
  importCard,
  inspectImport as inspectDefinition,
  listImports as listDefinition,
  readImport as readDefinition,
} from '../actions.ts'
import { inspection as inspectionSchema, noCounts } from '../import.ts'
import type { Refusal } from '../refusals.ts'
import { type InspectionChoices, inspectFile } from './inspect-file.ts'
import { fileOf, type ImportRow, readImportRow } from './read-import-row.ts'
import { openRefusals } from './keep-refusals.ts'
import { readMappings } from './mappings.ts'
import { nothingUndone } from './undo-portion.ts'

const shownRefusals = 100

export async function listImports(ctx: Ctx, { after, limit }: InputOf<typeof listDefinition>): Promise<AnswerOf<typeof listDefinition>> {
  const behind = after === undefined ? sql`` : sql`and id < ${after}`
  const { rows } =
    await sql<ImportRow>`select * from imports where state <> 'uploaded' ${behind} order by id desc limit ${limit + 1}`.execute(ctx.db)
  const kept = rows.slice(0, limit)
  return { imports: kept.map((row) => cardOf(row, ctx.now)), next: rows.length > limit ? (kept.at(-1)?.id ?? null) : null }
}

export async function readImport(ctx: Ctx, { id }: InputOf<typeof readDefinition>): Promise<AnswerOf<typeof readDefinition>> {
  const row = await readImportRow(ctx.db, id)
  const refused =
    await sql<Refusal>`select line, reason, cells from import_refusals where import_id = ${id} order by line limit ${shownRefusals}`.execute(
      ctx.db,
    )
  return {
    ...cardOf(row, ctx.now),
    settings: row.settings.chosen,
    inspection: row.settings.inspection,
    refusals: openRefusals(ctx.services, refused.rows).map(({ line, reason, cells }) => ({ line, reason, cells: [...cells] })),
    sameFile: row.state === 'uploaded' ? await findSameFile(ctx, row) : null,
  }
}

/** The newest import of a file with these very contents that still counts. */
async function findSameFile({ db }: Ctx, { id, content_hash }: ImportRow) {
  if (content_hash === null) return null
  const { rows } = await sql<{ id: string; name: string; at: Date }>`select id, name, coalesce(ended_at, started_at, created_at) as at
    from imports where content_hash = ${content_hash} and id <> ${id} and state not in ('uploaded', 'undone') order by id desc limit 1`.execute(
    db,
  )
  const [found] = rows
  return found ? { ...found, at: found.at.toISOString() } : null
}

/** @throws Problem import.missing, import.file-gone, and what `inspectFile` throws */
export async function inspectImport(
  ctx: Ctx,
  { id, ...choices }: InputOf<typeof inspectDefinition>,
): Promise<AnswerOf<typeof inspectDefinition>> {
  const { settings } = await readImportRow(ctx.db, id)
  const path = fileOf(ctx.services.filesFolder, id)
  if (!existsSync(path)) throw new Problem('import.file-gone')
  const { mapping, joinedSheets, ...rest } = choices
  const others = joinedSheets === undefined ? rest : { ...rest, joinedSheets: joinedSheets.split(',').filter(Boolean).map(Number) }
  const given: InspectionChoices = mapping === undefined ? others : { ...others, mapping: mapping === 'none' ? null : mapping }
  const mappings = await readMappings(ctx.db)
  const customer = cardFields(ctx.card('customer'))
  return await inspectFile(path, given, {
    customer,
    mappings,
    ...(settings.inspection ? { book: inspectionSchema.parse(settings.inspection) } : {}),
  })
}

type Card = z.input<typeof importCard>

function cardOf(row: ImportRow, now: Date): Card {
  const { progress, result } = row
  const undone = result?.undone
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    state: row.state,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    undoneAt: row.undone_at?.toISOString() ?? null,
    rowsDone: progress.records,
    rowsExpected: Math.max(progress.records, row.state === 'done' ? 0 : (row.settings.inspection?.rowsExpected ?? 0)),
    rate: rateOf(row, now),
    counts: { ...noCounts, ...progress.counts },
    undo: row.state === 'undoing' && progress.undo ? { done: progress.undo.done, of: progress.undo.of } : null,
    undone: undone ? { ...nothingUndone, ...undone, stayedExamples: [...undone.stayedExamples] } : null,
    failure: result?.failure ?? null,
  }
}

function rateOf({ started_at, ended_at, progress }: ImportRow, now: Date): number | null {
  if (!started_at) return null
  const seconds = ((ended_at ?? now).getTime() - started_at.getTime()) / 1000
  return seconds > 0 ? Math.round(progress.records / seconds) : null
}
