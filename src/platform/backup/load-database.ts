import pg from 'pg'
import { Problem } from '../../core/kit/problem.ts'
import { openDatabase } from '../database/connect.ts'
import { migrate } from '../database/migrate.ts'
import type { BoxKeys } from './box-keys.ts'
import { exactSession, ourSchemas, type TableSum } from './list-tables.ts'
import type { Manifest, PartEntry, TableEntry } from './manifest.ts'
import type { Loaded } from './part-jobs.ts'
import { startThreads, type Threads, usualThreads } from './run-threads.ts'

export type LoadOrder = {
  /** An empty database, or one that was emptied. */
  readonly url: string
  /** The backup's own folder, with its parts. */
  readonly folder: string
  readonly key: Buffer
  readonly manifest: Manifest
  readonly boxKeys: BoxKeys
  readonly migrationsFolder: string
  readonly now: () => Date
  readonly threads?: number
  readonly told?: (progress: { readonly done: number; readonly total: number; readonly what: 'rows' | 'indexes' }) => void
  readonly stop?: AbortSignal | undefined
}

export type LoadedTable = {
  readonly name: string
  readonly rows: number
  readonly expected: number
  readonly forgottenRows: number
  readonly sumsAgree: boolean
}
export type LoadResult = {
  readonly tables: readonly LoadedTable[]
  readonly forgotten: ReadonlySet<string>
  readonly migrated: readonly string[]
}

/**
 * Takes a backup's rows into an empty database: the schema of the backup, the rows without indexes, the indexes, counts and
 * sums against the manifest, then the migrations that came since.
 * @throws Problem backup.damaged where anything of it is not as the manifest says
 */
export async function loadDatabase(order: LoadOrder): Promise<LoadResult> {
  const { manifest } = order
  const database = openDatabase(order.url, { max: 3 })
  const client = new pg.Client({ connectionString: order.url, application_name: 'regulars restore', options: exactSession })
  client.on('error', () => {})
  try {
    await migrate(database, { folder: order.migrationsFolder, upTo: manifest.migrations.at(-1)?.number ?? 0, clock: order.now })
    await client.connect()
    for (const { name } of manifest.tables) await client.query(`truncate ${name} cascade`)
    const later = await dropIndexes(client)
    const setup = {
      role: 'load',
      url: order.url,
      key: order.key,
      backupId: manifest.id,
      folder: order.folder,
      boxKeys: order.boxKeys.buffers,
    } as const
    let done = 0
    const total = manifest.parts.reduce((sum, part) => sum + part.plainBytes, 0)
    const moved = (bytes: number) => order.told?.({ done: (done += bytes), total: Math.max(done, total), what: 'rows' })
    const threads = await startThreads(setup, { count: order.threads ?? usualThreads(), moved, stop: order.stop })
    try {
      const loaded = await loadParts(threads, manifest)
      await buildIndexes(threads, later, (step, steps) => order.told?.({ done: step, total: steps, what: 'indexes' }))
      const tables = await compareTables(threads, manifest.tables, loaded)
      const migrated = await migrate(database, { folder: order.migrationsFolder, clock: order.now })
      await client.query('analyze')
      return { tables, forgotten: new Set([...loaded.values()].flatMap((each) => each.forgotten)), migrated }
    } finally {
      await threads.end()
    }
  } finally {
    await client.end().catch(() => {})
    await database.close()
  }
}

/** Rows and erased persons by table. */
async function loadParts(threads: Threads, { parts, tables }: Manifest): Promise<Map<string, Loaded>> {
  const loaded = new Map<string, Loaded>()
  const shapes = new Map(tables.map((table) => [table.name, table]))
  const jobs = parts.flatMap((part) => (part.table === null ? [] : [{ part, table: shapes.get(part.table) }]))
  await Promise.all(
    jobs.map(async ({ part, table }) => {
      if (!table) throw new Problem('backup.damaged', { part: part.file, reason: 'table' })
      const answer = await threads.run({
        kind: 'load',
        table: { name: table.name, columns: table.columns },
        file: part.file,
        bytes: part.bytes,
        hash: part.hash,
      })
      if (answer.did !== 'load') return
      checkRows(part, answer.loaded)
      const sofar = loaded.get(table.name) ?? { rows: 0, forgottenRows: 0, forgotten: [] }
      const { rows, forgottenRows, forgotten } = answer.loaded
      loaded.set(table.name, {
        rows: sofar.rows + rows,
        forgottenRows: sofar.forgottenRows + forgottenRows,
        forgotten: [...sofar.forgotten, ...forgotten],
      })
    }),
  )
  return loaded
}

