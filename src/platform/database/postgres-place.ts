import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Problem } from '../../core/kit/problem.ts'
import type { Words } from '../../core/kit/words.ts'
import { openFolder } from './open-folder.ts'
import { locatePostgres, type PostgresBinaries } from './postgres-binaries.ts'
import { type Account, accountForPostgres, canReach } from './unprivileged-account.ts'

/** Everything about where one embedded PostgreSQL lives. */
export type PostgresPlace = {
  /** The data folder of the program. */
  readonly home: string
  /** The cluster (PGDATA), inside the data folder where the account can reach it. */
  readonly cluster: string
  /** Holds bin, lib, share. */
  readonly binaries: string
  readonly account: Account | null
  readonly logFile: string
}

/**
 * Decides where the database and its programs live, so that the account which runs PostgreSQL reaches both. Started by
 * root below a closed folder, they move to an open one; a pointer file in the data folder remembers where.
 */
export async function preparePlace(folder: string, log: (words: Words) => void): Promise<PostgresPlace> {
  const home = await openFolder(folder)
  const inside = join(home, 'postgres')
  const pointer = join(home, 'postgres-folder.txt')
  const pointed = existsSync(inside) ? '' : (await readFile(pointer, 'utf8').catch(() => '')).trim()
  const account = await accountForPostgres(pointed || inside)
  const found = await locatePostgres()
  const logFile = join(home, 'postgres.log')
  if (!account) return { home, cluster: pointed || inside, binaries: found.folder, account, logFile }

  const binaries = canReach(account, join(found.folder, 'bin', 'postgres')) ? found.folder : await copyBinaries(found)
  if (pointed) return { home, cluster: pointed, binaries, account, logFile }
  if (canReach(account, home)) return { home, cluster: inside, binaries, account, logFile }

  const outside = await chooseOutside(home)
  if (existsSync(inside)) await moveCluster(inside, outside)
  await writeFile(pointer, `${outside}\n`)
  log({
    zh: `PostgreSQL 不能以 root 运行，而它的账户进不了 ${home}，因此数据库放在 ${outside}。`,
    en: `PostgreSQL cannot run as root and its account cannot enter ${home}, so the database is kept in ${outside}.`,
  })
  return { home, cluster: outside, binaries, account, logFile }
}

/** A folder of root's own that every account may enter. */
async function openBase(): Promise<string> {
  for (const base of ['/var/lib/regulars', '/opt/regulars', join(tmpdir(), 'regulars-postgres')]) {
    try {
      await mkdir(base, { recursive: true, mode: 0o755 })
      const { uid } = await stat(base)
      // Somebody else's folder in a shared place could hold anything; only root's own is trusted.
      if (uid !== 0) continue
      await chmod(base, 0o755)
      if (canReach({ uid: -1, gid: -1 }, base)) return base
    } catch {}
  }
  throw new Problem('database.folder-unwritable', { folder: '/var/lib/regulars', reason: 'EACCES' })
}

async function copyBinaries(found: PostgresBinaries): Promise<string> {
  const target = join(await openBase(), `postgres-${found.version}`)
  if (existsSync(target)) return target
  const making = `${target}.making-${process.pid}`
  await rm(making, { recursive: true, force: true })
  await cp(found.folder, making, { recursive: true, verbatimSymlinks: true })
  await rename(making, target).catch(async (error: unknown) => {
    // Another start was quicker; its copy is the same.
    await rm(making, { recursive: true, force: true })
    if (!existsSync(target)) throw error
  })
  return target
}

async function chooseOutside(home: string): Promise<string> {
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16)
  const folder = join(await openBase(), 'databases', name)
  await mkdir(folder, { recursive: true, mode: 0o755 })
  return join(folder, 'postgres')
}

async function moveCluster(from: string, to: string): Promise<void> {
  await rm(`${to}.moving`, { recursive: true, force: true })
  const { uid, gid } = await stat(from)
  await cp(from, `${to}.moving`, { recursive: true, preserveTimestamps: true })
  await chownAll(`${to}.moving`, { uid, gid })
  await rename(`${to}.moving`, to)
  await rm(from, { recursive: true, force: true })
}

async function chownAll(folder: string, account: Account): Promise<void> {
  await chown(folder, account.uid, account.gid)
  for (const entry of await readdir(folder, { recursive: true })) await chown(join(folder, entry), account.uid, account.gid)
}
