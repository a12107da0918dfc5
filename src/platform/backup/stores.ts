import { openAsBlob } from 'node:fs'
import { copyFile, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { S3mini } from 's3mini'
import { codeOf } from '../../core/kit/error-code.ts'
import { makeFolder } from '../files/make-folder.ts'
import { manifestName } from './manifest.ts'
import { isBackupName } from './prove-backup.ts'
import { syncFolder } from './sidecars.ts'

/** A place that backups are copied to. Names are relative, with slashes. */
export type Store = {
  /** Names of everything that looks like a backup, whole or not. */
  list(): Promise<string[]>
  /** The bytes of a small file; null where there is none. */
  read(name: string): Promise<Buffer | null>
  /** Puts a file there, whole or not at all. */
  put(name: string, from: string): Promise<void>
  /** Brings a file here. */
  fetch(name: string, to: string): Promise<void>
  size(name: string): Promise<number | null>
  /** Takes a backup away: its manifest first, so that a half removed one is none. */
  remove(backup: string): Promise<void>
  /** Bytes left; null where nobody can say. */
  free(): Promise<number | null>
}

export function folderStore(folder: string): Store {
  const at = (name: string) => join(folder, name)
  return {
    list: async () => (await readdir(folder).catch(missingIsEmpty)).filter(isBackupName),
    read: (name) => readFile(at(name)).catch(missingIsNull),
    size: async (name) => (await stat(at(name)).catch(missingIsNull))?.size ?? null,
    put: async (name, from) => {
      await makeFolder(dirname(at(name)), 0o700)
      const making = `${at(name)}.making`
      await copyFile(from, making)
      const handle = await open(making, 'r+')
      await handle.sync().finally(() => handle.close())
      await rename(making, at(name))
      await syncFolder(dirname(at(name)))
    },
    fetch: (name, to) => copyFile(at(name), to),
    remove: async (backup) => {
      if (!isBackupName(backup)) throw new Error(`${backup} is no backup`)
      await rm(at(`${backup}/${manifestName}`), { force: true })
      await rm(at(backup), { recursive: true, force: true })
    },
    free: async () => {
      await makeFolder(folder, 0o700)
      const { bavail, bsize } = await statfs(folder)
      return bavail * bsize
    },
  }
}

function missingIsNull(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null
  throw error
}
function missingIsEmpty(error: unknown): string[] {
  if (codeOf(error) === 'ENOENT') return []
  throw error
}

export type S3Place = { readonly endpoint: string; readonly region: string; readonly accessKeyId: string; readonly secretKey: string }

export type S3Options = {
  readonly fetch?: typeof fetch
  /** How long one request may take; parts are of 8 MiB. */
  readonly requestMs?: number
  readonly tries?: number
  /** Before the second try; doubled each time. */
  readonly gapMs?: number
}

/**
 * Any S3-compatible storage: AWS, Alibaba OSS, Tencent COS, MinIO … The endpoint names the bucket, and a folder in it:
 * https://s3.example.com/bucket/folder. Redirects are not followed: the signature is for one host.
 */
export function s3Store(place: S3Place, options: S3Options = {}): Store {
  const { requestMs = 120_000, tries = 4, gapMs = 1_000 } = options
  const url = new URL(place.endpoint)
  const [bucket = '', ...folders] = url.pathname.split('/').filter(Boolean)
  const prefix = folders.length > 0 ? `${folders.join('/')}/` : ''
  const send = options.fetch ?? fetch
  const client = new S3mini({
    accessKeyId: place.accessKeyId,
    secretAccessKey: place.secretKey,
    endpoint: `${url.origin}/${bucket}`,
    region: place.region || 'us-east-1',
    requestAbortTimeout: requestMs,
    fetch: (input, init) => send(input, { ...init, redirect: 'error' }),
  })
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    for (let n = 1; ; n++) {
      try {
        return await work()
      } catch (error) {
        if (n >= tries || isRefusal(error)) throw error
        await pause(gapMs * 2 ** (n - 1))
      }
    }
  }
  const size = (name: string) =>
    attempt(async () => ((await client.objectExists(prefix + name)) === true ? await client.getContentLength(prefix + name) : null))
  return {
    list: () =>
      attempt(async () => {
        const objects = (await client.listObjects('/', prefix)) ?? []
        return [...new Set(objects.map(({ Key }) => Key.slice(prefix.length).split('/')[0] ?? ''))].filter(isBackupName)
      }),
    size,
    read: (name) =>
      attempt(async () => {
        const content = await client.getObjectArrayBuffer(prefix + name)
        return content === null ? null : Buffer.from(content)
      }),
    put: async (name, from) => {
      const blob = await openAsBlob(from)
      await attempt(async () => {
        await client.putAnyObject(prefix + name, blob.size <= client.minPartSize ? new Uint8Array(await blob.arrayBuffer()) : blob)
        // What was cut off on the way may have been answered with a yes.
        const kept = await client.getContentLength(prefix + name)
        if (kept !== blob.size) throw new Error(`${name}: ${kept} of ${blob.size} bytes arrived`)
      })
    },
    fetch: (name, to) =>
      attempt(async () => {
        const answer = await client.getObjectResponse(prefix + name)
        if (!answer?.body) throw new Error(`${name} is not there`)
        await pipeline(Readable.from(answer.body), createWriteStream(to, { mode: 0o600 }))
      }),
    remove: async (backup) => {
      if (!isBackupName(backup)) throw new Error(`${backup} is no backup`)
      await attempt(() => client.deleteObject(`${prefix}${backup}/${manifestName}`))
      const objects = (await attempt(() => client.listObjects('/', `${prefix}${backup}/`))) ?? []
      if (objects.length > 0) await attempt(() => client.deleteObjects(objects.map(({ Key }) => Key)))
    },
    free: async () => null,
  }
}

/** Trying again would not help: wrong key, no such bucket. */
function isRefusal(error: unknown): boolean {
  const status: unknown = Object(error).status
  return typeof status === 'number' && status >= 400 && status < 500 && status !== 408 && status !== 429
}
