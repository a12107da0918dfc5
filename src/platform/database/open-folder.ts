import { access, constants, realpath, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { codeOf } from '../../core/kit/error-code.ts'
import { Problem } from '../../core/kit/problem.ts'
import { makeFolder } from '../files/make-folder.ts'

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
