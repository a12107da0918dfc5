import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWorld, type World } from '../../../test/world.ts'
import { createCustomer } from '../../know/customers/actions.ts'
import { forgetKeysTick } from './forget-keys-tick.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.end())

const make = (key: string) => world.act(createCustomer, { name: key }, { key })

test('an idempotency key holds for a month and is let go then', async () => {
  const first = await make('key-of-may')
  world.pass({ amount: 29, unit: 'days' })
  await make('key-of-june')
  expect(await forgetKeysTick.run(world.services)).toBe(false)
  expect(await make('key-of-may')).toEqual(first)
  world.pass({ amount: 2, unit: 'days' })
  await forgetKeysTick.run(world.services)
  const { rows } = await sql<{ key: string }>`select key from action_keys`.execute(world.db)
  expect(rows).toEqual([{ key: 'key-of-june' }])
})

test('what was sent with a key is kept as nobody can guess it back', async () => {
  await make('key-guessed')
  const { rows } = await sql<{ input_hash: string }>`select input_hash from action_keys where key = 'key-guessed'`.execute(world.db)
  const plain = await crypto.subtle.digest(
    'SHA-256',
    new TextEncoder().encode(`create-customer\n${JSON.stringify({ name: 'key-guessed', onMatch: 'refuse' })}`),
  )
  expect(rows[0]?.input_hash).not.toBe(Buffer.from(plain).toString('base64'))
})
