import { expect, test } from 'vitest'
import { sayReasons } from './say-reasons.ts'

const past = {
  days: 2,
  sinceLast: 1,
  spanDays: 9,
  gapDays: 9,
  repeat: 10_000,
  hidden: { rhythm: true, amount: false },
  money: (minor: number) => ({ zh: `${minor}`, en: `${minor}` }),
}
const nine = (of: (at: number) => number) => Array.from({ length: 9 }, (_, at) => of(at + 1))

test.each([
  ['all who came back pay the same', nine(() => 10_000), '差不多'],
  ['most pay more', nine((n) => n * 9_000), '比多数回头客少'],
  ['most pay less', nine((n) => n * 1_300), '比 70% 的回头客多'],
])('an amount is held against those who came back, ties counting for neither side: %s', (_, repeat, words) => {
  const [, amount] = sayReasons(past, { days: nine(() => 1), repeat })
  expect(amount?.words.zh).toContain(words)
})
