import { expect, test } from 'vitest'
import { sayMaker } from './say-maker.ts'

test('a version of the sample shop says so in words, a person’s says their name', () => {
  expect(sayMaker('sample-shop')).toEqual({ zh: '示例店铺', en: 'Sample shop' })
  expect([sayMaker('林知秋'), sayMaker(null)]).toEqual(['林知秋', '—'])
})
