import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/fresh-database.ts'
import { checkReachable, inTransaction, openDatabase, parseSafeInteger } from './connect.ts'
import { copyInto } from './copy-into.ts'
import { isOutage, outlastOutage } from './outage.ts'

let fresh: FreshDatabase

beforeAll(async () => {
  fresh = await freshDatabase()
  await fresh.database.pool.query('create table teas (id bigint primary key, name text, tasted date)')
})
afterAll(() => fresh.drop())

test('values arrive as the program means them', async () => {
  const { rows } = await sql<Record<string, unknown>>`
    select 9007199254740991::bigint as big, date '2024-02-29' as day, timestamptz '2024-02-29 08:00+08' as instant,
           timestamp '2024-02-29 08:00' as plain, array[1, null, 3]::bigint[] as bigs, array[date '2024-02-29'] as days,
           1.10::numeric as exact, current_setting('TimeZone') as zone`.execute(fresh.database.db)
  expect(rows[0]).toEqual({
    big: 9007199254740991,
    day: '2024-02-29',
    instant: new Date('2024-02-29T00:00:00Z'),
    plain: new Date('2024-02-29T08:00:00Z'),
    bigs: [1, null, 3],
    days: ['2024-02-29'],
    exact: '1.10',
    zone: 'UTC',
  })
})

test('a bigint beyond 2^53 is refused rather than changed', async () => {
  await expect(fresh.database.pool.query('select 9007199254740993::bigint')).rejects.toThrow('too large for a number')
  expect(() => parseSafeInteger('-9007199254740992')).toThrow(RangeError)
})

test('a transaction that throws leaves nothing, one that returns keeps all', async () => {
  const count = async () => (await sql<{ n: number }>`select count(*) as n from teas`.execute(fresh.database.db)).rows[0]?.n
  const failing = inTransaction(fresh.database, async ({ db }) => {
    await sql`insert into teas (id) values (1)`.execute(db)
    throw new Error('the kettle broke')
  })
  await expect(failing).rejects.toThrow('the kettle broke')
  expect(await count()).toBe(0)
  await inTransaction(fresh.database, async ({ db }) => sql`insert into teas (id) values (1)`.execute(db))
  expect(await count()).toBe(1)
})

test('a transaction whose failed statement was swallowed does not pass for committed', async () => {
  const swallowed = inTransaction(fresh.database, async ({ db }) => {
    await sql`insert into teas (id) values (77)`.execute(db)
    await sql`select 1 / 0`.execute(db).catch(() => {})
  })
  await expect(swallowed).rejects.toThrow('rolled back')
})

test('a connection that breaks in a transaction is not given to the next one', async () => {
  const broken = inTransaction(fresh.database, async ({ db }) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(db))
  await expect(broken).rejects.toThrow()
  await expect(inTransaction(fresh.database, async ({ db }) => sql`select 1`.execute(db))).resolves.toBeDefined()
})

test('a connection that breaks under a plain question fails that question and nothing else', async () => {
  const { db } = fresh.database
  const failure = sql`select pg_sleep(19)`.execute(db).catch((error: unknown) => error)
  const ended = async () =>
    (await fresh.database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where query = 'select pg_sleep(19)'`)).rowCount
  await vi.waitFor(async () => expect(await ended()).toBe(1), { interval: 10, timeout: 30_000 })
  expect(await failure).toSatisfy(isOutage)
  // The connection may be handed out once more before it is known to be gone.
  await vi.waitFor(() => sql`select 1`.execute(db), { interval: 10 })
})

test('a connection that breaks while rows are copied ends the copy, and nothing of it is kept', async () => {
  async function* lines(pid: number) {
    yield '30,a,2024-04-01\n'
    await fresh.database.pool.query('select pg_terminate_backend($1)', [pid])
    for (let i = 31; i < 20_000; i++) yield `${i},b,2024-04-01\n`
  }
  const copying = inTransaction(fresh.database, async ({ client }) => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    return copyInto(client, 'copy teas (id, name, tasted) from stdin (format csv)', lines(rows[0]?.pid ?? 0))
  })
  await expect(copying).rejects.toSatisfy(isOutage)
  expect((await fresh.database.pool.query('select 1 from teas where id >= 30')).rowCount).toBe(0)
})

test('rows copied inside a transaction are rolled back with it', async () => {
  async function* lines() {
    yield '10,龙井,2024-04-01\n'
    yield Buffer.from('11,普洱,2024-04-02\n')
  }
  const copying = (fail: boolean) =>
    inTransaction(fresh.database, async ({ client }) => {
      const count = await copyInto(client, 'copy teas (id, name, tasted) from stdin (format csv)', lines())
      if (fail) throw new Error('no')
      return count
    })
  await expect(copying(true)).rejects.toThrow('no')
  expect(await copying(false)).toBe(2)
  expect((await fresh.database.pool.query('select name from teas where id >= 10 order by id')).rows).toEqual([
    { name: '龙井' },
    { name: '普洱' },
  ])
})

test('a source that fails half-way copies nothing and leaves the connection usable', async () => {
  async function* lines() {
    yield '20,a,2024-04-01\n'
    throw new Error('the file ended early')
  }
  const copying = inTransaction(fresh.database, ({ client }) =>
    copyInto(client, 'copy teas (id, name, tasted) from stdin (format csv)', lines()),
  )
  await expect(copying).rejects.toThrow('the file ended early')
  expect((await fresh.database.pool.query('select 1 from teas where id = 20')).rowCount).toBe(0)
})

test('an unreachable database is named without its password', async () => {
  const url = 'postgres://me:secret@127.0.0.1:1/shop'
  const database = openDatabase(url)
  const failure = await checkReachable(database, url).catch((error: unknown) => error)
  await database.close()
  expect(failure).toMatchObject({ code: 'database.unreachable', details: { where: '127.0.0.1:1/shop' } })
  expect(String(failure)).not.toContain('secret')
})

test('work is done again while the database is away, and only then', async () => {
  let tries = 0
  const work = (failure: () => Error, times: number) => async () => {
    if (++tries <= times) throw failure()
    return tries
  }
  const away = () => Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5433'), { code: 'ECONNREFUSED' })
  const waits = [1, 1]
  expect(await outlastOutage(work(away, 2), { waits })).toBe(3)
  tries = 0
  await expect(outlastOutage(work(away, 9), { waits })).rejects.toThrow('ECONNREFUSED')
  expect(tries).toBe(3)
  tries = 0
  const no = () => new Error('no')
  await expect(outlastOutage(work(no, 1), { waits })).rejects.toThrow('no')
  expect(tries).toBe(1)
  // What only this program knows waits for as long as the program runs.
  tries = 0
  const stop = new AbortController()
  expect(await outlastOutage(work(away, 9), { waits, stopping: stop.signal })).toBe(10)
  tries = 0
  stop.abort()
  await expect(outlastOutage(work(away, 9), { waits, stopping: stop.signal })).rejects.toThrow('ECONNREFUSED')
  expect(tries).toBe(3)
  expect(isOutage(Object.assign(new Error('duplicate key'), { code: '23505' }))).toBe(false)
  expect(isOutage(new AggregateError([away(), new Error('no')]))).toBe(false)
})
