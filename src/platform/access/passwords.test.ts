import { scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { processorTime } from '../../../test/processor-time.ts'
import { makePasswords } from './passwords.ts'

const passwords = makePasswords()

test('a password is known by its hash, in whatever form it was typed', async () => {
  const hash = await passwords.hash('ﬁne Ångström 一壶好茶')
  expect(hash).toMatch(/^scrypt:14:8:5:[0-9a-f]{32}:[0-9a-f]{128}$/)
  expect(await passwords.verify('fine Ångström 一壶好茶', hash)).toBe(true)
  expect(await passwords.verify('fine Ångström 一壶坏茶', hash)).toBe(false)
  expect(await passwords.hash('ﬁne Ångström 一壶好茶')).not.toBe(hash)
  expect(passwords.isDated(hash)).toBe(false)
})

test('a hash from before is still known, and told to be dated', async () => {
  const salt = 'ab'.repeat(16)
  const old = `${salt}:${scryptSync('tea-mountain', salt, 64, { N: 16_384, r: 16, p: 1, maxmem: 128 * 16_384 * 16 * 2 }).toString('hex')}`
  expect(await passwords.verify('tea-mountain', old)).toBe(true)
  expect(await passwords.verify('tea-mountains', old)).toBe(false)
  expect(passwords.isDated(old)).toBe(true)
})

test('a wrong password takes as much work whether the hash is of today, from before, or not there', { timeout: 120_000 }, async () => {
  const salt = 'cd'.repeat(16)
  const old = `${salt}:${scryptSync('tea-mountain', salt, 64, { N: 16_384, r: 16, p: 1, maxmem: 128 * 16_384 * 16 * 2 }).toString('hex')}`
  const hashes = [await passwords.hash('tea-mountain'), old, null]
  const spent: number[][] = [[], [], []]
  for (let turn = 0; turn < 9; turn++)
    for (const [at, hash] of hashes.entries()) {
      const began = processorTime()
      await passwords.verify('tea', hash)
      spent[at]?.push(processorTime() - began)
    }
  const [known = 0, before = 0, nobody = 0] = spent.map((times) => times.toSorted((a, b) => a - b)[4])
  for (const one of [before, nobody]) expect(Math.abs(one / known - 1)).toBeLessThan(0.15)
})

test('nobody’s password is never right, and what is no hash is nobody’s', async () => {
  for (const hash of [null, '', ':', 'x', 'scrypt:14:8:5:00:']) expect(await passwords.verify('', hash), String(hash)).toBe(false)
})
