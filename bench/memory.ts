import { spawn } from 'node:child_process'
import { mkdtempSync, chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '../src/platform/database/postmaster.ts'
import type { BenchRow } from './row.ts'

const root = join(import.meta.dirname, '..')

/**
 * The proportional memory of the server and its database at rest, as a person would start them: once the sample shop's ninety
 * days were played, when the database's next checkpoint is past, which touches all that was written; and the same shop after a
 * later start. Linux only.
 */
export async function benchMemory(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'regulars-bench-idle-'))
  chmodSync(folder, 0o755)
  try {
    return [
      await measureStart('once its ninety days were played', folder, ['--sample'], 330),
      await measureStart('after a later start', folder, [], 60),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureStart(when: string, folder: string, more: readonly string[], idleSeconds: number): Promise<BenchRow> {
  const port = await findFreePort()
  const { DATABASE_URL: _, ...env } = process.env
  const args = [join(root, 'scripts', 'start.mjs'), '--data', folder, '--port', String(port), ...more]
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'ignore' })
  const ended = new Promise((resolve) => child.on('exit', resolve))
  try {
    await answers(`http://127.0.0.1:${port}/api/openapi.json`, child)
    await atRest(child.pid ?? 0)
    await pause(idleSeconds * 1_000)
    const all = familyOf(child.pid ?? 0)
    const ofNode = shareOfNode()
    const server = memoryOf([child.pid ?? 0]) + ofNode
    const total = memoryOf(all) + ofNode
    return {
      what: `idle memory, server and database (${all.length} processes, PSS), sample shop, ${when}`,
      figure: `${total.toFixed(0)} MB: server ${server.toFixed(0)}, database ${(total - server).toFixed(0)}`,
      mark: '< 250 MB',
      met: total < 250,
    }
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function answers(url: string, child: { exitCode: number | null }): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`)
    const answer = await fetch(url).catch(() => null)
    if (answer) return
    await pause(200)
  }
  throw new Error('npm start did not come up within two minutes')
}

/** The sample shop comes in, its last ninety days are played, and its models are fitted: some minutes. */
async function atRest(pid: number): Promise<void> {
  let used = processorSecondsOf(familyOf(pid))
  for (let windows = 0, quiet = 0; quiet < 4; windows++) {
    if (windows === 80) throw new Error('it did not come to rest within twenty minutes')
    await pause(15_000)
    const now = processorSecondsOf(familyOf(pid))
    quiet = Math.abs(now - used) < 0.05 * 15 ? quiet + 1 : 0
    used = now
  }
}

/** What processes that still live have used, in user and system time. Source: proc(5), columns 14 and 15 in ticks of 10 ms. */
function processorSecondsOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      const columns = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
      return sum + (Number(columns[11]) + Number(columns[12])) / 100
    } catch {
      return sum
    }
  }, 0)
}

/** A process and all that descend from it. */
function familyOf(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = parentOf(Number(name))
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const family: number[] = []
  for (const queue = [pid]; queue.length > 0; ) {
    const next = queue.pop() ?? 0
    family.push(next)
    queue.push(...(children.get(next) ?? []))
  }
  return family
}

function parentOf(pid: number): number | null {
  try {
    // The name stands in brackets and may hold anything; what follows it is in columns.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1])
  } catch {
    return null
  }
}

/** MB (10^6 bytes) of proportional set size. */
function memoryOf(pids: readonly number[]): number {
  let kib = 0
  for (const pid of pids) kib += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
  return (kib * 1_024) / 1e6
}

/** What is counted for this process of the file that Node is, which the server runs from too: without a bench beside, all of it is the server's. */
function shareOfNode(): number {
  let kib = 0
  let isNode = false
  for (const line of readFileSync('/proc/self/smaps', 'utf8').split('\n')) {
    if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) isNode = line.endsWith(process.execPath)
    else if (isNode) kib += Number(/^Pss:\s+(\d+)/.exec(line)?.[1] ?? 0)
  }
  return (kib * 1_024) / 1e6
}
