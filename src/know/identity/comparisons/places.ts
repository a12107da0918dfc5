import { defineComparison } from '../comparison.ts'

export const samePlace = defineComparison({
  name: 'same-place',
  label: { zh: '是同一个地方', en: 'the same place' },
  fits: ['province', 'city', 'district'],
  least: 1,
  sentence: { zh: '{field}相同', en: 'same {field}' },
})

export const otherPlace = defineComparison({
  name: 'other-place',
  label: { zh: '是不同的地方', en: 'different places' },
  fits: ['province', 'city', 'district'],
  least: 1,
  sentence: { zh: '{field}不同', en: 'different {field}' },
})

export const sameAddress = defineComparison({
  name: 'same-address',
  label: { zh: '地址相同', en: 'same address' },
  fits: ['address'],
  types: ['text', 'longtext'],
  measure: {
    zh: '去掉省市区，统一栋/幢/号楼、室/号等写法后相同，且带有门牌号',
    en: 'The same once province, city and district are taken off and the ways of writing buildings and rooms are made one; a house number is needed',
  },
  least: 1,
  sentence: { zh: '地址相同', en: 'same address' },
})
