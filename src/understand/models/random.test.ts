import { expect, test } from 'vitest'
import { makeRandom, type Random } from './random.ts'

const draws = 20_000
function momentsOf(draw: (random: Random) => number) {
  const random = makeRandom(11)
  const all = Array.from({ length: draws }, () => draw(random))
  const mean = all.reduce((sum, each) => sum + each, 0) / draws
  return { mean, variance: all.reduce((sum, each) => sum + (each - mean) ** 2, 0) / draws }
}

test.each([
  ['uniform', (r: Random) => r.uniform(), 1 / 2, 1 / 12],
  ['normal', (r: Random) => r.normal(), 0, 1],
  ['exponential', (r: Random) => r.exponential(), 1, 1],
  ['gamma(0.3)', (r: Random) => r.gamma(0.3), 0.3, 0.3],
  ['gamma(7)', (r: Random) => r.gamma(7), 7, 7],
  ['beta(0.8, 2.4)', (r: Random) => r.beta(0.8, 2.4), 0.25, 0.1875 / 4.2],
  ['whole', (r: Random) => r.whole(10), 4.5, 8.25],
] as const)('%s has its mean and its variance, within four standard errors', (_, draw, mean, variance) => {
  const found = momentsOf(draw)
  expect(Math.abs(found.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / draws))
  expect(Math.abs(found.variance / variance - 1)).toBeLessThan(0.12)
})

test('the same seed gives the same numbers, another gives others, and a part of its own does not shift the rest', () => {
  const list = (random: Random) => Array.from({ length: 5 }, () => random.uniform())
  expect(list(makeRandom(3))).toEqual(list(makeRandom(3)))
  expect(list(makeRandom(3))).not.toEqual(list(makeRandom(4)))
  const [one, other] = [makeRandom(3), makeRandom(3)]
  list(one.split())
  other.split()
  expect(list(one)).toEqual(list(other))
})