function checkRows({ file, rows }: PartEntry, loaded: Loaded): void {
  if (loaded.rows + loaded.forgottenRows !== rows)
    throw new Problem('backup.damaged', { part: file, reason: `${loaded.rows + loaded.forgottenRows} ≠ ${rows}` })
}

/** @throws Problem backup.damaged when a table does not hold what the manifest says */
async function compareTables(threads: Threads, tables: readonly TableEntry[], loaded: ReadonlyMap<string, Loaded>): Promise<LoadedTable[]> {
  return await Promise.all(
    tables.map(async (table) => {
      const answer = await threads.run({ kind: 'sum', table })
      if (answer.did !== 'sum') throw new Error('no sums')
      const forgottenRows = loaded.get(table.name)?.forgottenRows ?? 0
      const compared = {
        name: table.name,
        rows: answer.sum.rows,
        expected: table.rows,
        forgottenRows,
        sumsAgree: forgottenRows > 0 || sameSums(answer.sum, table),
      }
      if (compared.rows + forgottenRows !== table.rows || !compared.sumsAgree)
        throw new Problem('backup.damaged', { part: table.name, reason: `${compared.rows} ≠ ${table.rows - forgottenRows}` })
      return compared
    }),
  )
}

const sameSums = ({ sums }: TableSum, table: TableEntry) => table.numbers.every((column) => sums[column] === table.sums[column])

type Later = { readonly table: string; readonly statement: string; readonly phase: 1 | 2 }

/** Takes indexes and constraints away, and says how to make them again: keys and indexes first, references behind them. */
async function dropIndexes(client: pg.Client): Promise<Later[]> {
  const constraints = await client.query<{ table: string; name: string; definition: string; type: string }>(
    `select c.conrelid::regclass::text as table, quote_ident(c.conname) as name, pg_get_constraintdef(c.oid) as definition, c.contype as type
     from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = c.connamespace
     where n.nspname = any ($1) and c.contype in ('p', 'u', 'f', 'x') and c.conparentid = 0 and t.relkind in ('r', 'p')
       and not exists (select 1 from pg_depend d where d.objid = t.oid and d.deptype = 'e')
     order by c.contype = 'f' desc, c.oid`,
    [ourSchemas],
  )
  for (const { table, name } of constraints.rows) await client.query(`alter table ${table} drop constraint ${name}`)
  const indexes = await client.query<{ table: string; name: string; definition: string }>(
    `select x.indrelid::regclass::text as table, x.indexrelid::regclass::text as name, pg_get_indexdef(x.indexrelid) as definition
     from pg_index x join pg_class t on t.oid = x.indrelid join pg_namespace n on n.oid = t.relnamespace join pg_class i on i.oid = x.indexrelid
     where n.nspname = any ($1) and t.relkind in ('r', 'p') and not i.relispartition order by x.indexrelid`,
    [ourSchemas],
  )
  for (const { name } of indexes.rows) await client.query(`drop index ${name}`)
  return [
    ...constraints.rows.map(({ table, name, definition, type }) => ({
      table,
      statement: `alter table ${table} add constraint ${name} ${definition}`,
      phase: type === 'f' ? (2 as const) : (1 as const),
    })),
    ...indexes.rows.map(({ table, definition }) => ({ table, statement: definition, phase: 1 as const })),
  ]
}

/** A table at a time in each thread, for two would wait for each other's locks; references when all keys stand. */
async function buildIndexes(threads: Threads, later: readonly Later[], told: (step: number, steps: number) => void): Promise<void> {
  let step = 0
  const build = async (statements: readonly string[]) => {
    for (const statement of statements) {
      await threads.run({ kind: 'statement', statement })
      told(++step, later.length)
    }
  }
  const first = Map.groupBy(
    later.filter(({ phase }) => phase === 1),
    ({ table }) => table,
  )
  await Promise.all([...first.values()].map((list) => build(list.map(({ statement }) => statement))))
  await build(later.filter(({ phase }) => phase === 2).map(({ statement }) => statement))
}
