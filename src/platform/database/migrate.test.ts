import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/fresh-database.ts'
import { openDatabase } from './connect.ts'
import { migrate } from './migrate.ts'

let fresh: FreshDatabase
let folder: string

beforeAll(async () => {
  fresh = await freshDatabase('template1')
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'regulars-migrations-'))
  await fresh.database.pool.query('drop schema public cascade')
  await fresh.database.pool.query('create schema public')
})
afterEach(() => rm(folder, { recursive: true }))
afterAll(() => fresh.drop())

const write = (file: string, text: string) => writeFile(join(folder, file), text)
const tables = async () => {
  const { rows } = await fresh.database.pool.query<{ tablename: string }>(
    `select tablename from pg_tables where schemaname = 'public' order by 1`,
  )
  return rows.map((row) => row.tablename)
}

test('migrations are applied in order, once', async () => {
  await write('0002-cups.sql', 'alter table teas add cups int;')
  await write('0001-teas.sql', 'create table teas (id int);\ncreate index on teas (id);')
  await write('tables.ts', 'not a migration')
  expect(await migrate(fresh.database, { folder })).toEqual(['0001-teas.sql', '0002-cups.sql'])
  expect(await migrate(fresh.database, { folder })).toEqual([])
  await write('0003-pots.sql', 'create table pots (id int)')
  expect(await migrate(fresh.database, { folder, clock: () => new Date('2026-01-02T03:04:05Z') })).toEqual(['0003-pots.sql'])
  const { rows } = await fresh.database.pool.query('select name, applied_at from schema_migrations where number = 3')
  expect(rows).toEqual([{ name: '0003-pots.sql', applied_at: new Date('2026-01-02T03:04:05Z') }])
})

test('the trigrams of Chinese names are there after migrating', async () => {
  await migrate(fresh.database, { folder: await filled() })
  const { rows } = await fresh.database.pool.query<{ trigrams: string[] }>(`select show_trgm('常客') as trigrams`)
  expect(rows[0]?.trigrams.length).toBeGreaterThan(0)
})

async function filled(): Promise<string> {
  await write('0001-teas.sql', 'create table teas (id int)')
  return folder
}

test('a migration that fails keeps nothing of itself and all of those before it', async () => {
  await write('0001-teas.sql', 'create table teas (id int)')
  await write('0002-bad.sql', 'create table pots (id int); create table cups (id nonsense)')
  await expect(migrate(fresh.database, { folder })).rejects.toMatchObject({
    code: 'database.migration-failed',
    details: { file: '0002-bad.sql', statement: 2 },
  })
  expect(await tables()).toEqual(['schema_migrations', 'teas'])
})

test('a landed migration that was edited is refused', async () => {
  await migrate(fresh.database, { folder: await filled() })
  await write('0001-teas.sql', 'create table teas (id bigint)')
  await expect(migrate(fresh.database, { folder })).rejects.toMatchObject({ code: 'database.migration-changed' })
})

test('the line endings of another system do not make a landed migration another one', async () => {
  await write('0001-teas.sql', 'create table teas\n(id int)')
  await migrate(fresh.database, { folder })
  await write('0001-teas.sql', 'create table teas\r\n(id int)')
  expect(await migrate(fresh.database, { folder })).toEqual([])
})

test('a database of a newer version is left alone', async () => {
  await write('0002-later.sql', 'create table later (id int)')
  await migrate(fresh.database, { folder: await filled() })
  await rm(join(folder, '0002-later.sql'))
  await expect(migrate(fresh.database, { folder })).rejects.toMatchObject({ code: 'database.newer', details: { found: 2, known: 1 } })
})

test.each(['1-short.sql', '0001_underscore.sql', '0001-Capital.sql'])('the name %s is refused', async (file) => {
  await write(file, 'select 1')
  await expect(migrate(fresh.database, { folder })).rejects.toMatchObject({ code: 'database.migration-misnamed' })
})

test('two migrations of one number are refused', async () => {
  await write('0001-a.sql', 'select 1')
  await write('0001-b.sql', 'select 1')
  await expect(migrate(fresh.database, { folder })).rejects.toMatchObject({
    code: 'database.migration-misnamed',
    details: { file: '0001-b.sql' },
  })
})

test('programs that migrate at the same time apply each file once', async () => {
  await write('0001-teas.sql', 'create table teas (id int)')
  await write('0002-pots.sql', 'create table pots (id int)')
  const others = [1, 2, 3].map(() => openDatabase(fresh.url, { max: 2 }))
  const applied = await Promise.all(others.map((database) => migrate(database, { folder })))
  await Promise.all(others.map((database) => database.close()))
  expect(applied.flat().sort()).toEqual(['0001-teas.sql', '0002-pots.sql'])
})

test('a database that cannot hold Chinese is refused before anything is made in it', async () => {
  const admin = new pg.Client({ connectionString: inject('adminUrl') })
  await admin.connect()
  await admin.query(`create database test_latin template template0 encoding 'LATIN1' locale 'C'`)
  const database = openDatabase(Object.assign(new URL(inject('adminUrl')), { pathname: '/test_latin' }).href)
  try {
    await expect(migrate(database, { folder: await filled() })).rejects.toMatchObject({ code: 'database.wrong-encoding' })
    expect((await database.pool.query(`select 1 from pg_tables where schemaname = 'public'`)).rowCount).toBe(0)
  } finally {
    await database.close()
    await admin.query('drop database test_latin').finally(() => admin.end())
  }
})
