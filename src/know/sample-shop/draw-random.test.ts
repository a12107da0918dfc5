import { describe, expect, it } from 'vitest'
import { drawFrom } from './draw-random.ts'

const many = (draw: () => number, count = 40_000) => Array.from({ length: count }, draw)
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const variance = (values: readonly number[]) => {
  const middle = mean(values)
  return mean(values.map((value) => (value - middle) ** 2))
}

describe('a stream of chance', () => {
  it('gives the same draws for the same seed and stream', () => {
    expect(many(drawFrom(7, 3).next, 50)).toEqual(many(drawFrom(7, 3).next, 50))
  })

  it('gives other draws for a neighbouring seed or stream', () => {
    const first = [drawFrom(7, 3), drawFrom(8, 3), drawFrom(7, 4), drawFrom(3, 7)].map((chance) => chance.next())
    expect(new Set(first).size).toBe(4)
  })

  it('is spread evenly, within one stream and over the first draws of many', () => {
    const within = many(drawFrom(1, 1).next)
    const across = Array.from({ length: 40_000 }, (_, stream) => drawFrom(1, stream).next())
    for (const draws of [within, across]) {
      const tenths = Array.from({ length: 10 }, () => 0)
      for (const draw of draws) tenths[Math.floor(draw * 10)] = (tenths[Math.floor(draw * 10)] ?? 0) + 1
      // Chi-squared with 9 degrees of freedom: 27.9 is passed once in a thousand.
      expect(tenths.reduce((sum, n) => sum + (n - 4000) ** 2 / 4000, 0)).toBeLessThan(27.9)
    }
  })

  it('draws whole numbers with both ends included', () => {
    expect(new Set(many(() => drawn.whole(2, 4), 200))).toEqual(new Set([2, 3, 4]))
  })

  it('draws entries as often as they weigh, and never one that weighs nothing', () => {
    const draws = many(() =>
      drawn
        .weighted(
          [
            ['a', 3],
            ['b', 1],
            ['c', 0],
          ] as const,
          ([, weight]) => weight,
        )[0]
        .charCodeAt(0),
    )
    expect(draws.filter((code) => code === 97).length / draws.length).toBeCloseTo(0.75, 1)
    expect(draws.filter((code) => code === 99)).toEqual([])
  })

  it('has the mean and the variance of each distribution', () => {
    const normal = many(drawn.normal)
    expect(mean(normal)).toBeCloseTo(0, 1)
    expect(variance(normal)).toBeCloseTo(1, 1)
    expect(mean(many(() => drawn.exponential(5))) / 5).toBeCloseTo(1, 1)
    for (const shape of [0.5, 1.6, 4]) {
      const gamma = many(() => drawn.gamma(shape, 10))
      expect(mean(gamma) / 10).toBeCloseTo(1, 1)
      expect((variance(gamma) * shape) / 100).toBeCloseTo(1, 0)
    }
  })

  it('refuses to draw from nothing', () => {
    expect(() => drawn.oneOf([])).toThrow(RangeError)
    expect(() => drawn.weighted([], () => 1)).toThrow(RangeError)
  })
})

const drawn = drawFrom(11, 0)
