import { expect, test } from 'vitest'
import { compareWays } from './compare-ways.ts'

const share = (way: string, people: number, sum: number) => ({ way, people, sum, squares: sum })

test('two ways of one test: the difference of shares with an interval, and none where a way has nobody', () => {
  const [pair] = compareWays([share('a', 500, 60), share('b', 500, 110)], 'purchase', 1_000)
  expect(pair).toMatchObject({ one: 'a', other: 'b' })
  expect(pair?.lift?.value).toBeCloseTo(-0.1, 10)
  expect(pair?.lift?.high).toBeLessThan(0)
  expect(pair?.p).toBeLessThan(0.05)
  expect(compareWays([share('a', 0, 0), share('b', 500, 110)], 'purchase', 1_000)).toEqual([{ one: 'a', other: 'b', lift: null, p: 1 }])
})

test('of three ways each pair is told, and each interval is wider than it would be alone', () => {
  const three = compareWays([share('a', 400, 40), share('b', 400, 60), share('c', 400, 80)], 'click', 1_200)
  expect(three.map(({ one, other }) => one + other)).toEqual(['ab', 'ac', 'bc'])
  const [alone] = compareWays([share('a', 400, 40), share('c', 400, 80)], 'click', 1_200)
  const wide = (one: (typeof three)[number] | undefined) => (one?.lift?.high ?? 0) - (one?.lift?.low ?? 0)
  expect(wide(three[1])).toBeGreaterThan(wide(alone))
})

test('money is compared as means a person', () => {
  const way = (name: string, people: number, each: number) => ({
    way: name,
    people,
    sum: people * each,
    squares: (people / 2) * (each - 10) ** 2 + (people / 2) * (each + 10) ** 2,
  })
  const [pair] = compareWays([way('a', 300, 100), way('b', 300, 150)], 'revenue', 600)
  expect(pair?.lift?.value).toBeCloseTo(-50, 6)
  expect(pair?.lift?.high).toBeLessThan(0)
})
