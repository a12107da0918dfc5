import { existsSync } from 'node:fs'
import { appendFile, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Services } from '../actions/services.ts'
import { type ChainPlace, readEnd } from './chain-audit.ts'

/**
 * The end of the chain as it was at some time, kept outside the database: in the data folder, and with it in backups. Who
 * cuts the end off in the database, or writes the whole chain anew, contradicts it.
 */
export type Anchor = { readonly seq: number; readonly hash: string; readonly at: string }

export const anchorsFile = (dataFolder: string): string => join(dataFolder, 'audit-anchors.txt')

/** The newest alone, written again whenever the chain has grown. */
const newestFile = (dataFolder: string): string => join(dataFolder, 'audit-anchor-newest.txt')

type Keeper = Pick<Services, 'dataFolder' | 'secrets' | 'clock' | 'log'>

const everyMs = 60_000
const mostLines = 4_000

const written = new Map<string, { seq: number; at: number }>()

/** Keeps the end of the chain: the newest each time, a line for good once a minute, or at once where `now` is asked for. */
export async function keepAnchor(services: Keeper, { seq, hash }: ChainPlace, now: 'now' | 'in-time' = 'in-time'): Promise<void> {
  const file = anchorsFile(services.dataFolder)
  const last = written.get(file)
  const at = services.clock()
  if (seq === 0) return
  const anchor: Anchor = { seq, hash: hash.toString('hex'), at: at.toISOString() }
  await writeFile(newestFile(services.dataFolder), `${lineOf(services, anchor)}\n`, { mode: 0o600 })
  if (last?.seq === seq || (now === 'in-time' && last && at.getTime() - last.at < everyMs)) return
  await appendFile(file, `${lineOf(services, anchor)}\n`, { mode: 0o600 })
  written.set(file, { seq, at: at.getTime() })
  services.log.info({ ...anchor }, 'the audit chain has come to here')
  if (seq % 500 === 0 || !last) await thin(services, file)
}

/** Whatever the chain is at, for the moment when the program stops or a backup is taken. */
export async function keepLastAnchor(services: Keeper & Pick<Services, 'database'>): Promise<Anchor | null> {
  const end = await readEnd(services.database.db)
  await keepAnchor(services, end, 'now')
  return end.seq === 0 ? null : { seq: end.seq, hash: end.hash.toString('hex'), at: services.clock().toISOString() }
}

const lineOf = (services: Pick<Services, 'secrets'>, { seq, hash, at }: Anchor) => `${seq} ${hash} ${at} ${sign(services, seq, hash, at)}`

const sign = ({ secrets }: Pick<Services, 'secrets'>, seq: number, hash: string, at: string) =>
  secrets.sign('audit anchor', `${seq} ${hash} ${at}`).toString('base64url')

const shape = /^(\d+) ([0-9a-f]{64}) (\S+) (\S+)$/

/** The anchors whose signature is ours, oldest first, and how many lines were not. */
export async function readAnchors(services: Pick<Services, 'dataFolder' | 'secrets'>): Promise<{ anchors: Anchor[]; foreign: number }> {
  const files = [anchorsFile(services.dataFolder), newestFile(services.dataFolder)].filter((file) => existsSync(file))
  const lines = (await Promise.all(files.map((file) => readFile(file, 'utf8'))))
    .flatMap((text) => text.split('\n'))
    .filter((line) => line !== '')
  const anchors = lines.flatMap((line) => {
    const [, seq = '', hash = '', at = '', signature = ''] = shape.exec(line) ?? []
    return seq !== '' && sign(services, Number(seq), hash, at) === signature ? [{ seq: Number(seq), hash, at }] : []
  })
  return { anchors, foreign: lines.length - anchors.length }
}

/** Of a long file the newest lines stay, and of each day before them the last. */
async function thin(services: Keeper, file: string): Promise<void> {
  const { anchors } = await readAnchors(services)
  if (anchors.length < mostLines) return
  const newest = anchors.slice(-mostLines / 2)
  const days = new Map(anchors.slice(0, -mostLines / 2).map((anchor) => [anchor.at.slice(0, 10), anchor]))
  await writeFile(`${file}.new`, [...days.values(), ...newest].map((anchor) => `${lineOf(services, anchor)}\n`).join(''), { mode: 0o600 })
  await rename(`${file}.new`, file)
}
