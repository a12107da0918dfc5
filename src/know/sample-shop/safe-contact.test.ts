import { isValidPhoneNumber } from 'libphonenumber-js/max'
import { expect, it } from 'vitest'
import { drawFrom } from './draw-random.ts'
import { isSamplePhone, sampleEmail, samplePhone } from './safe-contact.ts'

const indexes = Array.from({ length: 20_000 }, (_, index) => index)

it('every number is valid, of the block that no mobile network holds, and different', () => {
  const phones = indexes.map(samplePhone)
  expect(new Set(phones).size).toBe(phones.length)
  expect(phones.filter((phone) => !isSamplePhone(phone))).toEqual([])
  expect(phones.slice(0, 500).filter((phone) => !isValidPhoneNumber(phone, 'CN'))).toEqual([])
})

it('a number of the sample shop is known however it is written, and no other is', () => {
  const ours = ['13490001234', '+86 134 9000 1234', '0086-13490001234', '8613490001234', '１３４９０００１２３４']
  const others = ['13480001234', '1349000123', '134900012345', '', '+85213490001234', '23490001234']
  expect([...ours, ...others].filter(isSamplePhone)).toEqual(ours)
})

it('every address is below .example, and different', () => {
  const addresses = indexes.map((index) => sampleEmail(drawFrom(1, index), index, index % 30 === 0))
  expect(new Set(addresses).size).toBe(addresses.length)
  expect(addresses.filter((address) => !/^[a-z0-9._]+@[a-z]+\.example$/.test(address))).toEqual([])
})
