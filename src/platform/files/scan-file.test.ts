import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, owner, type World } from '../../../test/world.ts'
import { createTemplate, saveContentSettings } from '../../act/messages/template-actions.ts'
import { usualBrand, usualContentSettings } from '../../act/messages/content/brand.ts'
import { addPicture } from '../../act/messages/picture-actions.ts'
import { createImport } from '../../know/imports/actions.ts'
import { receiveFile } from '../../know/imports/server/receive-file.ts'
import { runAction } from '../actions/run-action.ts'
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

test('the scanner looks while no transaction is open, and a text to import that it refuses leaves nothing', async () => {
  let open = 0
  const looking = async (path: string) => {
    const { rows } = await sql<{ open: number }>`select count(*)::int as open from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null and state = 'idle in transaction'`.execute(
      world.db,
    )
    open += rows[0]?.open ?? 0
    return finding(path)
  }
  const services = { ...world.services, scan: looking }
  const call = { actor: owner, source: 'api' } as const
  const before = filesThere()
  await expect(runAction(services, call, createImport, { name: '坏.csv', text: '姓名\nEICAR\n' })).rejects.toMatchObject({
    code: 'file.refused-by-scanner',
  })
  await expect(runAction(services, call, createImport, { name: '好.csv', text: '姓名\n王芳\n', kind: 'purchases' })).rejects.toThrow()
  expect(filesThere()).toBe(before)
  const once = { ...call, key: 'import-once' }
  const { id } = await runAction(services, once, createImport, { name: '好.csv', text: '姓名,手机号\n王芳,13800001111\n' })
  expect(await runAction(services, once, createImport, { name: '好.csv', text: '姓名,手机号\n王芳,13800001111\n' })).toMatchObject({ id })
  expect(filesThere()).toBe(before + 1)
  expect(open).toBe(0)
})

test('pictures of templates, of the library and of the brand are shown to the scanner too', async () => {
  const services = { ...world.services, scan: finding }
  const call = { actor: owner, source: 'api' } as const
  const bytes = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  const addressOf = (data: Buffer) => `data:image/png;base64,${data.toString('base64')}`
  const [good, bad] = [addressOf(bytes), addressOf(Buffer.concat([bytes, Buffer.from('EICAR')]))]
  const refused = { code: 'file.refused-by-scanner' }
  const content = (picture: string) => ({
    form: 'mail',
    texts: { zh: { subject: '好', preview: '', blocks: [{ id: 'p', kind: 'picture', picture, alt: '春茶', address: '' }] } },
  })
  await expect(runAction(services, call, addPicture, { name: '海报', address: bad })).rejects.toMatchObject(refused)
  await expect(runAction(services, call, createTemplate, { name: '春季', content: content(bad) })).rejects.toMatchObject(refused)
  const brand = { brand: { ...usualBrand, logo: bad }, content: usualContentSettings }
  await expect(runAction(services, call, saveContentSettings, brand)).rejects.toMatchObject(refused)
  const { rows } = await sql`select 1 from templates union all select 1 from template_pictures`.execute(world.db)
  expect(rows).toEqual([])
  expect(await runAction(services, call, addPicture, { name: '海报', address: good })).toMatchObject({ isNew: true })
  expect(await runAction(services, call, createTemplate, { name: '春季', content: content(good) })).toHaveProperty('id')
  expect(readdirSync(join(world.dataFolder, 'files', 'kept', 'arriving'))).toEqual([])
})

test('a path is one word of the command, whatever stands in it', async () => {
  const asked = scanBy(`${process.execPath} -e process.exit(process.argv.length===2&&process.argv[1]==='/a;b$(c)d'?0:1) {file}`, log)
  expect(await asked('/a;b$(c)d')).toBe('clean')
})

test('a request that is repeated with its key is answered as before, and its file is shown to the scanner no second time', async () => {
  let scans = 0
  const services = { ...world.services, scan: (path: string) => (scans++, finding(path)) }
  const sent = { name: '再来.csv', text: '姓名,手机号\n赵云,13900009999\n' }
  const send = (input: object) => runAction(services, { actor: owner, source: 'api', key: 'import-again' }, createImport, input)
  const [first, files] = [await send(sent), filesThere()]
  expect(await send(sent)).toEqual(first)
  expect([scans, filesThere()]).toEqual([1, files])
  await expect(send({ ...sent, text: '姓名\n别人\n' })).rejects.toMatchObject({ code: 'action.key-reused' })
  expect([scans, filesThere()]).toEqual([1, files])
})
