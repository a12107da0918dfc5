import { scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
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

test('nobody’s password is never right, and what is no hash is nobody’s', async () => {
  for (const hash of [null, '', ':', 'x', 'scrypt:14:8:5:00:']) expect(await passwords.verify('', hash), String(hash)).toBe(false)
})
