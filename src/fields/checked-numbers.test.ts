import fc from 'fast-check'
import { expect, test } from 'vitest'
import { creditCodeCheck, creditLetters, readCreditCode } from './credit-code/read-credit-code.ts'
import { idCardCheck, idCardSays, readIdCard } from './id-card/read-id-card.ts'

const two = (n: number) => String(n).padStart(2, '0')
const body = fc
  .tuple(
    fc.constantFrom('110105', '440524', '330106', '650102'),
    fc.integer({ min: 1900, max: 2025 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 0, max: 995 }),
  )
  .map(([place, year, month, day, number]) => `${place}${year}${two(month)}${two(day)}${String(number).padStart(3, '0')}`)
const card = body.map((seventeen) => seventeen + idCardCheck(seventeen))
const refused = (read: object) => 'wrong' in read

test('a card with its right check is read; one digit changed is refused', () => {
  fc.assert(
    fc.property(card, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
      expect(readIdCard(number)).toEqual({ value: number })
      const changed = number.slice(0, at) + ((Number(number[at]) + by) % 10) + number.slice(at + 1)
      expect(refused(readIdCard(changed))).toBe(true)
    }),
  )
})

test('two neighbours exchanged are refused', () => {
  fc.assert(
    fc.property(card, fc.integer({ min: 0, max: 15 }), (number, at) => {
      fc.pre(number[at] !== number[at + 1])
      expect(refused(readIdCard(number.slice(0, at) + number[at + 1] + number[at] + number.slice(at + 2)))).toBe(true)
    }),
  )
})

test('a card of fifteen digits becomes the eighteen of the twentieth century', () => {
  fc.assert(
    fc.property(
      card.filter((number) => number.slice(6, 8) === '19'),
      (number) => {
        expect(readIdCard(number.slice(0, 6) + number.slice(8, 17))).toEqual({ value: number })
      },
    ),
  )
})

test('what is wrong with a card is said by its place', () => {
  const wrongOf = (text: string) => {
    const read = readIdCard(text)
    return 'wrong' in read ? read.wrong.zh : ''
  }
  expect(wrongOf('110105194912310021')).toContain('最后一位应为 X')
  expect(wrongOf('11010519491331002X')).toContain('第 7 至 14 位 19491331')
  expect(wrongOf('1101051949123100')).toContain('应为 18 位，现在是 16 位')
  expect(wrongOf('11010519491231O02X')).toContain('第 15 位“O”')
  expect(wrongOf('990105')).toContain('18 位')
  expect(wrongOf('110105194912310000')).toContain('末三位')
  expect(wrongOf('001010519491231002X'.slice(0, 18))).toContain('地区')
  expect(idCardSays('11010519491231002X')).toEqual({ birthday: '1949-12-31', gender: 'female' })
})

const letters = (from: string, length: number) =>
  fc.array(fc.constantFrom(...from), { minLength: length, maxLength: length }).map((all) => all.join(''))
const code = fc
  .tuple(fc.constantFrom('91', '92', '12', '51'), letters('0123456789', 6), letters(creditLetters, 9))
  .map((parts) => parts.join(''))
  .map((seventeen) => seventeen + creditCodeCheck(seventeen))

test('a credit code with its right check is read; one character changed is refused', () => {
  fc.assert(
    fc.property(code, fc.integer({ min: 0, max: 17 }), fc.constantFrom(...creditLetters), (text, at, letter) => {
      fc.pre(text[at] !== letter)
      expect(readCreditCode(text.toLowerCase())).toEqual({ value: text })
      expect(refused(readCreditCode(text.slice(0, at) + letter + text.slice(at + 1)))).toBe(true)
    }),
  )
})

test('a letter that no credit code has is named, with the one that was perhaps meant', () => {
  const read = readCreditCode('9135O100M000100Y43')
  expect('wrong' in read && read.wrong.zh).toContain('第 5 位“O”')
  expect('wrong' in read && read.wrong.en).toContain('perhaps it is 0')
})
