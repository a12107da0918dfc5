import { writeFile } from 'node:fs/promises'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import type { Prepared } from '../../../platform/actions/feature.ts'
import type { Services } from '../../../platform/actions/services.ts'
import type { createImport as definition } from '../actions.ts'
import type { ImportState } from '../import.ts'
import { fileOf } from './read-import-row.ts'
import { examineFile, forgetFile, registerFile } from './receive-file.ts'
import { startImport } from './start-import.ts'

type Input = InputOf<typeof definition>
type Examined = Awaited<ReturnType<typeof examineFile>>

/** Keeps the text as a file, and looks into it. @throws Problem as an upload does */
export async function prepareImport(services: Services, { name, text }: Input): Promise<Prepared<Examined>> {
  const id = services.newId()
  const path = fileOf(services.filesFolder, id)
  const letGo = () => forgetFile(path)
  try {
    await writeFile(path, text.toWellFormed())
    return { value: await examineFile(services, id, name), letGo }
  } catch (error) {
    await letGo()
    throw error
  }
}

/**
 * Lets the import of a text begin that lies there as a file.
 * @throws Problem as a start does
 */
export async function createImport(
  ctx: Ctx,
  { name: _name, text: _text, ...settings }: Input,
  examined: Examined,
): Promise<{ id: string; state: ImportState }> {
  const { id } = await registerFile(ctx.services, ctx.db, ctx.actor, examined)
  return await startImport(ctx, { ...settings, id })
}
