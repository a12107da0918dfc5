import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { withoutFiles } from './without-files.ts'

const bytes = Buffer.alloc(3_000, 7)
const picture = `data:image/png;base64,${bytes.toString('base64')}`
const told = `data:image/png;bytes=3000;sha256=${createHash('sha256').update(bytes).digest('hex')}`

test('in the place of a file its kind, size and digest are told, wherever in a text it stands', () => {
  expect(withoutFiles(picture)).toBe(told)
  expect(withoutFiles(`<img src="${picture}"> and <img src="${picture}">`)).toBe(`<img src="${told}"> and <img src="${told}">`)
})

test('another file has another digest, however alike it begins', () => {
  const other = Buffer.from(bytes)
  other[2_999] = 8
  expect(withoutFiles(`data:image/png;base64,${other.toString('base64')}`)).not.toBe(told)
})

test('words, addresses and small icons stay as they are', () => {
  for (const text of ['夏茶上市', 'https://shop.cn/a.png', 'data:image/png;base64,iVBORw0KGgo=', `${'长'.repeat(500)};base64,`])
    expect(withoutFiles(text)).toBe(text)
})
