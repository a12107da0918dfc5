import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { plantPerson } from '../../../../test/plant-person.ts'
import { makeWorld, type World } from '../../../../test/world.ts'
import { contentPath } from '../../../platform/files/content-place.ts'
import { linkExport, startExport, stopPersonExport } from '../export-actions.ts'
import { openRequest } from '../request-actions.ts'
import { exportPath } from './export-place.ts'
import { workOnExports } from './work-on-exports.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

/** Name → content of each part, as the local headers say. */
function unzip(path: string): Map<string, Buffer> {
  const whole = readFileSync(path)
  const parts = new Map<string, Buffer>()
  for (let at = 0; whole.readUInt32LE(at) === 0x04034b50; ) {
    const [packed, name] = [whole.readUInt32LE(at + 18), whole.readUInt16LE(at + 26)]
    const begin = at + 30 + name
    parts.set(whole.toString('utf8', at + 30, begin), inflateRawSync(whole.subarray(begin, begin + packed)))
    at = begin + packed
  }
  return parts
}

const made = async (customerId: string, language: 'zh' | 'en' = 'zh') => {
  const { id } = await world.act(startExport, { customerId, language })
  while (await workOnExports(world.services)) continue
  return id
}

test('a person planted in every table of the catalogue is in the export, value for value', async () => {
  const id = await world.customer({
    name: '周瑜',
    phone: '+8613900112233',
    email: 'zhou@example.com',
    idCard: '11010519491231002X',
    address: '赤壁路 1 号',
  })
  const planted = await plantPerson(world.db, id, '13900112233')
  const hash = 'ab'.repeat(32)
  await sql`update kept_files set hash = ${hash}`.execute(world.db)
  const path = contentPath(world.services.filesFolder, hash)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, 'what was attached')
  const parts = unzip(exportPath(world.services.filesFolder, await made(id)))
  const text = parts.get('data.json')?.toString() ?? ''
  const owed = planted.filter((one) => one.inExport)
  expect(owed.length).toBeGreaterThan(120)
  expect(owed.filter((one) => !text.includes(one.text)).map((one) => `${one.table}.${one.column}`)).toEqual([])
  for (const own of ['周瑜', '+8613900112233', 'zhou@example.com', '11010519491231002X', '赤壁路 1 号']) expect(text).toContain(own)
  expect([...parts].filter(([name]) => name.startsWith('files/')).map(([, content]) => content.toString())).toEqual(['what was attached'])
  const page = parts.get('index.html')?.toString() ?? ''
  expect(page).toContain('lang="zh-CN"')
  expect(page).toContain('周瑜')
  expect(page).not.toMatch(/<script|https?:\/\//)
  expect(parts.get('contact/customer_identities.csv')?.toString()).toContain('key')
})

test('staff’s names, search words and keys are no part of it', async () => {
  const id = await world.customer({ name: '小乔' })
  const parts = unzip(exportPath(world.services.filesFolder, await made(id, 'en')))
  const text = parts.get('data.json')?.toString() ?? ''
  expect(JSON.parse(text).customers[0]).not.toHaveProperty('search')
  expect(text).not.toContain('wrapped')
  expect(parts.get('index.html')?.toString()).toContain('Your personal data')
})

test('markup in what a person is called stays text in the page', async () => {
  const id = await world.customer({ name: '<img src=x onerror=alert(1)>' })
  const page =
    unzip(exportPath(world.services.filesFolder, await made(id)))
      .get('index.html')
      ?.toString() ?? ''
  expect(page).not.toContain('<img')
  expect(page).toContain('&lt;img')
})

test('a request that nobody was verified for gets no copy', async () => {
  const id = await world.customer({ name: '鲁肃' })
  const { id: requestId } = await world.act(openRequest, { customerId: id, kind: 'export' })
  await expect(world.act(startExport, { customerId: id, requestId })).rejects.toThrow('privacy.unverified')
})

test('the customer’s link shows a page, fetches by the button alone, counts, and ends with its days', async () => {
  const id = await world.customer({ name: '大乔' })
  const exportId = await made(id)
  const { url } = await world.act(linkExport, { id: exportId })
  const http = await world.http()
  const path = new URL(url).pathname
  const fetched = async () =>
    (await sql<{ fetched: number }>`select fetched from privacy_exports where id = ${exportId}`.execute(world.db)).rows[0]?.fetched
  const look = await http.inject({ url: path })
  expect([look.statusCode, look.body.includes('<form method="post">'), await fetched()]).toEqual([200, true, 0])
  const post = await http.inject({
    method: 'POST',
    url: path,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: '',
  })
  expect([post.statusCode, post.headers['content-type'], await fetched()]).toEqual([200, 'application/zip', 1])
  const altered = `${path.slice(0, -3)}${path.endsWith('AAA') ? 'BBB' : 'AAA'}`
  expect((await http.inject({ url: altered })).statusCode).toBe(410)
  world.pass({ amount: 8, unit: 'days' })
  expect((await http.inject({ url: path })).statusCode).toBe(410)
  while (await workOnExports(world.services)) continue
  await expect(world.act(linkExport, { id: exportId })).rejects.toThrow('export.gone')
})

test('a copy that is stopped while it is made is not kept', async () => {
  const id = await world.customer({ name: '孙尚香' })
  const { id: exportId } = await world.act(startExport, { customerId: id })
  let stopped: Promise<unknown> = Promise.resolve()
  await workOnExports(world.services, (point) => {
    if (point === 'claimed') stopped = world.act(stopPersonExport, { id: exportId })
  })
  await stopped
  const { rows } = await sql<{ state: string }>`select state from privacy_exports where id = ${exportId}`.execute(world.db)
  expect(rows[0]?.state).toBe('stopped')
  expect(() => readFileSync(exportPath(world.services.filesFolder, exportId))).toThrow('ENOENT')
})

test('a copy may be fetched by managers, and by nobody else who works here', async () => {
  const exportId = await made(await world.customer({ name: '甘宁' }))
  const http = await world.http()
  const as = async (role: string) =>
    (await http.inject({ url: `/api/privacy/exports/${exportId}/file`, headers: { 'x-test-role': role } })).statusCode
  expect([await as('manager'), await as('member'), await as('nobody')]).toEqual([200, 403, 401])
})
