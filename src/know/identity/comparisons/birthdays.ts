import { defineComparison } from '../comparison.ts'

export const sameBirthday = defineComparison({
  name: 'same-birthday',
  label: { zh: '生日相同', en: 'same birthday' },
  fits: ['birthday'],
  measure: { zh: '1 月 1 日常是随手填的，只算四成', en: '1 January is often filled in at random and counts four tenths' },
  least: 0.4,
  sentence: { zh: '生日相同', en: 'same birthday' },
})

export const agesApart = defineComparison({
  name: 'ages-apart',
  label: { zh: '年龄相差 15 岁以上', en: 'born fifteen years apart or more' },
  fits: ['birthday'],
  least: 1,
  sentence: { zh: '年龄相差 15 岁以上', en: 'born fifteen years apart or more' },
})
