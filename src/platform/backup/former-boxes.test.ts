import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { formerBoxes } from '../../../test/former-backup.ts'
import { makeBoxKeys } from './box-keys.ts'
import { openFormerBoxes } from './former-boxes.ts'
import { uuidOf } from './person-boxes.ts'

const [one, other] = [uuidOf(randomBytes(16)), uuidOf(randomBytes(16))]
const ofShop = '00000000-0000-0000-0000-000000000000'
const rows = `${one}\t王芳\n\\N\t谁的都不是\n${other}\tb\n${ofShop}\t给茶柜上锁\n${one}\tc\n`
const sorted = (text: string) => text.split('\n').toSorted()

test('every row comes out of former boxes again, whoever it is of', () => {
  const keys = makeBoxKeys(10)
  const boxes = formerBoxes(rows, keys)
  expect(boxes.includes('王芳')).toBe(false)
  const opened = openFormerBoxes(boxes, keys, new Set())
  expect(opened).toMatchObject({ count: 5, forgotten: 0 })
  expect(sorted(opened.rows.toString())).toEqual(sorted(rows))
})

test('whose key is gone stays shut in former boxes too, another key opens none, and what is cut off is found', () => {
  const keys = makeBoxKeys(10)
  const boxes = formerBoxes(rows, keys)
  const [left, wrong] = [makeBoxKeys(10), makeBoxKeys(10)]
  for (const { id, key } of keys.entries()) {
    if (uuidOf(id) !== one) left.add(id, key)
    wrong.add(id, randomBytes(32))
  }
  const forgotten = new Set<string>()
  const opened = openFormerBoxes(boxes, left, forgotten)
  expect(opened).toMatchObject({ count: 3, forgotten: 2 })
  expect(opened.rows.includes('王芳')).toBe(false)
  expect([...forgotten]).toEqual([one])
  expect(() => openFormerBoxes(boxes, wrong, new Set())).toThrow()
  expect(() => openFormerBoxes(boxes.subarray(0, -1), keys, new Set())).toThrow()
})
