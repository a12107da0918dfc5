import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeWorld } from '../../../test/world.ts'
import { judgePassword } from './judge-password.ts'
import { isLeaked } from './leaked-passwords.ts'

const folder = mkdtempSync(join(tmpdir(), 'regulars-leaked-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const hashOf = (password: string) => createHash('sha1').update(password).digest('hex').toUpperCase()

function listOf(passwords: readonly string[], end = '\r\n'): string {
  const file = join(folder, `${passwords.length}-${end.length}.txt`)
  writeFileSync(
    file,
    passwords
      .map((each, at) => `${hashOf(each)}:${at * 7_919}`)
      .toSorted()
      .map((line) => line + end)
      .join(''),
  )
  return file
}

test('each password of a list is found, the first and the last too, and no other', () => {
  for (const count of [1, 2, 3, 100, 1_000]) {
    const passwords = Array.from({ length: count }, (_, at) => `leaked ${at}`)
    for (const end of ['\n', '\r\n']) {
      const file = listOf(passwords, end)
      expect(passwords.filter((each) => !isLeaked(file, each))).toEqual([])
      expect(Array.from({ length: 200 }, (_, at) => `other ${at}`).filter((each) => isLeaked(file, each))).toEqual([])
    }
  }
})

test('an empty list holds nothing, and one that is not there is no list', () => {
  writeFileSync(join(folder, 'empty.txt'), '')
  expect(isLeaked(join(folder, 'empty.txt'), 'anything')).toBe(false)
  expect(() => isLeaked(join(folder, 'nowhere.txt'), 'anything')).toThrow('ENOENT')
})

test('a list of something else, or in another order, is not taken for one without the password', () => {
  const file = join(folder, 'other.txt')
  const backwards = Array.from({ length: 100 }, (_, at) => `${hashOf(`leaked ${at}`)}:${at}\n`)
    .toSorted()
    .toReversed()
  for (const text of ['password\n123456\n', `${'AB'.repeat(32)}:1\n`, backwards.join('')]) {
    writeFileSync(file, text)
    expect(() => isLeaked(file, 'anything')).toThrow('in order')
  }
})

test('a password of the list is refused, and where the list cannot be read no password is set', async () => {
  const world = await makeWorld()
  try {
    const file = listOf(['correct horse battery'])
    const judge = (leakedPasswords: string | null, password: string) =>
      judgePassword({ ...world.services, leakedPasswords }, null, password, [])
    await expect(judge(file, 'correct horse battery')).rejects.toMatchObject({ code: 'access.password-common' })
    await expect(judge(join(folder, 'nowhere.txt'), 'two cups of tea')).rejects.toMatchObject({ code: 'access.leaked-unread' })
    expect(await judge(file, 'two cups of tea')).toMatch(/./)
    expect(await judge(null, 'correct horse battery')).toMatch(/./)
  } finally {
    await world.end()
  }
})
