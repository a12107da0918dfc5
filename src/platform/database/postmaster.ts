import { spawn } from 'node:child_process'
import { existsSync, openSync, closeSync, readFileSync, readlinkSync, realpathSync, rmSync, statSync, truncateSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { codeOf } from '../../core/kit/error-code.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { PostgresPlace } from './postgres-place.ts'

/** A running PostgreSQL, ours or left by an earlier start. */
export type Postmaster = { readonly pid: number; readonly port: number }

export type Settings = Readonly<Record<string, string | number>>

/** Reads the pid and the port out of the text of a postmaster.pid file. The port is 0 while it is not written yet. */
export function parsePidFile(text: string): Postmaster | null {
  const lines = text.split('\n')
  const pid = Number(lines[0])
  const port = Number(lines[3] ?? 0)
  return Number.isInteger(pid) && pid > 0 ? { pid, port: Number.isInteger(port) ? port : 0 } : null
}

/**
 * The PostgreSQL that runs on this cluster now, or null. A pid file whose number belongs to another program (after a
 * restart of the machine or a container) is removed, since PostgreSQL itself would take it for its own.
 */
export function findRunning(cluster: string): Postmaster | null {
  const file = join(cluster, 'postmaster.pid')
  const found = parsePidFile(textOf(file))
  if (!found || !isAlive(found.pid)) return null
  if (worksIn(found.pid, cluster)) return found
  rmSync(file, { force: true })
  return null
}

/** Empty where there is none: one that ends removes its own at any moment. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return ''
    throw error
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** A postmaster's working folder is its cluster. Where /proc is missing, the answer is taken on trust. */
function worksIn(pid: number, cluster: string): boolean {
  if (!existsSync('/proc/self/cwd')) return true
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
  } catch {
    return false
  }
}

/** Starts PostgreSQL in a session of its own, so that Ctrl-C in the terminal reaches it through us and only once. */
export function spawnPostmaster(place: PostgresPlace, port: number, settings: Settings): { pid: number; exited: () => boolean } {
  const file = place.logFile
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 5_000_000) truncateSync(file)
  const out = openSync(file, 'a', 0o600)
  const args = ['-D', place.cluster, '-p', String(port)]
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`)
  const child = spawn(join(place.binaries, 'bin', 'postgres'), args, {
    ...place.account,
    cwd: place.cluster,
    detached: true,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' },
    stdio: ['ignore', out, out],
  })
  closeSync(out)
  let gone = false
  child.on('exit', () => (gone = true))
  child.on('error', () => (gone = true))
  child.unref()
  return { pid: child.pid ?? 0, exited: () => gone }
}

/** Asks PostgreSQL to shut down fast (sessions are ended, data is flushed) and waits until it has. */
export async function stopPostmaster(cluster: string): Promise<void> {
  const signals = [
    { signal: 'SIGINT', wait: 20_000 },
    { signal: 'SIGQUIT', wait: 5_000 },
  ] as const
  for (const { signal, wait } of signals) {
    const running = findRunning(cluster)
    if (!running) return
    process.kill(running.pid, signal)
    for (let waited = 0; waited < wait; waited += 15) {
      if (!findRunning(cluster)) return
      await pause(15)
    }
  }
}

/** A port of this machine that nobody listens on at this moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port')
  return address.port
}

/** Makes an empty cluster in `folder`, which exists, is empty and belongs to the account. */
export async function initialiseCluster(place: PostgresPlace, folder: string, passwordFile: string, durable: boolean): Promise<void> {
  // pg_trgm finds nothing in Chinese text unless the character classes know it; C.UTF-8 does, plain C does not.
  const locale = process.platform === 'linux' ? 'C.UTF-8' : 'en_US.UTF-8'
  const args = ['-D', folder, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, `--locale=${locale}`]
  args.push('--encoding=UTF8', '--no-instructions', ...(durable ? [] : ['--no-sync']))
  const child = spawn(join(place.binaries, 'bin', 'initdb'), args, {
    ...place.account,
    cwd: folder,
    // Ctrl-C in the terminal is for us, who end it whole.
    detached: true,
    env: { PATH: '/usr/bin:/bin', LC_ALL: locale, TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject))
  if (code !== 0) throw new Problem('database.did-not-start', { reason: said.trim().split('\n').at(-1) ?? '', file: place.logFile })
}
