import { access, constants, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { freemem } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { codeOf } from '../../../../core/kit/error-code.ts'
import { isLoopback } from '../../../../core/kit/loopback.ts'
import { readKeptSmtp } from '../../../../know/shop/server/read-settings.ts'
import type { Services } from '../../../../platform/actions/services.ts'
import { broken, type Check, fine, type Finding, look, sayBytes } from './finding.ts'

/** What the system says, in its own word where it has one. */
const reasonOf = (error: unknown) => codeOf(error) || String(error)

async function checkNode(): Promise<Finding> {
  const version = process.versions.node
  return Number(version.split('.')[0]) >= 24 ? fine({ version }) : broken('old', { version })
}

async function checkDisk({ dataFolder }: Services): Promise<Finding> {
  const { bavail, blocks, bsize } = await statfs(dataFolder)
  const values = { free: sayBytes(bavail * bsize), percent: Math.round((100 * bavail) / blocks) }
  if (bavail * bsize < 500_000_000) return broken('full', values)
  return values.percent < 10 || bavail * bsize < 5_000_000_000 ? look('low', values) : fine(values)
}

/** Written for a try, and whether others could read the keys. */
async function checkFolder({ dataFolder }: Services): Promise<Finding> {
  const file = join(dataFolder, `.doctor-${process.pid}`)
  try {
    await writeFile(file, '')
    await rm(file)
  } catch (error) {
    return broken('unwritable', { folder: dataFolder, reason: reasonOf(error) })
  }
  const ours = ['secret.key', 'backup.key', 'sealing-keys.json', 'postgres-passwords.json'].map((name) => join(dataFolder, name))
  for (const key of [...ours, ...(process.env['REGULARS_KEY_FILE'] ? [process.env['REGULARS_KEY_FILE']] : [])]) {
    const kept = await stat(key).catch(() => null)
    if (kept && process.platform !== 'win32' && (kept.mode & 0o077) !== 0) return look('open', { file: key })
  }
  return fine({ folder: dataFolder })
}

async function checkAccount({ database }: Services): Promise<Finding> {
  const { rows } = await sql<{ role: string; superuser: boolean; more: string[] }>`select rolname as role, rolsuper as superuser,
    array_remove(array[case when rolcreaterole then 'createrole' end, case when rolreplication then 'replication' end,
      case when rolbypassrls then 'bypassrls' end], null) as more from pg_roles where rolname = current_user`.execute(database.db)
  const { role = '', superuser = false, more = [] } = rows[0] ?? {}
  if (superuser) return look('superuser', { role })
  if (more.length > 0) return look('strong', { role, what: more.join(', '), undo: more.map((right) => `no${right}`).join(' ') })
  return process.getuid?.() === 0 ? look('root') : fine()
}

/** The key of sealed passwords opens what is sealed. */
async function checkKeys({ dataFolder, database, secrets }: Services): Promise<Finding> {
  const file = join(dataFolder, 'secret.key')
  const there = await access(file, constants.R_OK).then(
    () => true,
    () => false,
  )
  if (!there) return broken('missing', { file })
  const smtp = await readKeptSmtp(database.db)
  try {
    if (smtp?.password) secrets.open(smtp.password)
  } catch {
    return broken('foreign', { what: 'SMTP' })
  }
  return fine()
}

async function checkMail({ database, mayReach }: Services): Promise<Finding> {
  const smtp = await readKeptSmtp(database.db)
  if (!smtp) return look('none')
  const { host, port } = smtp
  if (!(await mayReach(host))) return broken('unlisted', { host })
  const reason = await new Promise<string | null>((resolve) => {
    const socket = createConnection({ host, port, timeout: 5_000 })
    const end = (result: string | null) => {
      socket.destroy()
      resolve(result)
    }
    socket
      .on('connect', () => end(null))
      .on('timeout', () => end('ETIMEDOUT'))
      .on('error', (error) => end(reasonOf(error)))
  })
  if (reason !== null) return broken('unreachable', { host, port, reason })
  // It answers, and may still not let us send.
  const { rows } = await sql`select 1 from message_outlets where key = 'email' and stopped is not null`.execute(database.db)
  return rows.length > 0 ? broken('stopped', { host }) : fine({ host })
}

/** Whoever may do everything and comes in by a password alone. */
async function checkSignIn({ database }: Services): Promise<Finding> {
  const { rows } = await sql<{ names: string[] }>`select coalesce(array_agg(u.name order by u.created_at), '{}') as names from auth.users u
    where u.role = 'owner' and u.disabled_at is null and exists (select 1 from auth.accounts a where a.user_id = u.id and a.password is not null)
      and not exists (select 1 from auth.authenticators f where f.user_id = u.id)
      and not exists (select 1 from auth.passkeys k where k.user_id = u.id)`.execute(database.db)
  const names = rows[0]?.names ?? []
  return names.length > 0 ? look('alone', { count: names.length, names: names.slice(0, 5).join(', ') }) : fine()
}

async function checkInbox({ inbox }: Services): Promise<Finding> {
  try {
    await access(inbox, constants.R_OK | constants.W_OK | constants.X_OK)
    return fine()
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? fine2('none', { folder: inbox }) : look('unwritable', { folder: inbox, reason: reasonOf(error) })
  }
}

/** Nothing wrong, but there is something to say. */
const fine2 = (says: string, values: Finding['values']): Finding => ({ state: 'fine', says, ...(values ? { values } : {}) })

async function checkAddress({ publicUrl }: Services): Promise<Finding> {
  const url = publicUrl()
  const { hostname, protocol } = new URL(url)
  const { HOST: host = '127.0.0.1', TRUST_PROXY: proxy } = process.env
  if (proxy && protocol !== 'https:') return broken('proxied', { url })
  if (host !== '' && !isLoopback(host) && !proxy) return look('exposed', { host, url })
  if (isLoopback(hostname)) return look('local', { url })
  if (protocol !== 'https:') return look('plain', { url })
  return process.env['TRUST_PROXY'] ? fine({ url }) : look('proxy', { url })
}

async function checkMemory(): Promise<Finding> {
  const values = { used: sayBytes(process.memoryUsage.rss()), free: sayBytes(freemem()) }
  return freemem() < 300_000_000 ? look('low', values) : fine(values)
}

export const machineChecks: readonly Check[] = [
  ['node', checkNode],
  ['disk', checkDisk],
  ['folder', checkFolder],
  ['account', checkAccount],
  ['keys', checkKeys],
  ['sign-in', checkSignIn],
  ['mail', checkMail],
  ['inbox', checkInbox],
  ['address', checkAddress],
  ['memory', checkMemory],
]
