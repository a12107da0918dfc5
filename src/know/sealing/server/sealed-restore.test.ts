import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { makeWorld, owner, type World } from '../../../../test/world.ts'
import { callRestored } from '../../../app/maintenance.ts'
import { beginFeatures } from '../../../app/begin-features.ts'
import { makeServices } from '../../../app/make-services.ts'
import { uuidv7 } from '../../../core/kit/id.ts'
import { askQuestion } from '../../../platform/actions/ask-question.ts'
import { restoreBackup } from '../../../platform/backup/restore-backup.ts'
import { writeBackup } from '../../../platform/backup/write-backup.ts'
import { openDatabase } from '../../../platform/database/connect.ts'
import { listContactPoints } from '../../contact-points/actions.ts'
import { sealContacts } from '../actions.ts'
import { contactsTick } from './contacts-tick.ts'

const migrationsFolder = join(import.meta.dirname, '..', '..', '..', '..', 'migrations')
const backupKey = randomBytes(32)
const folders: string[] = []
const newFolder = () => folders[folders.push(mkdtempSync(join(tmpdir(), 'regulars-sealed-'))) - 1] ?? ''

let world: World
let backups: string
let name: string
let id: string
const phone = '+8613809990001'

beforeAll(async () => {
  world = await makeWorld()
  id = await world.customer({ name: '甲', phone, email: 'jia@restore.example', idCard: '110101199003070011' })
  for (const kind of ['phone', 'email']) await world.act(sealContacts, { kind, sealed: true })
  for (let round = 0; round < 3; round++) {
    while (await contactsTick.run(world.services));
    world.pass({ amount: 1, unit: 'minutes' })
  }
  backups = newFolder()
  const order = {
    url: world.url,
    dataFolder: world.dataFolder,
    filesFolder: join(world.dataFolder, 'files'),
    folder: backups,
    key: backupKey,
  }
  name = (await writeBackup({ ...order, id: uuidv7(() => new Date())(), now: () => new Date(), program: '0.1.0', shop: '山前茶事' })).name
})
afterAll(async () => {
  await world.end()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('adminUrl') })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

/** Brings the backup back on an empty machine, and starts there. */
async function elsewhere<T>(from: string, work: (services: ReturnType<typeof makeServices>, dataFolder: string) => Promise<T>): Promise<T> {
  const fresh = `test_restore_${randomBytes(6).toString('hex')}`
  await asAdmin(`create database ${fresh} template template0 owner regulars`)
  const url = new URL(inject('ownerUrl'))
  url.pathname = `/${fresh}`
  const dataFolder = newFolder()
  const database = openDatabase(url.href, { max: 3 })
  const start = () =>
    makeServices({
      database,
      dataFolder,
      mailer: world.mailer,
      channels: world.channels,
      log: { info: () => {}, warn: () => {}, error: () => {} },
      publicUrl: () => 'http://regulars.test',
      clock: world.now,
    })
  try {
    const place = { url: url.href, adminUrl: null, dataFolder, filesFolder: join(dataFolder, 'files'), migrationsFolder, folder: from }
    await restoreBackup({ ...place, name, key: backupKey, replace: false, now: world.now, restored: () => callRestored(start()) })
    return await work(start(), dataFolder)
  } finally {
    await database.close()
    await asAdmin(`drop database ${fresh} with (force)`)
  }
}

test('what is kept sealed can be read on another machine, and no file of the backup tells it', async () => {
  const files = readdirSync(backups, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  expect(files.filter((each) => readFileSync(join(each.parentPath, each.name)).includes('13809990001'))).toEqual([])
  await elsewhere(backups, async (services, dataFolder) => {
    expect(existsSync(join(dataFolder, 'sealing-keys.json'))).toBe(true)
    await beginFeatures(services)
    const { points } = await askQuestion(services, owner, listContactPoints, { id })
    expect(points.map(({ value }) => value).toSorted()).toEqual([phone, 'jia@restore.example'])
  })
}, 60_000)

test('without the file of keys nothing is told, the start says what is missing, and with it put back all is there', async () => {
  const without = newFolder()
  cpSync(backups, without, { recursive: true })
  rmSync(join(without, 'regulars.secrets'))
  await elsewhere(without, async (services, dataFolder) => {
    await expect(beginFeatures(services)).rejects.toMatchObject({ code: 'sealing.keys-missing' })
    for (const file of readdirSync(world.dataFolder).filter((each) => /key/.test(each)))
      cpSync(join(world.dataFolder, file), join(dataFolder, file))
    await beginFeatures(services)
    const { points } = await askQuestion(services, owner, listContactPoints, { id })
    expect(points.map(({ value }) => value).toSorted()).toEqual([phone, 'jia@restore.example'])
  })
}, 60_000)
