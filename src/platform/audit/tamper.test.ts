import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test, vi } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { updateCustomer } from '../../know/customers/actions.ts'
import { keepLastAnchor } from './anchors.ts'
import { chainEntries, chainLock } from './chain-audit.ts'
import { beginCheck, type ChainBreak, checkEnds, checkPortion } from './check-chain.ts'

let world: World
let admin: pg.Client
let customers: string[] = []

beforeAll(async () => {
  world = await makeWorld()
  const url = new URL(inject('adminUrl'))
  url.pathname = new URL(world.url).pathname
  admin = new pg.Client({ connectionString: url.href })
  admin.on('error', () => {})
  await admin.connect()
  for (let i = 0; i < 40; i++) {
    const id = await world.customer({ name: `客户${i}`, city: '杭州市' })
    customers = [...customers, id]
    await world.act(updateCustomer, { id, city: '上海市', note: `第${i}次` })
    if (i % 10 === 0) while ((await chainEntries(world.services, 7)) > 0);
    world.setTime(new Date(world.now().getTime() + 420_000))
  }
  await chainAll()
  await keepLastAnchor(world.services)
})
afterAll(async () => {
  await admin.end()
  await world.end()
})

/**
 * Chains what there is, with a border that lies above it: nothing put in below passes for an entry that was committed late.
 * The border stands at the oldest transaction that is still writing anywhere on this server, in the databases of other
 * tests too, so they are waited for before one more entry carries it on.
 */
async function chainAll() {
  await chainEntries(world.services)
  await vi.waitFor(async () => {
    const { rows } = await sql<{ over: boolean }>`select pg_snapshot_xmin(pg_current_snapshot()) > max(xact) as over
      from audit.entries`.execute(world.db)
    expect(rows).toEqual([{ over: true }])
  }, 60_000)
  await world.customer({ name: '最后' })
  await chainEntries(world.services)
}

beforeEach(() => copyAway())
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await putBack()
})

async function look(): Promise<ChainBreak[]> {
  const found: ChainBreak[] = []
  for (let place = await beginCheck(world.services), done = false; !done; ) {
    const portion = await checkPortion(world.db, place)
    found.push(...portion.breaks)
    place = portion.place
    done = portion.done
  }
  return [...found, ...(await checkEnds(world.services))]
}

test('an untouched audit is whole', async () => {
  expect(await look()).toEqual([])
})

type Row = { id: string; seq: number }

/** A hand's edit, as SQL; what it changes and which breaks name it. */
const edits: readonly [string, (row: Row) => string][] = [
  ['actor', ({ id }) => `update audit.entries set actor = 'user:other' where id = '${id}'`],
  ['actor_name', ({ id }) => `update audit.entries set actor_name = '别人' where id = '${id}'`],
  ['at', ({ id }) => `update audit.entries set at = at + interval '1 second' where id = '${id}'`],
  ['kind', ({ id }) => `update audit.entries set kind = 'reading' where id = '${id}'`],
  ['action', ({ id }) => `update audit.entries set action = 'list-tags' where id = '${id}'`],
  ['subject', ({ id }) => `update audit.entries set subject = null where id = '${id}'`],
  ['outcome', ({ id }) => `update audit.entries set outcome = 'refused' where id = '${id}'`],
  ['address', ({ id }) => `update audit.entries set address = '127.0.0.1' where id = '${id}'`],
  ['reason', ({ id }) => `update audit.entries set reason = 'x' where id = '${id}'`],
  ['records', ({ id }) => `update audit.entries set records = 0 where id = '${id}'`],
  ['details', ({ id }) => `update audit.entries set details = details || '{"x":1}' where id = '${id}'`],
  ['ids', ({ id }) => `update audit.entries set ids = array[id] where id = '${id}'`],
  ['values changed', ({ id }) => `update audit.entries set withheld = replace(withheld, '客户', '顾客') || ' ' where id = '${id}'`],
  ['values taken out', ({ id }) => `update audit.entries set withheld = null where id = '${id}'`],
  ['values and seal', ({ id }) => `update audit.entries set withheld = null, seal = null where id = '${id}'`],
  ['deleted', ({ id }) => `delete from audit.entries where id = '${id}'`],
  [
    'deleted with its link',
    ({ id }) => `with gone as (delete from audit.entries where id = '${id}') delete from audit.chain where entry_id = '${id}'`,
  ],
  ['its link deleted', ({ id }) => `delete from audit.chain where entry_id = '${id}'`],
  [
    'the tail deleted',
    ({ seq }) =>
      `with gone as (delete from audit.chain where seq >= ${seq} returning entry_id) delete from audit.entries where id in (select entry_id from gone)`,
  ],
  [
    'two exchanged',
    ({ seq }) =>
      `update audit.chain a set digest = b.digest, hash = b.hash from audit.chain b where a.seq in (${seq}, ${seq - 1}) and b.seq in (${seq}, ${seq - 1}) and a.seq <> b.seq`,
  ],
]

