import { expect, it } from 'vitest'
import { sampleContacts } from './make-contacts.ts'
import { sampleDoubles } from './make-doubles.ts'
import { sampleShop } from './make-shop.ts'
import { isSamplePhone } from './safe-contact.ts'

const shop = sampleShop({ now: new Date('2026-06-30T12:00:00+08:00') })
const members = new Map(shop.customers.map((customer) => [customer.number, customer]))

it('firms are companies, of whom nobody knows a birthday', () => {
  const firms = shop.customers.filter(({ kind }) => kind === 'company')
  expect(firms.length).toBeGreaterThan(30)
  expect(firms.filter(({ sex, birthday }) => sex !== null || birthday !== null)).toEqual([])
  expect(shop.customers.filter(({ kind, name }) => kind === 'person' && /茶馆|酒店|公司|商行/.test(name))).toEqual([])
})

it('some members are there twice, under a phone or an address that nobody else has', () => {
  const doubles = sampleDoubles(shop)
  expect(doubles).toEqual(sampleDoubles(sampleShop({ now: new Date('2026-06-30T12:00:00+08:00') })))
  expect(new Set(doubles.map(({ of }) => of)).size).toBe(18)
  expect(doubles.filter(({ kind }) => kind === 'company')).toHaveLength(4)
  const taken = new Set(shop.customers.flatMap(({ phone, email }) => [phone, email]).filter((key) => key !== null))
  for (const { of, kind, name, birthday, phone, email } of doubles) {
    const first = members.get(of)
    expect([birthday, name]).toEqual([first?.birthday, kind === 'company' ? `${first?.name}有限公司` : first?.name])
    expect(phone ?? email).not.toBeNull()
    expect([phone, email].filter((key) => key !== null && taken.has(key))).toEqual([])
    expect([phone, phone === null || isSamplePhone(phone)]).toEqual([phone, true])
  }
})

it('a company has one to three people, each with a phone of their own', () => {
  const firms = shop.customers.filter(({ kind }) => kind === 'company')
  const people = firms.flatMap(sampleContacts)
  expect(new Set(firms.map((firm) => sampleContacts(firm).length))).toEqual(new Set([1, 2, 3]))
  const phones = [...people, ...shop.customers].map(({ phone }) => phone).filter((phone) => phone !== null)
  expect(new Set(phones).size).toBe(phones.length)
  expect(people.every(({ phone, email }) => isSamplePhone(phone) && (email ?? '.example').endsWith('.example'))).toBe(true)
})
