import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { Problem } from '../../core/kit/problem.ts'
import { readBegin } from '../audit/chain-audit.ts'
import { checkPortion } from '../audit/check-chain.ts'
import { openDatabase } from '../database/connect.ts'
import { readMigrations } from '../database/migrate.ts'
import type { BoxKeys } from './box-keys.ts'
import { partName } from './copy-table.ts'
import { loadDatabase } from './load-database.ts'
import { readPart } from './load-part.ts'
import type { Manifest } from './manifest.ts'
import { unpackFiles } from './pack-files.ts'
import { checkSchema, openKeys, openManifest, proveParts } from './prove-backup.ts'
import { makeScratch } from './scratch-database.ts'
import { erasedIds, readErasures } from './sidecars.ts'

export type DrillOrder = {
  readonly url: string
  readonly adminUrl: string | null
  readonly migrationsFolder: string
  readonly folder: string
  readonly name: string
  readonly key: Buffer
  readonly now: () => Date
  readonly told?: (progress: { readonly step: string; readonly done: number; readonly total: number }) => void
  readonly stop?: AbortSignal | undefined
}

/** One thing that was looked at; `wrong` says how many are not as they should be. */
export type DrillCheck = { readonly name: string; readonly looked: number; readonly wrong: number }

export type DrillResult = {
  readonly backup: { readonly id: string; readonly name: string; readonly takenAt: string }
  /** `database`: brought back into a database of its own. `reading`: read to the last row, since no database may be made here. */
  readonly how: 'database' | 'reading'
  readonly seconds: number
  readonly tables: number
  readonly rows: number
  readonly erasedRows: number
  readonly files: number
  readonly checks: readonly DrillCheck[]
  readonly isGood: boolean
}

/**
 * Tries whether the backup would bring everything back: proves its seals, brings it back beside the shop, compares counts
 * and sums of every table with its manifest, asks what must always be true, and takes it away again.
 * @throws Problem backup.damaged and the others of `backupProblems`: then the drill failed
 */
export async function runDrill(order: DrillOrder): Promise<DrillResult> {
  const from = performance.now()
  const { folder, name, key, stop } = order
  const manifest = await openManifest(folder, name, key)
  checkSchema(manifest, await readMigrations(order.migrationsFolder))
  const boxKeys = await openKeys(folder, key)
  const erased = erasedIds(await readErasures(folder, key))
  let read = 0
  await proveParts(folder, name, key, manifest, {
    told: (bytes) => order.told?.({ step: 'reading', done: (read += bytes), total: Math.max(read, manifest.bytes) }),
    stop,
  })
  const scratch = await makeScratch(order.url, order.adminUrl)
  const brought = scratch
    ? await bringBack(order, manifest, boxKeys, scratch.url).finally(() => scratch.drop())
    : await readThrough(order, manifest, boxKeys)
  const lost = [...brought.forgotten].filter((id) => !erased.has(id.replaceAll('-', '')))
  const checks = [...brought.checks, { name: 'keys', looked: manifest.persons, wrong: lost.length }]
  return {
    backup: { id: manifest.id, name, takenAt: manifest.takenAt },
    how: scratch ? 'database' : 'reading',
    seconds: Math.round((performance.now() - from) / 100) / 10,
    tables: manifest.tables.length,
    rows: brought.rows,
    erasedRows: brought.erasedRows,
    files: await countFiles(order, manifest),
    checks,
    isGood: checks.every(({ wrong }) => wrong === 0),
  }
}

type Brought = {
  readonly rows: number
  readonly erasedRows: number
  readonly forgotten: ReadonlySet<string>
  readonly checks: readonly DrillCheck[]
}

async function bringBack(order: DrillOrder, manifest: Manifest, boxKeys: BoxKeys, url: string): Promise<Brought> {
  const told = ({ what, done, total }: { what: string; done: number; total: number }) => order.told?.({ step: what, done, total })
  const { tables, forgotten } = await loadDatabase({ ...order, url, folder: join(order.folder, order.name), manifest, boxKeys, told })
  const counts = {
    name: 'counts',
    looked: tables.length,
    wrong: tables.filter((table) => table.rows + table.forgottenRows !== table.expected).length,
  }
  const sums = { name: 'sums', looked: tables.length, wrong: tables.filter((table) => !table.sumsAgree).length }
  return {
    rows: tables.reduce((sum, table) => sum + table.rows, 0),
    erasedRows: tables.reduce((sum, table) => sum + table.forgottenRows, 0),
    forgotten,
    checks: [counts, sums, ...(await askInvariants(url)), ...(manifest.auditHead === null ? [] : [await checkAudit(url)])],
  }
}

