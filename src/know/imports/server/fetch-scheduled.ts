import { copyFile, lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Services } from '../../../platform/actions/services.ts'
import { makeFolder } from '../../../platform/files/make-folder.ts'
import { download } from '../../../platform/http/download.ts'
import { nameTest } from '../schedule.ts'
import { largestFile } from './receive-file.ts'
import type { FetchState, ScheduleRow } from './schedules.ts'

/** A file that was laid in its place, or why there is none. `more`: the folder has others. */
export type Fetched =
  | { readonly outcome: 'file'; readonly name: string; readonly state: FetchState; readonly more: boolean }
  | { readonly outcome: 'unchanged' }
  /** `resting`: a file that is being written, and will be whole soon. */
  | { readonly outcome: 'nothing'; readonly resting?: string }

const quietMs = 30_000
const wholeMs = 30 * 60_000
/** A file that was written to this lately may not be whole. */
const restMs = 5_000

/** @throws DownloadFailure, or the file system's error */
export async function fetchScheduled(services: Services, row: ScheduleRow, path: string, stopping?: AbortSignal): Promise<Fetched> {
  return row.place === 'url' ? await fetchUrl(services, row, path, stopping) : await fetchFromInbox(services, row, path)
}

async function fetchUrl(services: Services, row: ScheduleRow, path: string, stopping?: AbortSignal): Promise<Fetched> {
  const { etag, lastModified } = row.state
  const known = { ...(etag ? { 'if-none-match': etag } : {}), ...(lastModified ? { 'if-modified-since': lastModified } : {}) }
  const got = await download({
    url: row.address,
    headers: { ...authorization(services, row), ...known },
    path,
    limits: { bytes: largestFile, quietMs, wholeMs },
    allowPrivate: services.allowPrivateDownloads,
    mayReach: services.mayReach,
    stopping,
  })
  if (got.unchanged) return { outcome: 'unchanged' }
  return { outcome: 'file', name: got.name ?? row.name, state: { etag: got.etag, lastModified: got.lastModified }, more: false }
}

function authorization({ secrets }: Services, { auth, secret }: ScheduleRow): Record<string, string> {
  if (secret === null || !auth || auth.kind === 'none') return {}
  const plain = secrets.open(secret)
  if (auth.kind === 'bearer') return { authorization: `Bearer ${plain}` }
  return { authorization: `Basic ${Buffer.from(`${auth.user ?? ''}:${plain}`).toString('base64')}` }
}

/** The oldest file of this name that was not dealt with yet. It stays where it is. */
async function fetchFromInbox({ inbox, clock }: Services, { address, state }: ScheduleRow, path: string): Promise<Fetched> {
  await makeFolder(inbox)
  const fits = nameTest(address)
  const names = (await readdir(inbox)).filter((name) => fits(name) && !/^[.~]|\.(?:tmp|part|crdownload)$/i.test(name))
  const now = clock().getTime()
  const files: { name: string; mark: string; at: number }[] = []
  let resting: string | undefined
  for (const name of names) {
    const about = await lstat(join(inbox, name))
    const mark = `${about.size} ${Math.round(about.mtimeMs)}`
    // Links are passed over, for they may lead anywhere.
    if (!about.isFile() || state.seen?.[name] === mark) continue
    if (now - about.mtimeMs >= restMs) files.push({ name, mark, at: about.mtimeMs })
    // One from a clock far ahead of ours is left until its time has come.
    else if (about.mtimeMs - now < 60_000) resting = name
  }
  const [file, ...others] = files.sort((a, b) => a.at - b.at)
  if (!file) return { outcome: 'nothing', ...(resting === undefined ? {} : { resting }) }
  await copyFile(join(inbox, file.name), path)
  const there = new Set(names)
  const seen = Object.fromEntries(Object.entries(state.seen ?? {}).filter(([name]) => there.has(name)))
  return {
    outcome: 'file',
    name: file.name,
    state: { seen: { ...seen, [file.name]: file.mark } },
    more: others.length > 0 || resting !== undefined,
  }
}
