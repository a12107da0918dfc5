import fc from 'fast-check'
import { LunarYear, SolarDay } from 'tyme4ts'
import { expect, test } from 'vitest'
import { addDays } from '../../core/kit/local-time.ts'
import { nextLunar } from './next-lunar.ts'

test.each([
  ['08-15', '2026-01-01', '2026-09-25'],
  ['08-15', '2026-09-25', '2026-09-25'],
  ['08-15', '2026-09-26', '2027-09-15'],
  ['01-01', '2026-01-01', '2026-02-17'],
  ['12-30', '2026-01-01', '2026-02-16'],
  ['12-30', '2025-01-01', '2025-01-28'],
  ['leap-06-01', '2025-01-01', '2025-07-25'],
  ['leap-06-01', '2026-01-01', '2026-07-14'],
  ['06-01', '2025-01-01', '2025-06-25'],
  ['12-08', '2026-01-27', '2027-01-15'],
])('%s, asked on %s, is kept on %s', (lunar, from, expected) => {
  expect(nextLunar(lunar, from)).toBe(expected)
})

test('the last evening of the twelfth month is the eve of the new year, with 29 days or 30', () => {
  for (let year = 2000; year < 2060; year++) {
    const newYear = LunarYear.fromYear(year).getFirstMonth().getFirstJulianDay().getSolarDay()
    const eve = newYear.next(-1)
    const told = nextLunar('12-30', `${year}-01-01`)
    expect(told).toBe(`${eve.getYear()}-${String(eve.getMonth()).padStart(2, '0')}-${String(eve.getDay()).padStart(2, '0')}`)
  }
})

test('a lunar day comes again within 13 months, never before it was asked for, and on that day or on the last of its month', () => {
  const day = fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 30 })).map(([leap, month, date]) => ({
    leap,
    month,
    date,
    text: `${leap ? 'leap-' : ''}${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`,
  }))
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 36_000 }), ({ month, date, text }, days) => {
      const from = addDays('1950-01-01', days)
      const next = nextLunar(text, from) ?? ''
      expect(next >= from).toBe(true)
      expect(next <= addDays(from, 420)).toBe(true)
      const [y = 0, m = 0, d = 0] = next.split('-').map(Number)
      const lunar = SolarDay.fromYmd(y, m, d).getLunarDay()
      expect(Math.abs(lunar.getMonth())).toBe(month)
      expect([date, 29]).toContain(lunar.getDay())
    }),
    { numRuns: 500 },
  )
})

test('a text that is no lunar day has no next one', () => {
  expect(nextLunar('八月十五', '2026-01-01')).toBe(null)
})