test('a hundred of a hundred edits and deletions by hand are found', async () => {
  const { rows } = await sql<Row>`select c.entry_id as id, c.seq from audit.chain c order by c.seq`.execute(world.db)
  let found = 0
  const missed: string[] = []
  for (let n = 0; n < 100; n++) {
    const [name, edit] = edits[n % edits.length] ?? ['', () => '']
    const row = rows[2 + ((n * 37) % (rows.length - 3))]
    if (!row) throw new Error('no row')
    await copyAway()
    const changed = await admin.query(edit(row))
    const breaks = await look()
    if ((changed.rowCount ?? 0) > 0 && breaks.length > 0) found++
    else missed.push(`${name} at ${row.seq}`)
    await putBack()
  }
  expect(missed).toEqual([])
  expect(found).toBe(100)
  expect(await look()).toEqual([])
}, 120_000)

/** The two tables as they are, to be put back after a trial. */
async function copyAway() {
  await admin.query('drop table if exists kept_entries, kept_chain')
  await admin.query('create table kept_entries as select * from audit.entries')
  await admin.query('create table kept_chain as select * from audit.chain')
}

async function putBack() {
  await admin.query('truncate audit.entries, audit.chain')
  await admin.query('insert into audit.entries select * from kept_entries')
  await admin.query('insert into audit.chain select * from kept_chain')
}

test('the break names the entry', async () => {
  const { rows } = await sql<Row>`select entry_id as id, seq from audit.chain order by seq offset 10 limit 1`.execute(world.db)
  const [row] = rows
  if (!row) throw new Error('no row')
  await copyAway()
  await admin.query(`update audit.entries set actor = 'user:other' where id = $1`, [row.id])
  expect(await look()).toMatchObject([{ kind: 'altered', seq: row.seq, entryId: row.id }])
  await admin.query('delete from audit.entries where id = $1', [row.id])
  expect(await look()).toMatchObject([{ kind: 'missing', seq: row.seq, entryId: row.id }])
  await putBack()
})

test('who cuts off the end, or writes the whole chain anew, contradicts the anchors', async () => {
  await copyAway()
  await admin.query(
    `with gone as (delete from audit.chain where seq > 50 returning entry_id) delete from audit.entries where id in (select entry_id from gone)`,
  )
  expect(await look()).toMatchObject([{ kind: 'cut-off', seq: 51 }])
  await putBack()

  // Everything by the rules, from a history that never was.
  await admin.query(`update audit.entries set actor = 'user:other' where id = (select entry_id from audit.chain where seq = 5)`)
  await admin.query('delete from audit.chain')
  expect((await look()).map(({ kind }) => kind)).toContain('rewritten')
  await putBack()
})

test('an entry that is put in among old ones is found', async () => {
  await copyAway()
  const forged = `insert into audit.entries (id, at, kind, actor, action, details, xact)
    select gen_random_uuid(), at, 'change', 'user:x', 'update-customer', '{}', `
  await admin.query(`${forged} xact from audit.entries order by at limit 1`)
  expect((await look()).map(({ kind }) => kind)).toEqual(['inserted'])
  await putBack()
  await admin.query(`${forged} pg_current_xact_id() from audit.entries order by at limit 1`)
  world.setTime(new Date(world.now().getTime() + 2 * 86_400_000))
  await world.customer({ name: '之后' })
  await admin.query(
    `insert into audit.entries (id, at, kind, actor, action, details) values (gen_random_uuid(), '2026-06-15', 'change', 'user:x', 'y', '{}')`,
  )
  expect((await look()).map(({ kind }) => kind)).toEqual(['misdated'])
  await putBack()
})

