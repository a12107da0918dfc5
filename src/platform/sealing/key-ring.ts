import { createHmac, randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { codeOf } from '../../core/kit/error-code.ts'
import { Problem } from '../../core/kit/problem.ts'

/** Keys of 32 bytes. Version by version the keys that wrap persons' keys, and the key of blind indexes, which never changes. */
export type KeyRing = { readonly current: number; readonly keys: ReadonlyMap<number, Buffer>; readonly blind: Buffer }

/** Where the keys are: in a file beside the data, never in the database; or in REGULARS_KEY, where no file is to be. */
export type KeyPlace = { readonly file: string; readonly environment: string | null }

const key = z.base64().refine((text) => Buffer.from(text, 'base64').length === 32)
const stored = z.object({ current: z.int().min(1), blind: key, keys: z.record(z.string().regex(/^[1-9]\d{0,8}$/), key) })

const bytes = (text: string) => Buffer.from(text, 'base64')

/** @throws Problem sealing.keys-unreadable; null when there are none yet */
export function readRing({ file, environment }: KeyPlace): KeyRing | null {
  if (environment !== null) return ringOf(environment)
  if (!existsSync(file)) return null
  const read = stored.safeParse(parsed(readFileSync(file, 'utf8')))
  if (!read.success || !(String(read.data.current) in read.data.keys)) throw new Problem('sealing.keys-unreadable', { file })
  const keys = new Map(Object.entries(read.data.keys).map(([version, text]) => [Number(version), bytes(text)]))
  return { current: read.data.current, keys, blind: bytes(read.data.blind) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** REGULARS_KEY: one key or several with commas between, oldest first; the blind indexes' key comes of the oldest. */
function ringOf(environment: string): KeyRing {
  const all = environment.split(',').map((text) => text.trim())
  if (!all.every((text) => key.safeParse(text).success)) throw new Problem('sealing.keys-unreadable', { file: 'REGULARS_KEY' })
  const keys = all.map(bytes)
  const oldest = keys[0] ?? Buffer.alloc(32)
  return {
    current: keys.length,
    keys: new Map(keys.map((each, at) => [at + 1, each])),
    blind: createHmac('sha256', oldest).update('blind indexes').digest(),
  }
}

/** Makes the first keys, unless another process was quicker. */
export function makeRing(place: KeyPlace): KeyRing {
  const made = { current: 1, keys: new Map([[1, randomBytes(32)]]), blind: randomBytes(32) }
  mkdirSync(dirname(place.file), { recursive: true })
  try {
    write(place.file, made, 'wx')
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  const ring = readRing(place)
  if (!ring) throw new Problem('sealing.keys-unreadable', { file: place.file })
  return ring
}

/** Puts a newer key into the file; the older ones stay. The file is whole at every moment. */
export function addToRing(place: KeyPlace, ring: KeyRing): KeyRing {
  if (place.environment !== null) throw new Problem('sealing.keys-outside')
  const current = Math.max(...ring.keys.keys()) + 1
  const next = { ...ring, current, keys: new Map([...ring.keys, [current, randomBytes(32)]]) }
  write(`${place.file}.new`, next, 'w')
  renameSync(`${place.file}.new`, place.file)
  return next
}

function write(file: string, { current, keys, blind }: KeyRing, flag: 'w' | 'wx'): void {
  const entries = [...keys].map(([version, each]) => [version, each.toString('base64')])
  const text = JSON.stringify({ current, blind: blind.toString('base64'), keys: Object.fromEntries(entries) }, null, 2)
  const handle = openSync(file, flag, 0o600)
  try {
    writeSync(handle, `${text}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** By this a key is known again, and nothing else is learnt of it. */
export const proofOf = (each: Buffer): string => createHmac('sha256', each).update('regulars sealing key').digest('base64url')
