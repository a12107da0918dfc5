import { expect, test } from 'vitest'
import { endingAs, fileTypeOf } from './attached-file.ts'

const polyglot = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from('<script>alert(1)</script>')])

test.each([
  ['page.html', 'page.html.jpg'],
  ['installer.hta', 'installer.hta.jpg'],
  ['page.html.', 'page.html..jpg'],
  ['photo', 'photo.jpg'],
  ['photo.PNG', 'photo.PNG'],
])('a photo called %s is kept as %s, so that nobody who saves it runs what is behind its beginning', (name, kept) => {
  const type = fileTypeOf(name, polyglot)
  expect(type?.type).toBe('image/jpeg')
  expect(type && endingAs(type, name)).toBe(kept)
})
