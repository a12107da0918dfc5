import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../../test/fresh-database.ts'
import { waitingForLocks } from '../../../test/waiting-for-locks.ts'
import { lockSetting, readSetting } from './read-setting.ts'
import { saveSetting } from './save-setting.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

const now = new Date('2026-03-01T08:00:00Z')
type Asked = { readonly asked: number }

/** Asks once more than was asked before. */
const askOnceMore = (between?: () => Promise<unknown>) =>
  fresh.database.db.transaction().execute(async (db) => {
    const { asked = 0 } = await lockSetting<Asked>({ db, now }, 'asked')
    await between?.()
    await saveSetting({ db, now }, 'asked', { asked: asked + 1 })
  })

test('two who ask for something at once are both heard, also the first two of all', async () => {
  const { db } = fresh.database
  expect(await readSetting(db, 'asked')).toBeUndefined()
  let second: Promise<void> | undefined
  await askOnceMore(async () => {
    second = askOnceMore()
    await vi.waitFor(async () => expect(await waitingForLocks({ db })).toBe(1), 30_000)
  })
  await second
  expect(await readSetting(db, 'asked')).toEqual({ asked: 2 })
})
