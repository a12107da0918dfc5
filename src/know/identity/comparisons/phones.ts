import { defineComparison } from '../comparison.ts'

export const lastEightDigits = defineComparison({
  name: 'last-8-digits',
  label: { zh: '后 8 位相同', en: 'same last 8 digits' },
  fits: ['phone'],
  types: ['phone'],
  least: 1,
  sentence: { zh: '电话后 8 位一致', en: 'the last 8 digits of the phone agree' },
})

export const slippedPhone = defineComparison({
  name: 'slipped-phone',
  label: { zh: '手机号只差一位，或相邻两位颠倒', en: 'mobile numbers differ in one digit, or two neighbours are swapped' },
  fits: ['phone'],
  types: ['phone'],
  least: 0.9,
  sentence: { zh: '手机号只差一位或相邻两位颠倒', en: 'the mobile number differs by one slip' },
})
