import { expect, test } from 'vitest'
import { adjustForMany, newcombe, sharesAlike, tailOfNormal, wilson } from './shares.ts'

test('a share has Wilson’s interval, which is never outside 0 and 1', () => {
  // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  const said = (n: number, of: number) => [wilson(n, of).low, wilson(n, of).high].map((x) => x.toFixed(4))
  expect(said(81, 263)).toEqual(['0.2553', '0.3662'])
  expect(said(15, 148)).toEqual(['0.0624', '0.1605'])
  expect(said(0, 20)).toEqual(['0.0000', '0.1611'])
  expect(said(1, 29)).toEqual(['0.0061', '0.1718'])
})

test('the difference of two shares has Newcombe’s interval', () => {
  // Newcombe 1998b, table II, method 10: 56/70 − 48/80, 9/10 − 3/10, 0/10 − 0/20.
  const said = (a: number, m: number, b: number, n: number) => {
    const found = newcombe({ n: a, of: m }, { n: b, of: n })
    return found && [found.low, found.high].map((x) => x.toFixed(4))
  }
  expect(said(56, 70, 48, 80)).toEqual(['0.0524', '0.3339'])
  expect(said(9, 10, 3, 10)).toEqual(['0.1705', '0.8090'])
  expect(said(0, 10, 0, 20)).toEqual(['-0.1611', '0.2775'])
  expect(newcombe({ n: 0, of: 0 }, { n: 1, of: 2 })).toBeNull()
})

test('tails of the normal are those of the tables', () => {
  expect(tailOfNormal(0)).toBeCloseTo(1, 6)
  expect(tailOfNormal(1.959963984540054)).toBeCloseTo(0.05, 6)
  expect(tailOfNormal(-3)).toBeCloseTo(0.0026998, 6)
})

test('nobody on one side tells nothing, and equal shares are alike', () => {
  expect(sharesAlike({ n: 0, of: 0 }, { n: 3, of: 4 })).toBe(1)
  expect(sharesAlike({ n: 5, of: 10 }, { n: 50, of: 100 })).toBeCloseTo(1, 6)
  expect(sharesAlike({ n: 0, of: 10 }, { n: 0, of: 10 })).toBe(1)
})

test('of many tests at once each is judged by how many there were', () => {
  // Benjamini and Hochberg 1995, section 4.1: fifteen p-values, of which four are found at 5 %.
  const p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1]
  expect(adjustForMany(p).filter((one) => one <= 0.05)).toHaveLength(4)
  expect(adjustForMany(p.toReversed()).toReversed()).toEqual(adjustForMany(p))
  expect(adjustForMany([])).toEqual([])
})
