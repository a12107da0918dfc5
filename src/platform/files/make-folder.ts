import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { codeOf } from '../../core/kit/error-code.ts'

/**
 * Makes a folder that somebody named, and those above it, where they are missing. Node's own recursive mkdir never returns
 * where a folder above says that it does not exist, as /proc does.
 */
export async function makeFolder(folder: string, mode?: number): Promise<void> {
  if (existsSync(folder)) return
  if (dirname(folder) !== folder) await makeFolder(dirname(folder), mode)
  await mkdir(folder, { mode }).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error
  })
}
