import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, owner, type World } from '../../../test/world.ts'
import { receiveFile } from '../../know/imports/server/receive-file.ts'
import { keepFile } from './keep-file.ts'
import { scanBy } from './scan-file.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const log = { info: () => {}, warn: () => {}, error: () => {} }
/** Refuses what holds the word, as a scanner refuses a virus. */
const finding = scanBy(
  `${process.execPath} -e process.exit(require('node:fs').readFileSync(process.argv[1],'utf8').includes('EICAR')?1:0) {file}`,
  log,
)
const filesThere = () =>
  readdirSync(join(world.dataFolder, 'files'), { recursive: true, withFileTypes: true }).filter((each) => each.isFile()).length

test('a file that the scanner refuses is kept nowhere, be it an attachment or an import', async () => {
  const services = { ...world.services, scan: finding }
  await expect(keepFile(services, owner, '说明.txt', Readable.from(['X5O!P%@AP EICAR test']))).rejects.toMatchObject({
    code: 'file.refused-by-scanner',
    details: { name: '说明.txt' },
  })
  await expect(receiveFile(services, owner, '客户.csv', Readable.from(['姓名\nEICAR\n']))).rejects.toMatchObject({
    code: 'file.refused-by-scanner',
  })
  expect(filesThere()).toBe(0)
  const { rows } = await sql`select 1 from kept_files union all select 1 from imports`.execute(world.db)
  expect(rows).toEqual([])
  expect(await keepFile(services, owner, '说明.txt', Readable.from(['平安']))).toMatchObject({ name: '说明.txt' })
  expect(await receiveFile(services, owner, '客户.csv', Readable.from(['姓名\n王芳\n']))).toMatchObject({ name: '客户.csv' })
})

test('a scanner that is not there, breaks or hangs lets nothing in', async () => {
  const before = filesThere()
  for (const scan of [
    scanBy('/nowhere/scanner', log),
    scanBy(`${process.execPath} -e process.exit(2)`, log),
    scanBy(`${process.execPath} -e setInterval(()=>{},1000)`, log, 300),
  ])
    await expect(keepFile({ ...world.services, scan }, owner, '说明.txt', Readable.from(['平安二']))).rejects.toMatchObject({
      code: 'file.not-scanned',
    })
  expect(filesThere()).toBe(before)
})

test('a path is one word of the command, whatever stands in it', async () => {
  const asked = scanBy(`${process.execPath} -e process.exit(process.argv.length===2&&process.argv[1]==='/a;b$(c)d'?0:1) {file}`, log)
  expect(await asked('/a;b$(c)d')).toBe('clean')
})
