import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Db } from '../../../platform/database/connect.ts'
import type { ImportSettings, ImportState, Inspection, Progress, Undone } from '../import.ts'
import type { ImportKind } from '../targets.ts'

/** What the row keeps in its `settings`: what was found in the file, and what was chosen when it was started. */
export type KeptSettings = { readonly inspection: Inspection | null; readonly chosen: ImportSettings | null }
export type KeptResult = { readonly failure?: Words | undefined; readonly undone?: Undone | undefined }

export type ImportRow = {
  readonly id: string
  readonly kind: ImportKind
  readonly name: string
  readonly state: ImportState
  readonly settings: KeptSettings
  readonly progress: Progress
  readonly result: KeptResult | null
  readonly created_by: string | null
  readonly created_at: Date
  readonly started_at: Date | null
  readonly ended_at: Date | null
  readonly undone_at: Date | null
  /** SHA-256 of the file; null for those of before it was kept. */
  readonly content_hash: string | null
}

export async function readImportRow(db: Db, id: string): Promise<ImportRow> {
  const { rows } = await sql<ImportRow>`select * from imports where id = ${id}`.execute(db)
  if (!rows[0]) throw new Problem('import.missing')
  return rows[0]
}

/** The folder of all imports' files, made when it is missing. */
export function folderOf(filesFolder: string): string {
  const folder = join(filesFolder, 'imports')
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Where the file of an import lies: named by its id, never by what the person called it. */
export function fileOf(filesFolder: string, id: string): string {
  return join(folderOf(filesFolder), `${id}.csv`)
}

/** Where the rows of a workbook's n-th sheet lie, beside the workbook. */
export function rowsFileOf(path: string, sheet: number): string {
  return `${path.replace(/\.csv$/, '')}.${sheet}.rows`
}

/** The id of the import that a file of the folder belongs to. */
export const idOfFile = (name: string): string => name.replace(/\..*$/, '')
