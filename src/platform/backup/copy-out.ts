import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../../core/kit/problem.ts'
import { type Manifest, manifestName, readManifest } from './manifest.ts'
import { sidecarNames } from './sidecars.ts'
import type { Store } from './stores.ts'

/** The files beside the backups: at the target, too, they are there in their newest version only. */
export async function copySidecars(folder: string, store: Store): Promise<void> {
  for (const name of sidecarNames) if (existsSync(join(folder, name))) await store.put(name, join(folder, name))
}

/**
 * Copies a backup to a target: parts, keys, and the manifest last, so that what broke off is no backup.
 * @throws Problem backup.disk-full, backup.stopped
 */
export async function copyOut(
  folder: string,
  name: string,
  manifest: Manifest,
  store: Store,
  options: { readonly place: string; readonly told?: (bytes: number) => void; readonly stop?: AbortSignal | undefined },
): Promise<void> {
  const free = await store.free()
  if (free !== null && free < manifest.bytes * 1.05)
    throw new Problem('backup.disk-full', {
      folder: options.place,
      free: `${Math.floor(free / 1_048_576)} MB`,
      needed: `${Math.ceil(manifest.bytes / 1_048_576)} MB`,
    })
  for (const part of manifest.parts) {
    if (options.stop?.aborted) throw new Problem('backup.stopped')
    const target = `${name}/${part.file}`
    // A copy that broke off is gone on with.
    if ((await store.size(target)) !== part.bytes) await store.put(target, join(folder, name, part.file))
    options.told?.(part.bytes)
  }
  await copySidecars(folder, store)
  await store.put(`${name}/${manifestName}`, join(folder, name, manifestName))
}

/** Brings a backup and what stands beside it from a target into a folder here. */
export async function bringHere(store: Store, name: string, folder: string, told?: (bytes: number) => void): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const bytes = await store.read(`${name}/${manifestName}`)
  if (!bytes) throw new Problem('backup.none', { place: name })
  const manifest = readManifest(bytes)
  const making = join(folder, `.making-${name}`)
  await rm(making, { recursive: true, force: true })
  await mkdir(making)
  for (const part of manifest.parts) {
    await store.fetch(`${name}/${part.file}`, join(making, part.file))
    told?.(part.bytes)
  }
  await store.fetch(`${name}/${manifestName}`, join(making, manifestName))
  for (const sidecar of sidecarNames) if ((await store.size(sidecar)) !== null) await store.fetch(sidecar, join(folder, sidecar))
  await rm(join(folder, name), { recursive: true, force: true })
  await rename(making, join(folder, name))
}

export type SeenBackup = { readonly name: string; readonly manifest: Manifest }

/** The whole backups of a target, the newest first, and those that are not whole. */
export async function lookAt(store: Store): Promise<{ whole: SeenBackup[]; broken: string[] }> {
  const whole: SeenBackup[] = []
  const broken: string[] = []
  for (const name of (await store.list()).sort().reverse()) {
    const bytes = await store.read(`${name}/${manifestName}`)
    try {
      if (bytes) whole.push({ name, manifest: readManifest(bytes) })
      else broken.push(name)
    } catch {
      broken.push(name)
    }
  }
  return { whole, broken }
}
