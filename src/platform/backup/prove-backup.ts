import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../../core/kit/problem.ts'
import type { Migration } from '../database/migrate.ts'
import type { BoxKeys } from './box-keys.ts'
import { partName } from './copy-table.ts'
import { type Manifest, manifestName, proveManifest, readManifest } from './manifest.ts'
import { openSealed } from './sealed-stream.ts'
import { keysName, readKeys } from './sidecars.ts'

const backupFolder = /^regulars-\d{8}T\d{6}Z-[0-9a-f]{8}$/

/** The complete backups of a folder, the newest first. Whatever has no whole manifest is none. */
export async function listBackups(folder: string): Promise<{ name: string; manifest: Manifest }[]> {
  const names = (await readdir(folder).catch(() => []))
    .filter((name) => backupFolder.test(name))
    .sort()
    .reverse()
  const found: { name: string; manifest: Manifest }[] = []
  for (const name of names) {
    try {
      found.push({ name, manifest: readManifest(await readFile(join(folder, name, manifestName))) })
    } catch {}
  }
  return found
}

export const isBackupName = (name: string) => backupFolder.test(name)

/** @throws Problem backup.none, backup.damaged, backup.key-wrong, backup.newer */
export async function openManifest(folder: string, name: string, key: Buffer): Promise<Manifest> {
  const bytes = await readFile(join(folder, name, manifestName)).catch(() => {
    throw new Problem('backup.none', { place: join(folder, name) })
  })
  return proveManifest(bytes, key)
}

/** @throws Problem backup.newer, backup.foreign-schema when this program cannot take the backup in */
export function checkSchema(manifest: Manifest, known: readonly Migration[]): void {
  const files = new Map(known.map((migration) => [migration.number, migration]))
  for (const { number, name, checksum } of manifest.migrations) {
    const file = files.get(number)
    if (!file) throw new Problem('backup.newer', { found: number, known: known.at(-1)?.number ?? 0 })
    if (file.checksum !== checksum) throw new Problem('backup.foreign-schema', { file: name })
  }
}

/** @throws Problem restore.keys-missing, backup.damaged */
export async function openKeys(folder: string, key: Buffer): Promise<BoxKeys> {
  const keys = await readKeys(folder, key)
  if (!keys) throw new Problem('restore.keys-missing', { file: join(folder, keysName) })
  return keys
}

/**
 * Reads every part to its end against its seals and its SHA-256. @throws Problem backup.damaged
 * @param told in bytes read
 */
export async function proveParts(
  folder: string,
  name: string,
  key: Buffer,
  manifest: Manifest,
  options: { readonly told?: (bytes: number) => void; readonly stop?: AbortSignal | undefined } = {},
): Promise<void> {
  for (const part of manifest.parts) {
    const path = join(folder, name, part.file)
    const { size } = await stat(path).catch(() => ({ size: -1 }))
    if (size < 0) throw new Problem('backup.damaged', { part: part.file, reason: { zh: '缺少这个文件', en: 'it is missing' } })
    const expected = { name: partName(manifest.id, part.file), bytes: part.bytes, hash: part.hash }
    try {
      for await (const chunk of openSealed(createReadStream(path, { highWaterMark: 1024 * 1024 }), key, expected)) {
        if (options.stop?.aborted) throw new Problem('backup.stopped')
        options.told?.(chunk.length)
      }
    } catch (error) {
      // The name under which it is sealed is long; people see the file.
      if (error instanceof Problem && error.code === 'backup.damaged') throw new Problem(error.code, { ...error.details, part: part.file })
      throw error
    }
  }
}
