import { expect, test } from 'vitest'
import { fillPlaces, placesIn } from './registered-places.ts'

test('what varies in a registered text is found under the name by which its vendor wants it, and filled in', () => {
  const texts = ['${name}，您的${what}到了', '{1}，您的{2}到了', '{{thing1.DATA}}，您的{{thing2.DATA}}到了，{{thing1.DATA}}']
  expect(texts.map(placesIn)).toEqual([
    ['name', 'what'],
    ['1', '2'],
    ['thing1', 'thing2'],
  ])
  expect(fillPlaces(texts[0] ?? '', { name: '王芳', what: '茶' })).toBe('王芳，您的茶到了')
  expect(fillPlaces(texts[2] ?? '', { thing1: '王芳', thing2: '茶' })).toBe('王芳，您的茶到了，王芳')
  expect(fillPlaces('{{thing1.DATA}}', {}), 'without a value as it is written').toBe('{{thing1.DATA}}')
})
