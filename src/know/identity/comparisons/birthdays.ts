import { defineComparison } from '../comparison.ts'

const day = /^(\d{4})-(\d\d)-(\d\d)$/

/** Forms that ask for a birthday often get their first choice. */
const isStock = (birthday: string) => birthday.endsWith('-01-01') || birthday < '1905'

export const sameBirthday = defineComparison({
  name: 'same-birthday',
  label: { zh: '生日相同', en: 'same birthday' },
  fits: ['birthday'],
  measure: { zh: '1 月 1 日常是随手填的，只算四成', en: '1 January is often filled in at random and counts four tenths' },
  least: 0.4,
  compare: (a, b) => ({ likeness: a === b ? (isStock(a) ? 0.4 : 1) : 0 }),
  keys: (value) => (day.test(value) ? [value] : []),
  sentence: { zh: '生日相同', en: 'same birthday' },
})

const years = (birthday: string) => Number(birthday.slice(0, 4)) + Number(birthday.slice(5, 7)) / 12

export const agesApart = defineComparison({
  name: 'ages-apart',
  label: { zh: '年龄相差 15 岁以上', en: 'born fifteen years apart or more' },
  fits: ['birthday'],
  least: 1,
  compare: (a, b) => (day.test(a) && day.test(b) ? { likeness: Math.abs(years(a) - years(b)) >= 15 ? 1 : 0 } : null),
  sentence: { zh: '年龄相差 15 岁以上', en: 'born fifteen years apart or more' },
})
