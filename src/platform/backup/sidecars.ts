import { createReadStream, existsSync } from 'node:fs'
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { type BoxKeys, makeBoxKeys } from './box-keys.ts'
import { idOf } from './person-boxes.ts'
import { createSealed, openSealed } from './sealed-stream.ts'

// Files beside the backups of a place that exist in their newest version only: the keys of persons' boxes, the erasures,
// and the secrets of the data folder. Whoever was erased is in no newer version, and so cannot be read in any older backup.

export const keysName = 'regulars.keys'
export const erasuresName = 'regulars.erasures'
export const secretsName = 'regulars.secrets'
export const sidecarNames = [keysName, erasuresName, secretsName] as const

const entryBytes = 48
const entriesAChunk = 16_384

/** Writes a sidecar beside its place and moves it there whole. */
async function writeSidecar(folder: string, name: string, key: Buffer, chunks: Iterable<Buffer>): Promise<void> {
  const making = join(folder, `${name}.making`)
  await rm(making, { force: true })
  const file = await createSealed(making, key, name)
  try {
    for (const chunk of chunks) await file.write(chunk)
    await file.end()
  } catch (error) {
    await file.abandon()
    throw error
  }
  await rename(making, join(folder, name))
  await syncFolder(folder)
}

/** So that a power cut does not take the new name away again. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => {})
  await handle?.close()
}

/** All keys but those of the erased. */
export async function writeKeys(folder: string, key: Buffer, keys: BoxKeys, erased: ReadonlySet<string>): Promise<void> {
  await writeSidecar(folder, keysName, key, keyChunks(keys, erased))
}

function* keyChunks(keys: BoxKeys, erased: ReadonlySet<string>): Generator<Buffer> {
  let held: Buffer[] = []
  for (const entry of keys.entries()) {
    if (erased.has(entry.id.toString('hex'))) continue
    held.push(entry.id, entry.key)
    if (held.length < entriesAChunk * 2) continue
    yield Buffer.concat(held)
    held = []
  }
  if (held.length > 0) yield Buffer.concat(held)
}

/** How many persons' keys a folder has at most; 0 where there is no file. */
export async function countKeys(folder: string): Promise<number> {
  const { size } = await stat(join(folder, keysName)).catch(() => ({ size: 0 }))
  return Math.ceil(size / entryBytes)
}

/**
 * The keys of a folder, with room for `more` new ones. @throws Problem backup.damaged; null where there is no file
 */
export async function readKeys(folder: string, key: Buffer, more = 0): Promise<BoxKeys | null> {
  const path = join(folder, keysName)
  if (!existsSync(path)) return null
  const keys = makeBoxKeys((await countKeys(folder)) + more)
  for await (const chunk of openSealed(createReadStream(path), key, { name: keysName })) {
    for (let at = 0; at < chunk.length; at += entryBytes) keys.add(chunk.subarray(at, at + 16), chunk.subarray(at + 16, at + entryBytes))
  }
  return keys
}

const erasureRow = z.looseObject({ id: z.string(), customer_ids: z.array(z.string()) })
export type ErasureRow = z.output<typeof erasureRow>

/** The tombstones, as rows of their table. */
export async function writeErasures(folder: string, key: Buffer, rows: readonly ErasureRow[]): Promise<void> {
  await writeSidecar(folder, erasuresName, key, [Buffer.from(JSON.stringify(rows))])
}

export async function readErasures(folder: string, key: Buffer): Promise<ErasureRow[]> {
  return z.array(erasureRow).parse(JSON.parse((await readWhole(folder, key, erasuresName)) ?? '[]'))
}

/** The ids of the erased, in hexadecimal letters without hyphens. */
export const erasedIds = (rows: readonly ErasureRow[]): Set<string> =>
  new Set(rows.flatMap((row) => row.customer_ids.map((id) => idOf(id).toString('hex'))))

const secretFiles = z.array(z.object({ name: z.string(), content: z.base64() }))

/** What belongs to this machine, or opens the backup itself. */
const ofThisMachine = /^(postgres|backup\.key|owner\.pid)|\.log$|\.kept-|\.making$|\.new$|\.pid$/
/** Keys are beside the backups, in their newest version; everything else belongs into the backup. */
const isSecret = (name: string) => /secret|key/i.test(name) && !ofThisMachine.test(name)

type SmallFile = { readonly name: string; readonly content: Buffer }

/** The small files of the data folder itself. */
async function readSmall(dataFolder: string, isWanted: (name: string) => boolean): Promise<SmallFile[]> {
  const entries = await readdir(dataFolder, { withFileTypes: true })
  const found: SmallFile[] = []
  for (const { name } of entries.filter((entry) => entry.isFile() && isWanted(entry.name))) {
    const content = await readFile(join(dataFolder, name))
    if (content.length < 16_000_000) found.push({ name, content })
  }
  return found
}

/** What belongs into the backup beside the uploads, e.g. the anchors of the audit's chain. Read before its snapshot. */
export const readNotes = (dataFolder: string): Promise<SmallFile[]> =>
  readSmall(dataFolder, (name) => !isSecret(name) && !ofThisMachine.test(name))

/** The keys of the data folder: of sealed passwords and fields. */
export async function writeSecrets(folder: string, key: Buffer, dataFolder: string): Promise<void> {
  const files = (await readSmall(dataFolder, isSecret)).map(({ name, content }) => ({ name, content: content.toString('base64') }))
  await writeSidecar(folder, secretsName, key, [Buffer.from(JSON.stringify(files))])
}

export async function readSecrets(folder: string, key: Buffer): Promise<SmallFile[]> {
  const files = secretFiles.parse(JSON.parse((await readWhole(folder, key, secretsName)) ?? '[]'))
  return files
    .filter(({ name }) => dirname(name) === '.' && isSecret(name))
    .map(({ name, content }) => ({ name, content: Buffer.from(content, 'base64') }))
}

async function readWhole(folder: string, key: Buffer, name: string): Promise<string | null> {
  const path = join(folder, name)
  if (!existsSync(path)) return null
  const chunks: Buffer[] = []
  for await (const chunk of openSealed(createReadStream(path), key, { name })) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
