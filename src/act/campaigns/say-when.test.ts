import { expect, test } from 'vitest'
import { makeFormat } from '../../ui/format.ts'
import { sayWhen } from './say-when.ts'

const shop = { name: '山前茶事', currency: 'CNY', timeZone: 'Asia/Shanghai' } as const
const formatOf = (language: 'zh' | 'en') => makeFormat(language, shop, () => new Date('2026-11-21T12:00:00Z'))

test.each(['zh', 'en'] as const)('the time of a campaign is written as every other moment of the page (%s)', (language) => {
  const { date, dateTime } = formatOf(language)
  expect(sayWhen({ kind: 'at', date: '2026-11-30', time: '10:00' }, date)[language]).toBe(dateTime('2026-11-30T02:00:00Z'))
  const weekly = sayWhen({ kind: 'weekly', days: [1], every: 1, time: '10:00', from: '2026-11-02', until: '2026-12-31' }, date)
  expect(weekly[language]).toContain(date('2026-12-31'))
})
