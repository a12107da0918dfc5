import { expect, test } from 'vitest'
import { makeKeyDoor } from './count-wrong-keys.ts'

const nobody = async () => null
const somebody = async () => ({ name: '网站' })

test('after a hundred wrong keys an address is told to wait, and nobody else is', async () => {
  let now = 0
  const door = makeKeyDoor(() => now)
  for (let i = 0; i < 100; i++) expect(await door.find('10.0.0.1', nobody)).toBeNull()
  await expect(door.find('10.0.0.1', nobody)).rejects.toMatchObject({ code: 'access.too-many-wrong-keys', details: { minutes: 10 } })
  expect(await door.find('10.0.0.2', nobody)).toBeNull()
  now = 10 * 60_000
  expect(await door.find('10.0.0.1', nobody)).toBeNull()
})

test('a right key goes on working beside a client with a wrong one', async () => {
  const door = makeKeyDoor(() => 0)
  for (let i = 0; i < 100; i++) await door.find('10.0.0.1', nobody)
  await expect(door.find('10.0.0.1', nobody)).rejects.toThrow()
  expect(await door.find('10.0.0.1', somebody)).toEqual({ name: '网站' })
})