test('an entry that is committed late is chained late, and none twice', async () => {
  const late = new pg.Client({ connectionString: world.url })
  await late.connect()
  await late.query('begin')
  const id = world.services.newId()
  await late.query(
    `insert into audit.entries (id, at, kind, actor, action, details) values ($1, $2, 'change', 'user:late', 'late', '{}')`,
    [id, world.now()],
  )
  await world.customer({ name: '先提交' })
  await chainEntries(world.services)
  await world.customer({ name: '再提交' })
  await chainEntries(world.services)
  await late.query('commit')
  await late.end()
  await Promise.all([chainEntries(world.services), chainEntries(world.services)])
  while ((await chainEntries(world.services, 3)) > 0);
  const { rows } = await sql`select 1 from audit.chain where entry_id = ${id}`.execute(world.db)
  expect(rows).toHaveLength(1)
  const { rows: loose } =
    await sql`select 1 from audit.entries e where not exists (select 1 from audit.chain c where c.entry_id = e.id)`.execute(world.db)
  expect(loose).toEqual([])
  expect(await look()).toEqual([])
})

test('an entry that another is chaining just then is no entry that was put in', async () => {
  await world.customer({ name: '正在串' })
  const another = new pg.Client({ connectionString: world.url })
  await another.connect()
  await another.query('begin')
  await another.query('select pg_advisory_xact_lock($1)', [chainLock])
  let found: ChainBreak[] | null = null
  const looking = checkEnds(world.services).then((breaks) => (found = breaks))
  await vi.waitFor(async () => {
    const { rows } = await admin.query(`select 1 from pg_locks l join pg_database d on d.oid = l.database
      where l.locktype = 'advisory' and not l.granted and d.datname = current_database()`)
    expect(rows.length > 0 || found !== null).toBe(true)
  }, 60_000)
  await another.query('commit')
  await another.end()
  expect(await looking).toEqual([])
})

test('the values of an erased person go, and the chain holds', async () => {
  const [id = ''] = customers
  const { rows: erased } = await sql<{ gone: number }>`select audit.erase(${id}::uuid) as gone`.execute(world.db)
  expect(erased[0]?.gone).toBeGreaterThanOrEqual(2)
  const { rows } = await sql`select 1 from audit.entries where subject = ${id} and withheld is not null`.execute(world.db)
  expect(rows).toEqual([])
  expect(await look()).toEqual([])
})

test('old entries are let go from the beginning, and what remains can be checked', async () => {
  const { rows: newest } = await sql<{ seq: number }>`select max(seq) as seq from audit.chain`.execute(world.db)
  await admin.query(`update audit.chain set at = at - interval '2 years' where seq <= 30`)
  await admin.query(`update audit.entries set at = at - interval '2 years' where id in (select entry_id from audit.chain where seq <= 30)`)
  const { rows } = await sql<{ gone: number }>`select audit.forget(clock_timestamp() - interval '200 days', 20) as gone`.execute(world.db)
  expect(rows[0]?.gone).toBe(20)
  const { rows: more } = await sql<{ gone: number }>`select audit.forget(clock_timestamp() - interval '200 days', 5000) as gone`.execute(
    world.db,
  )
  expect(more[0]?.gone).toBe(10)
  const { rows: cuts } = await sql`select seq, entries from audit.cuts`.execute(world.db)
  expect(cuts).toEqual([{ seq: 30, entries: 30 }])
  expect(await look()).toEqual([])
  const { rows: left } = await sql<{ n: number }>`select count(*) as n from audit.chain`.execute(world.db)
  expect(left[0]?.n).toBe((newest[0]?.seq ?? 0) - 30)
})
