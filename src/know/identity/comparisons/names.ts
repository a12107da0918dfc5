import { defineComparison } from '../comparison.ts'

export const similarName = defineComparison({
  name: 'similar-name',
  label: { zh: '姓名相近', en: 'names are alike' },
  fits: ['name'],
  types: ['text'],
  measure: {
    zh: '中文姓名按字和读音逐字比较（同音 0.92，常被混淆的音 0.85，姓氏加称呼 0.62；有一字读音不同即视为另一个人）；其他文字用 Jaro-Winkler（Winkler 1990）',
    en: 'Chinese names by character and sound (same sound 0.92, sounds often mixed up 0.85, surname with a title 0.62; one character that sounds different makes another person); other scripts by Jaro-Winkler (Winkler 1990)',
  },
  least: 0.6,
  sentence: { zh: '姓名相近', en: 'names are alike' },
})

export const sameSoundingName = defineComparison({
  name: 'same-sounding-name',
  label: { zh: '姓名读音相同', en: 'names sound the same' },
  fits: ['name'],
  types: ['text'],
  measure: {
    zh: '姓名的拼音（不计声调，姓氏按姓氏读音）一致；字也相同为 1，字不同为 0.92，拼音写法为 0.86',
    en: 'The same pinyin without tones, surnames read as surnames; 1 with the same characters, 0.92 with others, 0.86 where one is written in pinyin',
  },
  least: 0.8,
  sentence: { zh: '姓名读音相同', en: 'names sound the same' },
})

export const otherName = defineComparison({
  name: 'other-name',
  label: { zh: '是两个不同的名字', en: 'two different names' },
  fits: ['name'],
  types: ['text'],
  least: 1,
  sentence: { zh: '名字不同', en: 'different given names' },
})

export const sameSurname = defineComparison({
  name: 'same-surname',
  label: { zh: '姓氏相同', en: 'same surname' },
  fits: ['name'],
  types: ['text'],
  least: 1,
  sentence: { zh: '姓氏相同', en: 'same surname' },
})
