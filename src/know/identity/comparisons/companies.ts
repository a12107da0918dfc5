import { defineComparison } from '../comparison.ts'

export const sameCompany = defineComparison({
  name: 'same-company',
  label: { zh: '是同一家公司的名称', en: 'names of one company' },
  fits: ['name', 'shortName'],
  types: ['text'],
  measure: {
    zh: '去掉地区、行业和“有限公司”等之后的字号一致，且地区、行业不相矛盾',
    en: 'The same trade name once region, trade and form are taken off, and neither region nor trade contradicts',
  },
  least: 0.85,
  sentence: { zh: '公司简称一致', en: 'the company names agree' },
})
