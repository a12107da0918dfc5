import { expect, test } from 'vitest'
import { sayWallClock } from './wall-clock.ts'

test('a day as it is kept is said as readers write it, with the hour where there is one', () => {
  expect(sayWallClock('2026-11-03')).toEqual({ zh: '2026年11月3日', en: '3 Nov 2026' })
  expect(sayWallClock('2026-09-30 09:00')).toEqual({ zh: '2026年9月30日 09:00', en: '30 Sep 2026, 09:00' })
})

test('what is no such day is left to whoever asked', () => {
  for (const text of ['', '2026-13-01', '2026-1-3', 'D202609230014', 'on 2026-11-03', '2026-11-03T09:00:00Z'])
    expect(sayWallClock(text)).toBeNull()
})
