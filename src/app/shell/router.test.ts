import { expect, it } from 'vitest'
import { leadsNowhere, safePath } from './router.tsx'

it('after signing in one is led to the page of this product that one asked for', () => {
  expect(safePath('/customers?stage=loyal')).toBe('/customers?stage=loyal')
})

it.each([undefined, '', 'https://elsewhere.example', '//elsewhere.example', '/\\elsewhere.example', 'javascript:alert(1)'])(
  '%s leads home',
  (next) => {
    expect(safePath(next)).toBe('/')
  },
)

it('an address with an id that none can be is no page, rather than a question to the server', () => {
  expect(leadsNowhere('/segments/$id', '01980000-0000')).toBe(true)
  expect(leadsNowhere('/segments/$id', 'undefined')).toBe(true)
  expect(leadsNowhere('/segments/$id', '01980000-0000-7000-8000-000000000001')).toBe(false)
  expect(leadsNowhere('/journeys/$id', 'new')).toBe(false)
  expect(leadsNowhere('/roles/$id', 'owner')).toBe(false)
  expect(leadsNowhere('/segments', '')).toBe(false)
})
