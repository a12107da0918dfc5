import { realpathSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Problem } from '../../core/kit/problem.ts'

/** An account of the operating system that a program can be run as. */
export type Account = { readonly uid: number; readonly gid: number }

/**
 * The account PostgreSQL runs as, or null when it may simply be ours. PostgreSQL refuses root, so for root it is the
 * one that owns the cluster already, else `postgres`, else `nobody`.
 * @throws Problem database.no-account
 */
export async function accountForPostgres(cluster: string): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const passwords = await readFile('/etc/passwd', 'utf8').catch(() => '')
  const account = findAccount(passwords, 'postgres') ?? findAccount(passwords, 'nobody')
  if (!account) throw new Problem('database.no-account')
  return account
}

/** Looks an account up in the text of /etc/passwd. */
export function findAccount(passwords: string, name: string): Account | null {
  const fields = passwords
    .split('\n')
    .map((line) => line.split(':'))
    .find((line) => line[0] === name)
  const uid = Number(fields?.[2])
  const gid = Number(fields?.[3])
  return Number.isInteger(uid) && Number.isInteger(gid) && uid > 0 ? { uid, gid } : null
}

/** Whether the account may walk to `path`: every folder above it, and the path itself, must let it pass. */
export function canReach(account: Account, path: string): boolean {
  let at = realpathSync(path)
  for (;;) {
    if (!passes(account, at)) return false
    const above = dirname(at)
    if (above === at) return true
    at = above
  }
}

function passes(account: Account, path: string): boolean {
  const { mode, uid, gid } = statSync(path)
  if (uid === account.uid) return (mode & 0o100) !== 0
  if (gid === account.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}
