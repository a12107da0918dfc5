import { expect, test } from 'vitest'
import { Problem } from './problem.ts'

test('what is missing is named as words amid a sentence are written', () => {
  const whatOf = (zh: string, en: string) => new Problem('record.missing', { what: { zh, en } }).details['what']
  expect(whatOf('客户', 'Customer')).toEqual({ zh: '客户', en: 'customer' })
  expect(whatOf('旅程', 'journey')).toEqual({ zh: '旅程', en: 'journey' })
  expect(whatOf('短信', 'SMS text')).toEqual({ zh: '短信', en: 'SMS text' })
  expect(new Problem('record.missing', { what: 'target' }).details).toEqual({ what: 'target' })
})
