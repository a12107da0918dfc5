import { defineComparison } from '../comparison.ts'

export const similarText = defineComparison({
  name: 'similar-text',
  label: { zh: '文字相近', en: 'spelt alike' },
  fits: [],
  types: ['text', 'longtext'],
  measure: {
    zh: 'Jaro-Winkler 相似度（Winkler 1990），忽略大小写、空格和标点',
    en: 'Jaro-Winkler similarity (Winkler 1990), case, spaces and punctuation left out',
  },
  least: 0.88,
  sentence: { zh: '{field}相近', en: '{field} is alike' },
})

export const samePinyin = defineComparison({
  name: 'same-pinyin',
  label: { zh: '拼音相同', en: 'same pinyin' },
  fits: [],
  types: ['text', 'longtext'],
  least: 0.9,
  sentence: { zh: '{field}拼音相同', en: '{field} has the same pinyin' },
})
