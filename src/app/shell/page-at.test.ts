import { expect, it } from 'vitest'
import { leadsNowhere, pageAt, placeOf } from './page-at.ts'

const segment = { path: '/segments/$id' }
const journey = { path: '/journeys/$id', needs: 'read-journey', makes: 'create-journey' }
const ready = { path: '/journeys/ready', needs: 'list-ready-journeys' }
const roles = { path: '/roles/$id', byName: true } as const

it('an address with an id that none can be is no page, rather than a question to the server', () => {
  expect(leadsNowhere(segment, '01980000-0000')).toBe(true)
  expect(leadsNowhere(segment, 'undefined')).toBe(true)
  expect(leadsNowhere(segment, 'new')).toBe(true)
  expect(leadsNowhere(segment, '01980000-0000-7000-8000-000000000001')).toBe(false)
  expect(leadsNowhere(journey, 'new')).toBe(false)
  expect(leadsNowhere(roles, 'owner')).toBe(false)
  expect(leadsNowhere({ path: '/segments' }, '')).toBe(false)
})

it('the page of an address is found, by its own name before that of an id', () => {
  const pages = [journey, ready, segment]
  expect(pageAt(pages, '/journeys/ready')).toEqual({ page: ready, id: '' })
  expect(pageAt(pages, '/journeys/new')).toEqual({ page: journey, id: 'new' })
  expect(pageAt(pages, '/journeys')).toBeNull()
  expect(pageAt(pages, '/journeys/new/more')).toBeNull()
})

it('who may read journeys but not make them finds no place where a new one is made', () => {
  expect(placeOf(journey, 'new')).toEqual({ needs: 'create-journey' })
  expect(placeOf(journey, '01980000-0000-7000-8000-000000000001').needs).toBe('read-journey')
})
