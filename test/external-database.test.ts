import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { findFreePort } from '../src/platform/database/postmaster.ts'

// A PostgreSQL of the firm's own, as DATABASE_URL names it: the program's role owns one database there and may nothing else.

const main = join(import.meta.dirname, '..', 'src', 'app', 'main.ts')
const role = `external_${randomBytes(6).toString('hex')}`
const password = randomBytes(12).toString('hex')
const [shop, empty] = [`${role}_shop`, `${role}_empty`]
const folder = mkdtempSync(join(tmpdir(), 'regulars-external-'))
const running = new Set<ReturnType<typeof start>['program']>()

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('adminUrl') })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

function urlOf(database: string): string {
  const url = new URL(inject('adminUrl'))
  Object.assign(url, { username: role, password, pathname: `/${database}` })
  return url.href
}

async function ask(database: string, question: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: urlOf(database) })
  await client.connect()
  return await client
    .query<{ found: unknown }>(question)
    .then(({ rows }) => rows.map(({ found }) => found))
    .finally(() => client.end())
}

function start(database: string, args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const program = spawn(process.execPath, [main, ...args, '--data', join(folder, 'data')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: urlOf(database), LC_ALL: 'en_US.UTF-8', LOG_LEVEL: 'warn', ...more },
  })
  running.add(program)
  program.on('exit', () => running.delete(program))
  const said = { out: '', error: '' }
  program.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  program.stderr.setEncoding('utf8').on('data', (text: string) => (said.error += text))
  return { program, said, ended: once(program, 'exit') }
}

/** Runs a command to its end. @returns its exit code and what it said */
async function run(database: string, args: readonly string[], more?: Readonly<Record<string, string>>) {
  const { said, ended } = start(database, args, more)
  const [code] = await ended
  return { code: Number(code), said: said.out + said.error, out: said.out }
}

beforeAll(async () => {
  await asAdmin(`create role ${role} login password '${password}' nosuperuser nocreatedb nocreaterole`)
  for (const name of [shop, empty]) await asAdmin(`create database ${name} template template0 owner ${role}`)
})
afterAll(async () => {
  // Of a test that failed.
  for (const program of running) program.kill('SIGKILL')
  for (const name of [shop, empty]) await asAdmin(`drop database if exists ${name} with (force)`)
  await asAdmin(`drop role if exists ${role}`)
  rmSync(folder, { recursive: true, force: true })
})

test('a firm’s own database is migrated, served, backed up, looked at and brought back, by a role that owns it alone', async () => {
  const port = await findFreePort()
  const { program, said, ended } = start(shop, ['--port', String(port)])
  while (!/token=\S+/.test(said.out)) {
    await Promise.race([once(program.stdout, 'data'), ended])
    if (program.exitCode !== null) throw new Error(`it did not start: ${said.error}`)
  }
  const token = /token=(\S+)/.exec(said.out)?.[1] ?? ''
  const about = {
    name: '老板',
    email: 'owner@shop.example',
    password: 'tea-mountain-2026',
    shop: '山前茶事',
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
  }
  const send = (path: string, body: object, cookie = '') =>
    fetch(`http://localhost:${port}/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
      body: JSON.stringify(body),
    })
  const welcome = await send('/welcome', { token, ...about, sample: false })
  const cookie = welcome.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const made = await send('/customers', { name: '王芳', phone: '+8613800138000' }, cookie)
  expect(made.status, await made.text()).toBe(200)
  // A link made beside the running program leads to it, and not to the usual port.
  const linkedTo = async (args: readonly string[] = []) => /https?:\/\/[^/]+/.exec((await run(shop, ['--link', ...args])).out)?.[0]
  expect(await linkedTo()).toBe(`http://localhost:${port}`)
  expect(await linkedTo(['--port', '4000'])).toBe('http://localhost:4000')
  program.kill('SIGINT')
  await ended
  expect(await linkedTo()).toBe('http://localhost:3210')

  const elsewhere = join(folder, 'elsewhere')
  const backup = await run(shop, ['backup', '--to', elsewhere])
  expect(backup.code, backup.said).toBe(0)
  expect(backup.said).toContain(`Copied to ${elsewhere}`)
  const doctor = await run(shop, ['doctor', '--json'])
  const found: unknown = JSON.parse(doctor.out.slice(doctor.out.indexOf('{')))
  expect(found).toMatchObject({
    checks: expect.arrayContaining([
      expect.objectContaining({ name: 'schema', state: 'fine' }),
      expect.objectContaining({ name: 'encoding', state: 'fine' }),
      // It is there, and lies beside the data alone.
      expect.objectContaining({ name: 'backup', says: 'alone' }),
      // The audit cannot be taken from a role that owns the database; the page says what its administrator runs.
      expect.objectContaining({ name: 'audit', says: 'open' }),
    ]),
  })
  // Nothing is looked at or backed up where nothing is: a slip in the address or the path is said, and makes no second shop.
  for (const command of ['doctor', 'backup']) {
    expect((await run(empty, [command])).said).toContain('There is no data of Regulars in DATABASE_URL yet.')
    const slip = await run(shop, [command], { DATABASE_URL: '' })
    expect([slip.code, slip.said]).toEqual([1, expect.stringContaining(`There is no data of Regulars in ${join(folder, 'data')} yet.`)])
  }
  expect(existsSync(join(folder, 'data', 'postgres'))).toBe(false)
  const restored = await run(empty, ['restore'])
  expect(restored.code, restored.said).toBe(0)
  const names = 'select name as found from customers order by 1'
  expect(await ask(empty, names)).toEqual(await ask(shop, names))
}, 180_000)

test('a database elsewhere is not spoken to in the clear, unless whoever runs the program says so', async () => {
  const at = (address: string, more: Readonly<Record<string, string>> = {}) =>
    run(shop, ['doctor', '--json'], { DATABASE_URL: address, ...more })
  const refused = await at('postgres://shop:secret@192.0.2.10:5432/shop')
  expect([refused.code, refused.said]).toEqual([1, expect.stringContaining('sslmode=verify-full')])
  expect(refused.said).not.toContain('secret')
}, 60_000)
