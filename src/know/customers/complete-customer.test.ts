import { expect, test } from 'vitest'
import { completeCustomer } from './complete-customer.ts'

const address = '浙江杭州西湖区文三路90号'

test('an address gives the province, city and district that nobody filled', () => {
  expect(completeCustomer({ address })).toEqual({ province: '浙江省', city: '杭州市', district: '西湖区' })
  expect(completeCustomer({ address, city: '杭州市' })).toEqual({ province: '浙江省', district: '西湖区' })
  expect(completeCustomer({ address: '1 Infinite Loop' })).toEqual({})
  expect(completeCustomer({ city: '杭州市' })).toEqual({})
})

test('what was filled by hand stays, and an address elsewhere fills nothing beside it', () => {
  expect(completeCustomer({ address, city: '上海市' })).toEqual({})
  expect(completeCustomer({ address }, { city: '上海市' })).toEqual({})
})

test('who moves takes along what the old address had given', () => {
  const before = { address: '北京市海淀区中关村大街1号', province: '北京市', city: '北京市', district: '海淀区' }
  expect(completeCustomer({ address }, before)).toEqual({ province: '浙江省', city: '杭州市', district: '西湖区' })
  expect(completeCustomer({ address: before.address }, before)).toEqual({})
})

test('an ID card tells birthday and gender, and does not write over them', () => {
  expect(completeCustomer({ idCard: '11010519491231002X' })).toEqual({ birthday: '1949-12-31', gender: 'female' })
  expect(completeCustomer({ idCard: '11010519491231002X', gender: 'male' }, { birthday: '1950-01-01' })).toEqual({})
})

test('a new customer with a credit code or a company’s name is a company unless somebody says otherwise', () => {
  expect(completeCustomer({ name: '北京纷扬科技有限公司' })).toEqual({ kind: 'company' })
  expect(completeCustomer({ name: '纷扬', creditCode: '91350100M000100Y43' })).toEqual({ kind: 'company' })
  expect(completeCustomer({ name: '北京纷扬科技有限公司', kind: 'person' })).toEqual({})
  expect(completeCustomer({ name: '王芳' })).toEqual({})
  expect(completeCustomer({ name: '北京纷扬科技有限公司' }, { name: '王芳' })).toEqual({})
})

test('places written in English are known by the province and the city beside them', () => {
  expect(completeCustomer({ province: '四川省', city: 'Aba' })).toEqual({ city: '阿坝藏族羌族自治州' })
  expect(completeCustomer({ province: '浙江省', city: '杭州市', district: 'Xihu District' })).toEqual({ district: '西湖区' })
  expect(completeCustomer({ province: '江苏省', city: 'Suzhou', district: 'Huqiu' })).toEqual({ city: '苏州市', district: '虎丘区' })
  expect(completeCustomer({ city: 'Aba' }, { province: '四川省' })).toEqual({ city: '阿坝藏族羌族自治州' })
  expect(completeCustomer({ district: 'Chaoyang District' }, { province: '北京市', city: '北京市' })).toEqual({ district: '朝阳区' })
})

test('a province by its code is known by its city', () => {
  expect(completeCustomer({ province: 'ZJ', city: '杭州市' })).toEqual({ province: '浙江省' })
  expect(completeCustomer({ province: 'CN-SC', city: 'Aba' })).toEqual({ province: '四川省', city: '阿坝藏族羌族自治州' })
  expect(completeCustomer({ province: 'JL', city: '吉林市' })).toEqual({ province: '吉林省' })
  expect(completeCustomer({ province: 'SD', city: 'Sioux Falls' })).toEqual({})
  expect(completeCustomer({ province: 'SD' })).toEqual({})
})

test('places abroad stay as they were typed', () => {
  expect(completeCustomer({ city: 'Aba' })).toEqual({})
  expect(completeCustomer({ province: 'Abia', city: 'Aba', district: 'Osisioma' })).toEqual({})
  expect(completeCustomer({ city: 'Mile', district: 'Xihu District' })).toEqual({})
})
