import { defineComparison } from '../comparison.ts'

export const sameEmailName = defineComparison({
  name: 'same-email-name',
  label: { zh: '邮箱 @ 前的部分相同', en: 'same e-mail name before the @' },
  fits: ['email'],
  types: ['email'],
  measure: {
    zh: '忽略点号和加号后缀；若只是姓名的拼音，说服力减半',
    en: 'Dots and what follows a plus are left out; a mere name in pinyin counts half',
  },
  least: 0.5,
  sentence: { zh: '邮箱 @ 前的部分相同', en: 'same e-mail name before the @' },
})

export const sameEmailDomain = defineComparison({
  name: 'same-email-domain',
  label: { zh: '企业邮箱域名相同', en: 'same e-mail domain of their own' },
  fits: ['email'],
  types: ['email'],
  least: 1,
  sentence: { zh: '企业邮箱域名相同', en: 'same e-mail domain' },
})
