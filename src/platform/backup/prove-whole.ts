import type { Manifest } from './manifest.ts'
import { openKeys, openManifest, proveParts } from './prove-backup.ts'
import { readErasures, readSecrets } from './sidecars.ts'

/** Reads a backup and everything beside it to the last byte. @throws Problem of backupProblems at the first thing that is wrong */
export async function proveBackup(folder: string, name: string, key: Buffer): Promise<Manifest> {
  const manifest = await openManifest(folder, name, key)
  await openKeys(folder, key)
  await readErasures(folder, key)
  await readSecrets(folder, key)
  await proveParts(folder, name, key, manifest)
  return manifest
}
