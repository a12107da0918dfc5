import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { to as copyTo } from 'pg-copy-streams'
import { startImport } from '../src/know/imports/actions.ts'
import { readImportRow } from '../src/know/imports/server/read-import-row.ts'
import { receiveFile } from '../src/know/imports/server/receive-file.ts'
import { runImports } from '../src/know/imports/server/run-imports.ts'
import { runAction } from '../src/platform/actions/run-action.ts'
import { systemActor } from '../src/platform/actions/services.ts'
import { copyInto } from '../src/platform/database/copy-into.ts'
import { inTransaction } from '../src/platform/database/connect.ts'
import { refreshNews } from '../src/platform/event-log/refresh-news.ts'
import { benchName, benchPhone } from './generate-base.ts'
import { type BenchRow, perSecond, s, timed } from './row.ts'
import type { BenchWorld } from './world.ts'

const header = '会员号,姓名,手机号,订单号,下单时间,商品编码,商品名称,数量,实付金额,渠道\n'

/** An order a line, in order of time, as a shop's software exports them: customers come back at random. */
function* purchaseLines(rows: number, customers: number, prefix: string): Generator<string> {
  let text = header
  for (let i = 1; i <= rows; i++) {
    const who = 1 + ((i * 7_919) % customers)
    const at = new Date(1_700_000_000_000 + Math.floor((i / rows) * 78_000_000) * 1_000).toISOString().slice(0, 19).replace('T', ' ')
    text += `M${who},${benchName(who)},${benchPhone(who)},${prefix}${i},${at},LJ-${i % 300},龙井${i % 300}号,${1 + (i % 3)},${(20 + (i % 977) / 3).toFixed(2)},${i % 4 ? '小程序' : '门店'}\n`
    if (text.length > 100_000) {
      yield text
      text = ''
    }
  }
  yield text
}

/**
 * A CSV of purchases from its first byte until everybody's metrics, scores and stages are known, against the bare COPY of
 * the same purchases and lines into tables with the same indexes.
 */
export async function benchImport(world: BenchWorld, { rows, customers }: { rows: number; customers: number }): Promise<BenchRow[]> {
  const taken = await timed(() => bringIn(world, rows, customers, 'A'))
  const floor = await copyAgain(world)
  const again = Math.round(rows / 10)
  const second = await timed(() => bringIn(world, again, customers, 'B'))
  const ratio = taken.seconds / floor
  return [
    {
      what: `import of a purchases CSV of ${rows.toLocaleString('en')} rows into an empty shop, everything included`,
      figure: `${s(taken.seconds)}, ${perSecond(rows, taken.seconds)}`,
      floor: `${s(floor)} (bare COPY)`,
      ratio,
      mark: '≤ 6 × the COPY, ≥ 15,000/s',
      met: ratio <= 6 && rows / taken.seconds >= 15_000,
    },
    {
      what: `import of ${again.toLocaleString('en')} more rows into that shop`,
      figure: `${s(second.seconds)}, ${perSecond(again, second.seconds)}`,
      mark: '≥ 15,000/s',
      met: again / second.seconds >= 15_000,
    },
  ]
}

/** Uploads, starts and works until the import is done and nobody has news. */
async function bringIn({ services, database }: BenchWorld, rows: number, customers: number, prefix: string): Promise<void> {
  const actor = systemActor('bench')
  const received = await receiveFile(services, actor, 'purchases.csv', Readable.from(purchaseLines(rows, customers, prefix)))
  await runAction(services, { actor, source: 'app' }, startImport, { id: received.id })
  for (let more = true; more; ) more = await runImports(services)
  for (let more = true; more; ) more = (await refreshNews(services, 1_000)) > 0
  const { state, progress, result } = await readImportRow(database.db, received.id)
  if (state !== 'done' || progress.counts.purchasesNew !== rows)
    throw new Error(`the import ended as ${state}: ${JSON.stringify({ progress, result })}`)
}

/** What the file says, its purchases and their lines, by COPY alone. @returns seconds */
async function copyAgain(world: BenchWorld): Promise<number> {
  let seconds = 0
  for (const table of ['purchases', 'purchase_lines']) seconds += await copyTable(world, table)
  return seconds
}

async function copyTable({ database, folder }: BenchWorld, table: string): Promise<number> {
  const file = join(folder, 'files', `${table}.copy`)
  await inTransaction(database, ({ client }) => pipeline(client.query(copyTo(`copy ${table} to stdout`)), createWriteStream(file)))
  await database.pool.query(`create table bare_${table} (like ${table} including all)`)
  const { seconds } = await timed(() =>
    inTransaction(database, ({ client }) => copyInto(client, `copy bare_${table} from stdin`, createReadStream(file))),
  )
  await database.pool.query(`drop table bare_${table}`)
  return seconds
}
