import { foldText, hasHan } from '../fold-text.ts'
import { defineComparison } from '../comparison.ts'
import { jaroWinkler } from '../jaro-winkler.ts'
import { nameInPinyin } from '../../customers/customer-search.ts'

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
  compare: (a, b) => ({ likeness: jaroWinkler(foldText(a), foldText(b)) }),
  sentence: { zh: '{field}相近', en: '{field} is alike' },
})

const soundOf = (text: string) => foldText(hasHan(text) ? nameInPinyin(text).full : text)

export const samePinyin = defineComparison({
  name: 'same-pinyin',
  label: { zh: '拼音相同', en: 'same pinyin' },
  fits: [],
  types: ['text', 'longtext'],
  least: 0.9,
  compare: (a, b) => {
    if (foldText(a) === foldText(b)) return { likeness: 1 }
    const sound = soundOf(a)
    return { likeness: sound !== '' && sound === soundOf(b) ? 0.92 : 0 }
  },
  keys: (value) => [soundOf(value)].filter((sound) => sound.length > 1),
  sentence: { zh: '{field}拼音相同', en: '{field} has the same pinyin' },
})