/** What must be true in every whole copy, each as a question for the number of those where it is not. */
const invariants: readonly { readonly name: string; readonly needs: readonly string[]; readonly looked: string; readonly wrong: string }[] =
  [
    // The facts of who was merged or erased are no longer under their head.
    {
      name: 'heads',
      needs: ['log_heads', 'events'],
      looked: 'select count(*) from log_heads',
      wrong: `select count(*) from log_heads h left join (select customer_id, max(seq) as last, count(*) as facts from events group by 1) e using (customer_id)
      where h.into_id is null and (h.seq <> coalesce(e.last, 0) or h.seq <> coalesce(e.facts, 0))`,
    },
    {
      name: 'owners',
      needs: ['identities', 'customers'],
      looked: 'select count(*) from identities',
      wrong: 'select count(*) from identities i where not exists (select 1 from customers c where c.id = i.customer_id)',
    },
    {
      name: 'lines',
      needs: ['purchase_lines', 'purchases'],
      looked: 'select count(*) from purchase_lines',
      wrong:
        'select count(*) from purchase_lines l where not exists (select 1 from purchases p where p.customer_id = l.customer_id and p.id = l.purchase_id)',
    },
    {
      name: 'money',
      needs: ['metrics', 'purchases', 'log_heads'],
      looked: 'select count(*) from metrics',
      wrong: `select count(*) from metrics m join log_heads h on h.customer_id = m.customer_id and h.done = h.seq
      left join (select customer_id, count(*) filter (where kind = 'purchase') as n from purchases group by 1) p on p.customer_id = m.customer_id
      where m.purchase_count <> coalesce(p.n, 0)`,
    },
  ]

/** The whole chain of the audit: every hash, every entry. */
async function checkAudit(url: string): Promise<DrillCheck> {
  const database = openDatabase(url, { max: 1 })
  try {
    let looked = 0
    let wrong = 0
    const begin = await readBegin(database.db)
    let place = { seq: begin.seq, hash: begin.hash.toString('hex'), newest: 0 }
    for (;;) {
      const portion = await checkPortion(database.db, place)
      looked += portion.checked
      wrong += portion.breaks.length
      place = portion.place
      if (portion.done) return { name: 'audit', looked, wrong }
    }
  } finally {
    await database.close()
  }
}

async function askInvariants(url: string): Promise<DrillCheck[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'regulars drill' })
  client.on('error', () => {})
  await client.connect()
  try {
    const checks: DrillCheck[] = []
    for (const { name, needs, looked, wrong } of invariants) {
      const { rows } = await client.query<{ found: boolean }>(
        'select bool_and(to_regclass(t) is not null) as found from unnest($1::text[]) t',
        [needs],
      )
      if (!rows[0]?.found) continue
      checks.push({ name, looked: await count(client, looked), wrong: await count(client, wrong) })
    }
    return checks
  } finally {
    await client.end().catch(() => {})
  }
}

async function count(client: pg.Client, question: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(question)
  return Number(rows[0]?.count ?? 0)
}

/** Where no database may be made: every box is opened and every row counted. */
async function readThrough(order: DrillOrder, manifest: Manifest, boxKeys: BoxKeys): Promise<Brought> {
  const forgotten = new Set<string>()
  let rows = 0
  let erasedRows = 0
  let wrong = 0
  const tables = manifest.parts.filter(({ table }) => table !== null)
  for (const [n, part] of tables.entries()) {
    if (order.stop?.aborted) throw new Problem('backup.stopped')
    const pieces = createReadStream(join(order.folder, order.name, part.file), { highWaterMark: 1024 * 1024 })
    const read = readPart(pieces, part, { key: order.key, backupId: manifest.id, boxKeys, moved: () => {} })
    for await (const _ of read.rows()) continue
    const told = read.told()
    rows += told.rows
    erasedRows += told.forgottenRows
    for (const id of told.forgotten) forgotten.add(id)
    if (told.rows + told.forgottenRows !== part.rows) wrong++
    order.told?.({ step: 'rows', done: n + 1, total: tables.length })
  }
  return { rows, erasedRows, forgotten, checks: [{ name: 'counts', looked: tables.length, wrong }] }
}

async function countFiles({ folder, name, key }: DrillOrder, manifest: Manifest): Promise<number> {
  const part = manifest.parts.find(({ table }) => table === null)
  if (!part) return 0
  const expected = { name: partName(manifest.id, part.file), bytes: part.bytes, hash: part.hash }
  return (await unpackFiles(createReadStream(join(folder, name, part.file)), key, expected, null)).files
}
