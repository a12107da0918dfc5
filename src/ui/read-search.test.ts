import { expect, it } from 'vitest'
import { z } from 'zod'
import { readAddress, readSearch } from './read-search.ts'

const schema = z.object({ days: z.number().int().default(90), tab: z.enum(['facts', 'orders']).default('facts'), q: z.string().optional() })

it('an address that fits is read as it stands', () => {
  expect(readSearch(schema, { days: 30, tab: 'orders', q: '林' })).toEqual({ days: 30, tab: 'orders', q: '林' })
})

it('a part of an address that does not fit is left out and the rest is kept', () => {
  expect(readSearch(schema, { days: 'soon', tab: 'orders' })).toEqual({ days: 90, tab: 'orders' })
})

it('an address of nonsense opens the page as it is without one', () => {
  expect(readSearch(schema, { days: {}, tab: 7, q: [], other: 1 })).toEqual({ days: 90, tab: 'facts' })
})

it('a number typed by hand where text is asked for is that text', () => {
  expect(readSearch(schema, { q: 138, tab: 'nowhere' })).toEqual({ days: 90, tab: 'facts', q: '138' })
})

it('what of an address could not be read is named, and nothing else', () => {
  expect(readAddress(schema, { days: 'soon', tab: 'orders', other: 1 }).unread).toEqual(['days'])
  expect(readAddress(schema, { days: {}, tab: 7, q: [] }).unread).toEqual(['days', 'tab', 'q'])
  expect(readAddress(schema, { days: 30, q: 138, other: {} }).unread).toEqual([])
})
