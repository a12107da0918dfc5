import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { searchColumns } from '../src/know/customers/customer-search.ts'
import { findSimilar } from '../src/know/identity/matching-actions.ts'
import { compareCustomers } from '../src/know/identity/server/compare-customers.ts'
import { workOnRun } from '../src/know/identity/server/work-on-run.ts'
import { startImport } from '../src/know/imports/actions.ts'
import { readImportRow } from '../src/know/imports/server/read-import-row.ts'
import { receiveFile } from '../src/know/imports/server/receive-file.ts'
import { runImports } from '../src/know/imports/server/run-imports.ts'
import { askQuestion } from '../src/platform/actions/ask-question.ts'
import { runAction } from '../src/platform/actions/run-action.ts'
import { systemActor } from '../src/platform/actions/services.ts'
import { copyInto } from '../src/platform/database/copy-into.ts'
import { inTransaction } from '../src/platform/database/connect.ts'
import { dirtyCustomers, type DirtyRecord } from '../test/dirty-customers.ts'
import { peakOver } from './files.ts'
import { type BenchRow, ms, perSecond, quantile, s, timed } from './row.ts'
import type { BenchWorld } from './world.ts'

const chunk = 10_000
const benchCustomer = (i: number) => `018f0000-0000-7000-8000-${i.toString(16).padStart(12, '0')}`
const actor = systemActor('bench')

/** Spoilt records as test/dirty-customers.ts makes them: one in six people more than once, names as common as in China. */
function* records(count: number, seed: number): Generator<DirtyRecord> {
  for (let made = 0, n = seed; made < count; n++)
    for (const record of dirtyCustomers(chunk, n)) {
      if (made++ === count) return
      yield record
    }
}

/** Everybody by a file into an empty shop, with matching on: parsed, checked, matched by key, kept, scored, and noted to be compared. */
export async function benchPeople(world: BenchWorld): Promise<BenchRow[]> {
  const { value: brought, peak } = await peakOver(() => bringIn(world, world.size.customers, { compare: false }))
  const said = brought.rows.toLocaleString('en')
  return [
    {
      what: `import of ${said} customers into an empty shop, with matching on`,
      figure: `${s(brought.seconds)}, ${perSecond(brought.rows, brought.seconds)}, ${peak.toFixed(0)} MB over idle`,
      mark: '≥ 10,000/s, < 400 MB',
      met: brought.rows / brought.seconds >= 10_000 && peak < 400,
    },
  ]
}

/** Matching over a base of its own: all of it, once more, while typing, those who changed, and an import with it. */
export async function benchMatching(world: BenchWorld): Promise<BenchRow[]> {
  const { database, size } = world
  await fillBase(world)
  const whole = await lookOverAll(world)
  const again = await lookOverAll(world)
  const found = await sql<{
    n: number
    certain: number
  }>`select count(*) as n, count(*) filter (where certain) as certain from match_pairs where state = 'open'`.execute(database.db)
  const times = await typing(world)
  const changed = await compareSome(world)
  const brought = await bringIn(world, Math.round(size.customers / 10))
  const most = (300 * size.customers) / 1_000_000
  const said = size.customers.toLocaleString('en')
  return [
    {
      what: `duplicates over the whole base of ${said} customers (${(found.rows[0]?.n ?? 0).toLocaleString('en')} pairs, ${(found.rows[0]?.certain ?? 0).toLocaleString('en')} certain)`,
      figure: `${s(whole.seconds)} (${s(whole.cores)} of a core), ${perSecond(size.customers, whole.seconds)}, ${whole.memory.toFixed(0)} MB over idle`,
      mark: `< ${most} s, < 400 MB`,
      met: whole.seconds < most && whole.memory < 400,
    },
    {
      what: 'the same again when nobody has changed',
      figure: `${s(again.seconds)} (${s(again.cores)} of a core)`,
      mark: `< ${most} s`,
      met: again.seconds < most,
    },
    {
      what: `who it may be, while a customer is typed in, among ${said}`,
      figure: `p95 ${ms(quantile(times, 0.95))}, median ${ms(quantile(times, 0.5))}`,
      mark: 'p95 < 100 ms',
      met: quantile(times, 0.95) < 0.1,
    },
    {
      what: '1,000 changed customers compared with everybody',
      figure: `${s(changed)}, ${perSecond(1_000, changed)}`,
      mark: '≥ 1,000/s',
      met: changed < 1,
    },
    {
      what: `import of ${brought.rows.toLocaleString('en')} new customers into that base, with matching on`,
      figure: `${s(brought.seconds)}, ${perSecond(brought.rows, brought.seconds)}; compared ${s(brought.after)} later`,
      mark: '≥ 10,000/s',
      met: brought.rows / brought.seconds >= 10_000,
    },
  ]
}

