import { existsSync } from 'node:fs'
import { access, constants, mkdir, realpath, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { codeOf } from '../../core/kit/error-code.ts'
import { Problem } from '../../core/kit/problem.ts'

/**
 * Makes the folder where it is missing, and sees that it can be written.
 * @returns its real path
 * @throws Problem database.folder-is-file, database.folder-unwritable
 */
export async function openFolder(folder: string): Promise<string> {
  try {
    await makeFolder(resolve(folder))
    if (!(await stat(folder)).isDirectory()) throw new Problem('database.folder-is-file', { folder })
    await access(folder, constants.W_OK | constants.X_OK)
    return await realpath(folder)
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('database.folder-unwritable', { folder, reason: codeOf(error) || String(error) })
  }
}

/** Node's own recursive mkdir never returns where a folder above says that it does not exist, as /proc does. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return
  if (dirname(folder) !== folder) await makeFolder(dirname(folder))
  await mkdir(folder).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
}
