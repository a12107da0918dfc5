import { createReadStream, createWriteStream, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { to as copyTo } from 'pg-copy-streams'
import { startImport } from '../src/know/imports/actions.ts'
import { readImportRow } from '../src/know/imports/server/read-import-row.ts'
import { receiveFile } from '../src/know/imports/server/receive-file.ts'
import { runImports } from '../src/know/imports/server/run-imports.ts'
import { runAction } from '../src/platform/actions/run-action.ts'
import { makeContext, systemActor } from '../src/platform/actions/services.ts'
import { inTransaction } from '../src/platform/database/connect.ts'
import { openRecordsExport } from '../src/platform/exports/open-records.ts'
import { runExport } from '../src/platform/exports/run-export.ts'
import { giveBack } from '../src/platform/jobs/give-back-memory.ts'
import { usualLimits } from '../src/platform/spreadsheets/limits.ts'
import { writeWorkbook } from '../src/platform/spreadsheets/write-workbook.ts'
import { openZip } from '../src/platform/spreadsheets/zip-file.ts'
import { benchName, benchPhone } from './generate-base.ts'
import { type BenchRow, perSecond, s, timed } from './row.ts'
import type { BenchWorld } from './world.ts'

const MB = 1_000_000

/** The most memory that this process held while something was done, over what it held before. */
export async function peakOver<T>(work: () => Promise<T>): Promise<{ value: T; seconds: number; peak: number }> {
  giveBack()
  const before = process.memoryUsage.rss()
  let most = before
  const look = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20)
  try {
    const { value, seconds } = await timed(work)
    return { value, seconds, peak: (Math.max(most, process.memoryUsage.rss()) - before) / MB }
  } finally {
    clearInterval(look)
  }
}

async function* memberRows(rows: number): AsyncGenerator<(string | number)[]> {
  for (let i = 1; i <= rows; i++)
    yield [
      `X${i}`,
      benchName(i),
      Number(benchPhone(i).slice(3)),
      `x${i}@shop.example`,
      32_000 + (i % 9_000),
      ['杭州', '上海', '成都'][i % 3] ?? '',
      i % 2 ? '女' : '男',
      `第 ${i} 位会员`,
    ]
}

const columns = ['会员号', '姓名', '手机号', '邮箱', '生日', '城市', '性别', '备注'].map((header) =>
  header === '生日' ? { header, format: 'yyyy-mm-dd' } : { header },
)

/** A workbook into an empty shop, and a list of twice as many customers out of it. */
export async function benchFiles(world: BenchWorld, { rows }: { rows: number }): Promise<BenchRow[]> {
  const taken = await benchWorkbookImport(world, { rows })
  await fillUp(world, rows)
  return [...taken, ...(await benchExport(world))]
}

/** As many customers again, straight into the table. */
async function fillUp({ database, now }: BenchWorld, rows: number): Promise<void> {
  await database.pool.query(
    `insert into customers (id, code, name, phone, city, email_consent, created_at, updated_at)
     select ('018f0000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'F' || i, '客户' || i, '+8613' || lpad(i::text, 9, '0'), '杭州市', 'granted', $1::timestamptz - i * interval '1 second', $1
     from generate_series(1, $2::int) i`,
    [now, rows],
  )
  await database.pool.query('vacuum analyze customers')
}

/** A workbook of customers, from its first byte to the last row kept. */
async function benchWorkbookImport(world: BenchWorld, { rows }: { rows: number }): Promise<BenchRow[]> {
  const { services, database, folder } = world
  mkdirSync(join(folder, 'files'), { recursive: true })
  const path = join(folder, 'files', 'members.xlsx')
  await pipeline(writeWorkbook('会员', columns, memberRows(rows)), createWriteStream(path))
  const actor = systemActor('bench')
  const looked = await peakOver(() => receiveFile(services, actor, 'members.xlsx', createReadStream(path)))
  const floor = await timed(() => unpackBare(path))
  const kept = await peakOver(async () => {
    await runAction(services, { actor, source: 'app' }, startImport, { id: looked.value.id })
    for (let more = true; more; ) more = await runImports(services)
  })
  const { state, progress, result } = await readImportRow(database.db, looked.value.id)
  if (state !== 'done' || progress.counts.customersNew < rows * 0.9) throw new Error(`${state}: ${JSON.stringify({ progress, result })}`)
  const peak = Math.max(looked.peak, kept.peak)
  return [
    {
      what: `a workbook of ${rows.toLocaleString('en')} customers (${(statSync(path).size / MB).toFixed(0)} MB) read into rows and looked into`,
      figure: `${s(looked.seconds)}, ${perSecond(rows, looked.seconds)}, ${looked.peak.toFixed(0)} MB over idle`,
      floor: `${s(floor.seconds)} (unpacking it bare)`,
      ratio: looked.seconds / floor.seconds,
      mark: '< 400 MB over idle',
      met: looked.peak < 400,
    },
    {
      what: 'the same workbook imported',
      figure: `${s(looked.seconds + kept.seconds)} in all, ${perSecond(rows, kept.seconds)} once read, ${peak.toFixed(0)} MB over idle at most`,
      mark: '< 400 MB over idle',
      met: peak < 400,
    },
  ]
}

async function unpackBare(path: string): Promise<number> {
  const zip = await openZip(path, usualLimits)
  let bytes = 0
  for (const entry of zip.entries.values()) for await (const piece of zip.read(entry, usualLimits.sheetXml)) bytes += piece.length
  await zip.close()
  return bytes
}

/** Every customer as a file, against COPY of the same columns. */
async function benchExport(world: BenchWorld): Promise<BenchRow[]> {
  const { services, database } = world
  const fields = ['name', 'code', 'phone', 'city', 'emailConsent', 'spend', 'purchaseCount', 'lastPurchaseAt', 'stage', 'createdAt']
  const floor = await timed(() =>
    inTransaction(database, ({ client }) =>
      pipeline(
        client.query(
          copyTo(
            `copy (select c.name, c.code, c.phone, c.city, c.email_consent, m.spend, m.purchase_count, m.last_purchase_at, m.stage, c.created_at
              from customers c left join metrics m on m.customer_id = c.id order by c.created_at desc, c.id desc) to stdout`,
          ),
        ),
        nowhere(),
      ),
    ),
  )
  const rows: BenchRow[] = []
  for (const format of ['xlsx', 'csv'] as const) {
    const ctx = await makeContext(services, systemActor('bench'), 'app', { db: database.questions, client: null })
    const taken = await peakOver(async () => {
      const opened = await openRecordsExport(ctx, ctx.card('customer'), { fields })
      const order = {
        id: services.newId(),
        list: 'customers',
        entity: 'customer',
        asked: {},
        name: { zh: '客户', en: 'Customers' },
        format,
        language: 'zh',
      } as const
      await pipeline(await runExport(ctx, opened, order), nowhere())
      return opened.total
    })
    rows.push({
      what: `export of ${taken.value.toLocaleString('en')} customers, ${fields.length} columns, as ${format === 'xlsx' ? 'a workbook' : 'CSV'}`,
      figure: `${s(taken.seconds)}, ${perSecond(taken.value, taken.seconds)}, ${taken.peak.toFixed(0)} MB over idle`,
      floor: `${s(floor.seconds)} (COPY of the same)`,
      ratio: taken.seconds / floor.seconds,
      mark: '< 200 MB over idle, whatever the rows',
      met: taken.peak < 200,
    })
  }
  return rows
}

const nowhere = () => new Writable({ write: (_piece, _encoding, done) => done() })
