import { writeFile } from 'node:fs/promises'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type { createImport as definition } from '../actions.ts'
import type { ImportState } from '../import.ts'
import { fileOf } from './read-import-row.ts'
import { forgetFile, registerFile } from './receive-file.ts'
import { startImport } from './start-import.ts'

/**
 * Keeps the text as a file and lets its import begin.
 * @throws Problem as an upload and a start do
 */
export async function createImport(
  ctx: Ctx,
  { name, text, ...settings }: InputOf<typeof definition>,
): Promise<{ id: string; state: ImportState }> {
  const { services } = ctx
  const id = ctx.newId()
  const path = fileOf(services.filesFolder, id)
  try {
    await writeFile(path, text.toWellFormed())
    await registerFile(services, ctx.db, ctx.actor, id, name)
    return await startImport(ctx, { ...settings, id })
  } catch (error) {
    await forgetFile(path)
    throw error
  }
}
