import { expect, it } from 'vitest'
import { festivalDays, festivalYears } from './festivals.ts'

const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', { timeZone: 'UTC', month: 'numeric', day: 'numeric' })

function daysOn(monthAndDay: string): string[] {
  const days: string[] = []
  for (let at = Date.UTC(festivalYears.first, 0, 1); at < Date.UTC(festivalYears.last + 1, 0, 1); at += 86_400_000) {
    if (lunar.format(at) === monthAndDay) days.push(new Date(at).toISOString().slice(0, 10))
  }
  return days
}

it('the festivals lie where the lunar calendar of ICU has them', () => {
  expect(festivalDays.springFestival).toEqual(daysOn('1/1'))
  expect(festivalDays.dragonBoat).toEqual(daysOn('5/5'))
  expect(festivalDays.midAutumn).toEqual(daysOn('8/15'))
})
