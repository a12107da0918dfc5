import { createHash, createHmac } from 'node:crypto'
import { z } from 'zod'
import { Problem } from '../../core/kit/problem.ts'
import type { Words } from '../../core/kit/words.ts'
import { deriveKey, keyMark } from './backup-key.ts'

const part = z.object({
  file: z.string().regex(/^[a-z0-9.-]{1,60}$/),
  /** The table it is of; null for the files of the data folder. */
  table: z.string().nullable(),
  rows: z.int(),
  /** As COPY gave it, or as the files are. */
  plainBytes: z.int(),
  bytes: z.int(),
  hash: z.string(),
})
export type PartEntry = z.output<typeof part>

const table = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  person: z.string().nullable(),
  numbers: z.array(z.string()),
  rows: z.int(),
  sums: z.record(z.string(), z.string()),
})
export type TableEntry = z.output<typeof table>

/** The newest is written; the one before differs in how boxes are sealed alone (former-boxes.ts), and is read as well. */
const formats = ['regulars-backup-1', 'regulars-backup-2'] as const

/** What a backup says of itself. Open to read, for lists; its seal shows whether it is as it was written. */
export const manifestShape = z.object({
  format: z.enum(formats),
  id: z.uuid(),
  takenAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  program: z.string(),
  node: z.string(),
  database: z.object({ version: z.string(), name: z.string(), bytes: z.int() }),
  shop: z.string(),
  keyMark: z.string(),
  migrations: z.array(z.object({ number: z.int(), name: z.string(), checksum: z.string() })),
  tables: z.array(table),
  parts: z.array(part),
  files: z.object({ count: z.int(), bytes: z.int() }),
  persons: z.int(),
  /** The last link of the audit's chain, where there is one. */
  auditHead: z.string().nullable(),
  bytes: z.int(),
})
export type Manifest = z.output<typeof manifestShape>

export const manifestName = 'manifest.json'

/** The manifest as it stands in its file: its own text, its SHA-256, and its seal under the backup key. */
export function writeManifest(manifest: Manifest, key: Buffer): Buffer {
  const text = JSON.stringify(manifest)
  return Buffer.from(`${text}\n${hashOf(text)}\n${sealOf(text, key)}\n`)
}

/** Without the key: what it says, if it is whole. @throws Problem backup.damaged, backup.newer */
export function readManifest(bytes: Buffer): Manifest {
  const [text = '', hash = ''] = linesOf(bytes)
  if (hashOf(text) !== hash) throw damaged({ zh: '内容变了，SHA-256 不符', en: 'it was changed: another SHA-256' })
  const told = z.object({ format: z.string() }).safeParse(JSON.parse(text))
  if (told.success && !isKnown(told.data.format) && told.data.format.startsWith('regulars-backup-'))
    throw new Problem('backup.newer', { found: told.data.format, known: formats[1] })
  const read = manifestShape.safeParse(JSON.parse(text))
  if (!read.success) throw damaged({ zh: '里面写的不是一份备份', en: 'what it says is no backup' })
  return read.data
}

/** With the key: it is ours, and as it was written. @throws Problem backup.key-wrong, backup.damaged */
export function proveManifest(bytes: Buffer, key: Buffer): Manifest {
  const manifest = readManifest(bytes)
  if (manifest.keyMark !== keyMark(key)) throw new Problem('backup.key-wrong', { needed: manifest.keyMark, given: keyMark(key) })
  const [text = '', , seal = '', rest] = linesOf(bytes)
  if (sealOf(text, key) !== seal || rest !== '')
    throw damaged({ zh: '封印不符，不是用这把备份密钥写的', en: 'its seal is not of this backup key' })
  return manifest
}

// Text that is no UTF-8 any more would be read as something else; it is compared by its bytes.
function linesOf(bytes: Buffer): string[] {
  const text = bytes.toString('utf8')
  if (!Buffer.from(text).equals(bytes)) throw damaged({ zh: '内容变了，不再是文本', en: 'it was changed: it is no text any more' })
  return text.split('\n')
}

const isKnown = (format: string) => formats.some((known) => known === format)
const damaged = (reason: Words) => new Problem('backup.damaged', { part: manifestName, reason })
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
const sealOf = (text: string, key: Buffer) => createHmac('sha256', deriveKey(key, 'manifest')).update(text).digest('hex')
