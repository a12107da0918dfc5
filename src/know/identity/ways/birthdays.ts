import type { Way } from '../way.ts'

const day = /^(\d{4})-(\d\d)-(\d\d)$/

/** Forms that ask for a birthday often get their first choice. */
const isStock = (birthday: string) => birthday.endsWith('-01-01') || birthday < '1905'

export const sameBirthday: Way = {
  compare: (a, b) => ({ likeness: a === b ? (isStock(a) ? 0.4 : 1) : 0 }),
  keys: (value) => (day.test(value) ? [value] : []),
}

const years = (birthday: string) => Number(birthday.slice(0, 4)) + Number(birthday.slice(5, 7)) / 12

export const agesApart: Way = {
  compare: (a, b) => (day.test(a) && day.test(b) ? { likeness: Math.abs(years(a) - years(b)) >= 15 ? 1 : 0 } : null),
}
