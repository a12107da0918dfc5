import { expect, test } from 'vitest'
import { dirtyCustomers } from '../../../test/dirty-customers.ts'
import { isRelative, isRight, judgeMatching, type JudgedPair } from '../../../test/judge-matching.ts'
import { standardRules } from './standard-rules.ts'

const judged = judgeMatching(dirtyCustomers(20_000, 11), standardRules)
const same = judged.found.filter(({ score }) => score.says === 'same')
const households = judged.found.filter(({ score }) => score.says === 'household')
const share = (all: readonly JudgedPair[], is: (pair: JudgedPair) => boolean) => all.filter(is).length / all.length

test('of pairs that the standard rules find on spoilt records, most are right, and most that can be found are found', () => {
  const people = same.filter(({ a }) => a.fields['kind'] === 'person')
  const companies = same.filter(({ a, b }) => a.fields['kind'] !== 'person' || b.fields['kind'] !== 'person')
  const right = same.filter(isRight).length
  console.warn(
    `${judged.truth} true pairs, ${judged.findable} with more in common than a name; found ${same.length}: precision ${(right / same.length).toFixed(3)} (people ${share(people, isRight).toFixed(3)}, companies ${share(companies, isRight).toFixed(3)}), recall ${(right / judged.truth).toFixed(3)}, of the findable ${(right / judged.findable).toFixed(3)}`,
  )
  expect(share(people, isRight)).toBeGreaterThan(0.99)
  expect(share(companies, isRight)).toBeGreaterThan(0.8)
  expect(right / judged.findable).toBeGreaterThan(0.9)
})

test('what is called certain is right', () => {
  const certain = same.filter(({ score }) => score.isCertain)
  console.warn(`certain ${certain.length}: precision ${share(certain, isRight).toFixed(4)}`)
  expect(certain.length).toBeGreaterThan(judged.truth / 4)
  expect(share(certain, isRight)).toBeGreaterThan(0.995)
})

test('families who share a phone are households and not duplicates', () => {
  const taken = same.filter(isRelative).length
  console.warn(
    `${judged.relatives} pairs of relatives with one phone: ${households.filter(isRelative).length} found as households, ${taken} taken for one person; of ${households.length} households ${(share(households, isRelative) * 100).toFixed(1)} % right`,
  )
  expect(taken / judged.relatives).toBeLessThan(0.03)
  expect(households.filter(isRelative).length / judged.relatives).toBeGreaterThan(0.85)
  expect(share(households, isRelative)).toBeGreaterThan(0.85)
})

test('two people of one common name in one city are no pair', () => {
  const names = ['王伟', '张伟', '李娜', '王芳']
  const records = Array.from({ length: 400 }, (_, i) => ({
    who: i,
    household: null,
    isLost: false,
    fields: {
      kind: 'person',
      name: names[i % 4] ?? '',
      city: '杭州市',
      phone: `+86138${String(10_000_000 + i * 104_729).slice(-8)}`,
      birthday: `19${60 + (i % 40)}-${String(1 + (i % 12)).padStart(2, '0')}-${String(1 + ((i * 7) % 28)).padStart(2, '0')}`,
      email: `${['wangwei', 'zhangwei', 'lina', 'wangfang'][i % 4]}@${['qq', '163', '126', 'sina'][Math.floor(i / 4) % 4]}.com`,
    },
  }))
  const taken = judgeMatching(records, standardRules).found.filter(({ a, b }) => a.fields.birthday !== b.fields.birthday)
  expect(taken).toEqual([])
})
