import { expect, it } from 'vitest'
import { leadsNowhere } from './leads-nowhere.ts'

it('an address with an id that none can be is no page, rather than a question to the server', () => {
  expect(leadsNowhere('/segments/$id', '01980000-0000')).toBe(true)
  expect(leadsNowhere('/segments/$id', 'undefined')).toBe(true)
  expect(leadsNowhere('/segments/$id', '01980000-0000-7000-8000-000000000001')).toBe(false)
  expect(leadsNowhere('/journeys/$id', 'new')).toBe(false)
  expect(leadsNowhere('/segments/$id', 'new')).toBe(true)
  expect(leadsNowhere('/roles/$id', 'new')).toBe(false)
  expect(leadsNowhere('/roles/$id', 'owner')).toBe(false)
  expect(leadsNowhere('/segments', '')).toBe(false)
})
