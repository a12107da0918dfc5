import { randomBytes, randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeBoxKeys } from './box-keys.ts'
import { makeBoxer, openBoxes, readId, uuidOf } from './person-boxes.ts'

const sorted = (text: string) => text.split('\n').sort()

/** Rows of a few people and of nobody, in any order, of any length. */
function someRows(people: number, rows: number): string {
  const ids = Array.from({ length: people }, () => uuidOf(randomBytes(16)))
  ids.push('00000000-0000-0000-0000-000000000000', '\\N')
  return Array.from(
    { length: rows },
    () => `${ids[randomInt(ids.length)]}\t${randomBytes(randomInt(200)).toString('base64')}\t王芳 O'Neil \\\\ \\N\n`,
  ).join('')
}

test('every row comes out of the boxes again, whoever it is of, portion after portion', () => {
  const keys = makeBoxKeys(1_000)
  const box = makeBoxer(keys)
  for (const [people, rows] of [
    [1, 1],
    [0, 3],
    [3, 500],
    [400, 500],
    [2, 9_000],
    [1, 2],
  ] as const) {
    const text = Buffer.from(someRows(people, rows))
    const boxed = box(text)
    expect(boxed.rows).toBe(rows)
    // Only what is nobody's can be read.
    expect(boxed.chunk.includes('王芳 O')).toBe(
      text
        .toString()
        .split('\n')
        .some((line) => line.startsWith('\\N')),
    )
    const opened = openBoxes(Buffer.from(boxed.chunk), keys, new Set())
    expect(opened.count).toBe(rows)
    expect(sorted(opened.rows.toString())).toEqual(sorted(text.toString()))
  }
})

test('whose key is gone stays shut, and the others are whole', () => {
  const keys = makeBoxKeys(10)
  const [one, other] = [uuidOf(randomBytes(16)), uuidOf(randomBytes(16))]
  const boxed = Buffer.from(makeBoxer(keys)(Buffer.from(`${one}\ta\n${other}\tb\n${one}\tc\n`)).chunk)
  const left = makeBoxKeys(10)
  for (const { id, key } of keys.entries()) if (uuidOf(id) === other) left.add(id, key)
  const forgotten = new Set<string>()
  const opened = openBoxes(boxed, left, forgotten)
  expect(opened).toMatchObject({ count: 1, forgotten: 2 })
  expect(opened.rows.toString()).toBe(`${other}\tb\n`)
  expect([...forgotten]).toEqual([one])
})

test('another key does not open a box, and what is cut off is found', () => {
  const keys = makeBoxKeys(10)
  const id = randomBytes(16)
  const boxed = Buffer.from(makeBoxer(keys)(Buffer.from(`${uuidOf(id)}\ta\n`)).chunk)
  const wrong = makeBoxKeys(10)
  wrong.add(id, randomBytes(32))
  expect(() => openBoxes(boxed, wrong, new Set())).toThrow('does not open')
  expect(() => openBoxes(boxed.subarray(0, -1), keys, new Set())).toThrow()
})

test('the same rows are covered otherwise each time, and equal rows of two people too', () => {
  const keys = makeBoxKeys(10)
  const box = makeBoxer(keys)
  const rows = Buffer.from([randomBytes(16), randomBytes(16)].map((id) => `${uuidOf(id)}\tthe very same text, long enough\n`).join(''))
  const [first, second] = [Buffer.from(box(rows).chunk), Buffer.from(box(rows).chunk)]
  const bodies = [first, second].flatMap((chunk) => [chunk.subarray(49, 80).toString('hex'), chunk.subarray(-31).toString('hex')])
  expect(new Set(bodies).size).toBe(4)
})

test('an id is read in small and capital letters', () => {
  const id = randomBytes(16)
  const into = Buffer.alloc(20)
  readId(Buffer.from(`xx${uuidOf(id)}`), 2, into, 4)
  expect(into.subarray(4)).toEqual(id)
  readId(Buffer.from(uuidOf(id).toUpperCase()), 0, into, 4)
  expect(into.subarray(4)).toEqual(id)
})
