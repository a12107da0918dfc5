import { readFileSync, readdirSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../src/platform/database/connect.ts'
import { startEmbedded } from '../../src/platform/database/embedded.ts'
import { migrate } from '../../src/platform/database/migrate.ts'
import { findRunning } from '../../src/platform/database/postmaster.ts'
import type { FreshDatabase } from '../fresh-database.ts'

export type OwnDatabase = FreshDatabase & {
  /** Kills the whole of PostgreSQL without a word, at once, wherever it is. It is brought back by `startEmbedded` itself. */
  kill(): void
}

/** A PostgreSQL of the test's own, as durable as a shop's. */
export async function startOwnDatabase(): Promise<OwnDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'regulars-own-'))
  await chmod(folder, 0o755)
  const server = await startEmbedded({ folder, log: () => {} })
  const database = openDatabase(server.url)
  await migrate(database, { folder: join(import.meta.dirname, '..', '..', 'migrations') })
  return {
    database,
    url: server.url,
    kill: () => killPostgres(folder),
    drop: async () => {
      await database.close()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Postmaster and children of the database in this data folder. The postmaster goes first, so that it cannot tell its children. */
export function killPostgres(folder: string): void {
  const postmaster = findRunning(join(folder, 'postgres'))?.pid
  if (postmaster === undefined) throw new Error('there is no database to kill')
  const children = childrenOf(postmaster)
  for (const pid of [postmaster, ...children]) killOne(pid)
}

function killOne(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself in this very moment.
  }
}

/** By /proc; where it is missing, the children end by themselves once their postmaster is gone. */
function childrenOf(parent: number): number[] {
  let names: string[] = []
  try {
    names = readdirSync('/proc')
  } catch {}
  return names.filter((name) => /^\d+$/.test(name) && parentOf(name) === parent).map(Number)
}

function parentOf(pid: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}
