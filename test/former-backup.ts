import { createCipheriv, randomBytes } from 'node:crypto'
import { createReadStream, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BoxKeys } from '../src/platform/backup/box-keys.ts'
import { partName } from '../src/platform/backup/copy-table.ts'
import { manifestName, type PartEntry, readManifest, writeManifest } from '../src/platform/backup/manifest.ts'
import { idOf, openBoxes } from '../src/platform/backup/person-boxes.ts'
import { createSealed, openSealed } from '../src/platform/backup/sealed-stream.ts'
import { readKeys } from '../src/platform/backup/sidecars.ts'

/** COPY text boxed as the format before did it: a cipher of the person's for each box. */
export function formerBoxes(text: string, keys: BoxKeys): Buffer {
  const lines = text.split(/(?<=\n)/).filter((line) => line !== '')
  const groups = Map.groupBy(lines, (line) => (line.startsWith('\\N') ? '\\N' : line.slice(0, 36)))
  const boxes = [...groups].map(([whose, rows]) => {
    const isOfNobody = whose === '\\N'
    const id = isOfNobody ? Buffer.alloc(16) : idOf(whose)
    const body = Buffer.from(rows.map((row) => row.slice(whose.length)).join(''))
    const numbers = Buffer.alloc(8)
    numbers.writeUInt32BE(body.length)
    numbers.writeUInt32BE(rows.length, 4)
    if (isOfNobody) return Buffer.concat([id, numbers, Buffer.alloc(28), body])
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', keys.keyOf(id), nonce)
    const sealed = Buffer.concat([cipher.update(body), cipher.final()])
    return Buffer.concat([id, numbers, nonce, cipher.getAuthTag(), sealed])
  })
  return Buffer.concat([Buffer.of(2), ...boxes])
}

/** Makes of a backup what the format before would have made. */
export async function intoFormer(folder: string, name: string, key: Buffer): Promise<void> {
  const path = join(folder, name, manifestName)
  const manifest = readManifest(readFileSync(path))
  const keys = await readKeys(folder, key)
  if (!keys) throw new Error('no keys beside the backup')
  const parts: PartEntry[] = []
  for (const part of manifest.parts)
    parts.push({ ...part, ...(await rewrite(join(folder, name, part.file), partName(manifest.id, part.file), key, keys)) })
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0)
  writeFileSync(path, writeManifest({ ...manifest, format: 'regulars-backup-1', parts, bytes }, key))
}

async function rewrite(path: string, name: string, key: Buffer, keys: BoxKeys) {
  const chunks: Buffer[] = []
  for await (const chunk of openSealed(createReadStream(path), key, { name })) chunks.push(Buffer.from(chunk))
  rmSync(path)
  const file = await createSealed(path, key, name)
  for (const chunk of chunks)
    await file.write(chunk[0] === 3 ? formerBoxes(openBoxes(chunk, keys, new Set()).rows.toString(), keys) : chunk)
  return await file.end()
}
