import { expect, test } from 'vitest'
import { compareVariants } from './compare-variants.ts'
import { type Baseline, recommendHoldout, sizeHoldout, usualPercents, weeksOf } from './size-holdout.ts'

/** One in ten buys for ¥200 or so in a month. */
const baseline: Baseline = { people: 5_000, buyingRate: 0.1, mean: 2_000, variance: 4.5e7 }

const planned = (coming: Parameters<typeof sizeHoldout>[0]) => {
  const choices = usualPercents.map((percent) => sizeHoldout(coming, baseline, 30, percent, 0.1))
  return { choices, ...recommendHoldout(choices, weeksOf(coming, 30)) }
}

test('a large audience needs few held out, a small one more, and a tiny one is read with others', () => {
  const large = planned({ atOnce: 200_000 })
  expect([large.percent, large.reason.zh]).toEqual([5, expect.stringContaining('5% 就够')])
  const middle = planned({ atOnce: 6_000 })
  expect([middle.percent, middle.reason.zh]).toEqual([50, expect.stringContaining('样本太小，只能看到')])
  const tiny = planned({ atOnce: 150 })
  expect([tiny.percent, tiny.reason.zh]).toEqual([10, expect.stringContaining('合起来看')])
})

test('people of a stream count once their window is over, so the first month shows nothing', () => {
  const { weeks } = sizeHoldout({ perWeek: 40 }, baseline, 30, 10, 0.1)
  expect(weeks).toHaveLength(26)
  expect(weeks.slice(0, 4).every(({ visible }) => visible === null)).toBe(true)
  expect(weeks[25]).toMatchObject({ holdout: Math.round(40 * (26 - 30 / 7) * 0.1) })
  const told = weeks.flatMap(({ visibleBuyers }) => visibleBuyers ?? [])
  expect(told).toEqual(told.toSorted((a, b) => b - a))
})

test('holding out costs what those people would have brought, and with no purchases nothing is promised', () => {
  expect(sizeHoldout({ atOnce: 1_000 }, baseline, 30, 10, 0.1)).toMatchObject({ heldOut: 100, cost: 100 * 2_000 * 0.1 })
  const nobody = sizeHoldout({ atOnce: 0 }, { people: 0, buyingRate: 0, mean: 0, variance: 0 }, 30, 10, 0.1)
  expect(nobody.visible).toBeNull()
  expect(recommendHoldout([nobody], 5)).toMatchObject({ percent: 10, reason: { en: expect.stringContaining('begin with 10%') } })
})

test('where all did the same before, nothing is promised: never “0 %”', () => {
  const everybodyTheSame: Baseline = { people: 500, buyingRate: 1, mean: 2_000, variance: 0 }
  const nobodyBought: Baseline = { people: 500, buyingRate: 0, mean: 0, variance: 0 }
  for (const same of [everybodyTheSame, nobodyBought])
    for (const coming of [{ atOnce: 1_000 }, { perWeek: 100 }]) {
      const choice = sizeHoldout(coming, same, 30, 10, 0.1)
      expect(choice.visible).toBeNull()
      expect(choice.weeks.every(({ visible, visibleBuyers }) => visible === null && visibleBuyers === null)).toBe(true)
      expect(recommendHoldout([choice], 26).percent).toBe(10)
    }
  // All bought, each for another amount: their spend tells.
  expect(sizeHoldout({ atOnce: 1_000 }, { people: 500, buyingRate: 1, mean: 2_000, variance: 10 }, 30, 10, 0.1).visible).not.toBeNull()
})

test('several variants are judged more strictly than one', () => {
  const sample = (mean: number) => ({ people: 400, mean, variance: 10_000 })
  const watch = { plannedPeople: 1_200 }
  const alone = compareVariants([{ variant: 'a', sample: sample(22) }], sample(0), watch)
  const three = compareVariants(
    ['a', 'b', 'c'].map((variant, i) => ({ variant, sample: sample(22 + i) })),
    sample(0),
    watch,
  )
  const width = (lift: { low: number; high: number } | null | undefined) => (lift ? lift.high - lift.low : 0)
  expect(width(three.against[0]?.lift)).toBeGreaterThan(width(alone.against[0]?.lift))
  expect(three.against[0]?.p).toBeGreaterThan(alone.against[0]?.p ?? 1)
  expect([three.pairs.length, three.best, alone.best]).toEqual([3, null, null])
  expect(compareVariants([{ variant: 'a', sample: sample(5) }], null, watch).against[0]).toEqual({ lift: null, p: null })
})
