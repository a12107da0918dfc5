import { defineComparison } from '../comparison.ts'

export const exact = defineComparison({
  name: 'exact',
  label: { zh: '完全相同', en: 'exactly the same' },
  fits: [],
  least: 1,
  sentence: { zh: '{field}相同', en: 'same {field}' },
})

export const normalised = defineComparison({
  name: 'normalised',
  label: { zh: '忽略大小写、空格和标点后相同', en: 'the same but for case, spaces and punctuation' },
  fits: [],
  least: 1,
  sentence: { zh: '{field}一致', en: '{field} agrees' },
})

/** Speaks against a pair, so its points are below nought. */
export const differs = defineComparison({
  name: 'differs',
  label: { zh: '都有值而不同', en: 'both known and different' },
  fits: [],
  least: 1,
  sentence: { zh: '{field}不同', en: 'different {field}' },
})
