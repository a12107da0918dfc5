import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../../core/kit/error-code.ts'
import type { Clock } from '../../core/kit/id.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Client, Database } from './connect.ts'
import { splitStatements } from './split-statements.ts'

export type Migration = { readonly number: number; readonly file: string; readonly checksum: string; readonly text: string }

/** Any two programs that migrate one database use the same lock. */
const lockKey = 7_348_676_107

/**
 * Brings the database's schema up to the numbered SQL files of `folder`, each file in one transaction, one statement a
 * query (Citus takes no more). Does nothing, in one query, when everything is applied.
 * @param options.upTo goes no further than this number: the schema of an older backup
 * @returns the files that were applied now
 * @throws Problem database.newer, .migration-changed, .migration-failed, .migration-misnamed, .too-old, .wrong-encoding, .extension-missing
 */
export async function migrate(database: Database, options: { folder: string; clock?: Clock; upTo?: number }): Promise<string[]> {
  const { upTo = Number.POSITIVE_INFINITY } = options
  const known = (await readMigrations(options.folder)).filter(({ number }) => number <= upTo)
  if (pending(known, await readApplied(database)).length === 0) return []
  const client = await database.pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await prepare(client)
    const missing = pending(known, await readApplied(database))
    for (const migration of missing) await apply(client, migration, options.clock ?? (() => new Date()))
    return missing.map((migration) => migration.file)
  } finally {
    // The lock belongs to the session, so the connection is closed rather than given back with it.
    client.release(true)
  }
}

/** Reads the folder's migrations in order of their numbers. Files with other endings are left alone. */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  const seen = new Map<number, string>()
  const migrations: Migration[] = []
  for (const file of files) {
    const digits = /^(\d{4})-[a-z0-9-]+\.sql$/.exec(file)?.[1]
    if (!digits) throw new Problem('database.migration-misnamed', { file, reason: 'name' })
    const twin = seen.get(Number(digits))
    if (twin) throw new Problem('database.migration-misnamed', { file, reason: twin })
    seen.set(Number(digits), file)
    const text = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n')
    migrations.push({ number: Number(digits), file, text, checksum: createHash('sha256').update(text).digest('hex') })
  }
  return migrations
}

type Applied = { readonly number: number; readonly name: string; readonly checksum: string }

/** The migrations that a database has had; none where the program never began in it. */
export async function readApplied({ pool }: Database): Promise<Applied[]> {
  try {
    return (await pool.query<Applied>('select number, name, checksum from schema_migrations order by number')).rows
  } catch (error) {
    if (codeOf(error) === '42P01') return []
    throw error
  }
}

function pending(known: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const files = new Map(known.map((migration) => [migration.number, migration]))
  for (const { number, name, checksum } of applied) {
    const file = files.get(number)
    if (!file) throw new Problem('database.newer', { found: number, known: known.at(-1)?.number ?? 0 })
    if (file.checksum !== checksum) throw new Problem('database.migration-changed', { file: name })
    files.delete(number)
  }
  return [...files.values()]
}

async function prepare(client: Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string; encoding: string; trigrams: boolean }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
            current_setting('server_encoding') as encoding,
            exists (select 1 from pg_extension where extname = 'pg_trgm') as trigrams`,
  )
  const server = rows[0]
  if (server && server.number < 150_000) throw new Problem('database.too-old', { version: server.version })
  if (server && server.encoding !== 'UTF8') throw new Problem('database.wrong-encoding', { encoding: server.encoding })
  if (!server?.trigrams) await addExtension(client, 'pg_trgm')
  await client.query(
    'create table if not exists schema_migrations (number int primary key, name text not null, checksum text not null, applied_at timestamptz not null)',
  )
}

async function addExtension(client: Client, extension: 'pg_trgm'): Promise<void> {
  try {
    await client.query(`create extension if not exists ${extension}`)
  } catch {
    throw new Problem('database.extension-missing', { extension })
  }
}

async function apply(client: Client, { number, file, text, checksum }: Migration, clock: Clock): Promise<void> {
  await client.query('begin')
  // Plain PostgreSQL takes the unknown name without complaint; Citus needs it for schema changes in a transaction.
  await client.query(`set local citus.multi_shard_modify_mode = 'sequential'`)
  let count = 0
  try {
    for (const statement of splitStatements(text)) {
      count++
      await client.query(statement)
    }
    await client.query('insert into schema_migrations (number, name, checksum, applied_at) values ($1, $2, $3, $4)', [
      number,
      file,
      checksum,
      clock(),
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    const reason = error instanceof Error ? error.message : String(error)
    throw new Problem('database.migration-failed', { file, statement: count, reason })
  }
}