async function fillBase({ database, size, now }: BenchWorld): Promise<void> {
  const at = now.toISOString()
  const nothing = '\\N'
  async function* lines() {
    let text = ''
    let i = 0
    for (const { fields: f } of records(size.customers, 1)) {
      const { namePinyin } = searchColumns(f)
      const cells = [
        f['name'],
        f['kind'],
        f['phone'],
        f['email'],
        f['wechat'],
        f['creditCode'],
        f['gender'],
        f['birthday'],
        f['province'],
        f['city'],
        f['address'],
      ]
      text += `${benchCustomer(++i)}\t${cells.map((cell) => cell ?? nothing).join('\t')}\t${namePinyin ?? nothing}\t${at}\t${at}\n`
      if (text.length > 200_000) {
        yield text
        text = ''
      }
    }
    yield text
  }
  await inTransaction(database, ({ client }) =>
    copyInto(
      client,
      'copy customers (id, name, kind, phone, email, wechat, credit_code, gender, birthday, province, city, address, name_pinyin, created_at, updated_at) from stdin',
      lines(),
    ),
  )
  await sql`insert into identities (key, customer_id) select 'phone:' || phone, id from customers where phone is not null order by id on conflict do nothing`.execute(
    database.db,
  )
  for (const table of ['customers', 'identities']) await database.pool.query(`vacuum analyze ${table}`)
}

/** Seconds of a core that the program and the database's connections have used so far. Linux only. */
async function coreSeconds({ database }: BenchWorld): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pid from pg_stat_activity where datname = current_database()`.execute(database.db)
  const ticks = rows.map(({ pid }) => {
    const cells = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return Number(cells[11]) + Number(cells[12])
  })
  const own = process.cpuUsage()
  return (own.user + own.system) / 1e6 + ticks.reduce((sum, each) => sum + each, 0) / 100
}

/**
 * From the press of the button until the run is done. Program and database take turns, so the core seconds are what it
 * takes where nothing else runs. @returns seconds, and the most memory over what was held before, in MB
 */
async function lookOverAll(world: BenchWorld): Promise<{ seconds: number; cores: number; memory: number }> {
  const { services, database } = world
  const before = await coreSeconds(world)
  await sql`insert into match_runs (id, kind, state, progress, started_by, created_at) values (${services.newId()}, 'whole', 'waiting', '{}'::jsonb, 'bench', ${services.clock()})`.execute(
    database.db,
  )
  const idle = process.memoryUsage.rss()
  let most = idle
  const { seconds } = await timed(async () => {
    for (let more = true; more; ) {
      more = await workOnRun(services)
      most = Math.max(most, process.memoryUsage.rss())
    }
  })
  return { seconds, cores: (await coreSeconds(world)) - before, memory: (most - idle) / 1e6 }
}

/** Somebody types in people of whom some are there already, a little more of each at every pause. */
async function typing({ services }: BenchWorld): Promise<number[]> {
  const times: number[] = []
  for (const { fields } of dirtyCustomers(150, 3)) {
    const known = Object.entries(fields)
    for (const values of [known.slice(0, 2), known.slice(0, 4), known]) {
      const { seconds } = await timed(() => askQuestion(services, actor, findSimilar, { values: Object.fromEntries(values) }))
      times.push(seconds)
    }
  }
  return times.slice(20)
}

async function compareSome({ database, size, now }: BenchWorld): Promise<number> {
  const ids = Array.from({ length: 1_000 }, (_, i) => benchCustomer(1 + ((i * 104_729) % size.customers)))
  const { seconds } = await timed(async () => {
    for (let i = 0; i < ids.length; i += 200) await inTransaction(database, (place) => compareCustomers(place, ids.slice(i, i + 200), now))
  })
  return seconds
}

/** @returns seconds until the import is done, and those until its customers have been compared as well */
async function bringIn(
  { services, database }: BenchWorld,
  rows: number,
  { compare = true } = {},
): Promise<{ rows: number; seconds: number; after: number }> {
  const columns = ['name', 'phone', 'email', 'gender', 'birthday', 'province', 'city', 'address'] as const
  function* lines() {
    let text = '会员号,姓名,手机号,邮箱,性别,生日,省份,城市,地址\n'
    let i = 0
    for (const { fields } of records(rows, 100_000)) {
      const cells = columns.map((name) => fields[name] ?? '')
      text += `N${++i},${cells.join(',').replace('female', '女').replace('male', '男')}\n`
      if (text.length > 100_000) {
        yield text
        text = ''
      }
    }
    yield text
  }
  const received = await receiveFile(services, actor, 'customers.csv', Readable.from(lines()))
  const { seconds } = await timed(async () => {
    await runAction(services, { actor, source: 'app' }, startImport, { id: received.id })
    for (let more = true; more; ) more = await runImports(services)
  })
  const { state, progress, result } = await readImportRow(database.db, received.id)
  if (state !== 'done') throw new Error(`the import ended as ${state}: ${JSON.stringify({ progress, result })}`)
  const { seconds: after } = await timed(async () => {
    for (let more = compare; more; ) more = await workOnRun(services)
  })
  return { rows, seconds, after }
}
