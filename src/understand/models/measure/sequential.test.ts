import { describe, expect, test } from 'vitest'
import { makeRandom, type Random } from '../random.ts'
import { takeOutBefore, type SumsWithBefore } from './covariate.ts'
import { holm, poolEffects } from './pool-effects.ts'
import { peopleArcsine, peoplePooled, peopleUnpooled, visibleDifference } from './sample-size.ts'
import { bestMixture, errorsToEachSide, sampleOf, type Sample, sequentialMeans, sequentialShares, surelyBest } from './sequential.ts'

/** How many trials are simulated: 2,000 by REGULARS_SIMULATIONS=2000, fewer in the everyday run. */
const trials = Number(process.env['REGULARS_SIMULATIONS'] ?? 400)
/** Three standard errors above 5 %: what chance alone may show. */
const mostFalse = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / trials)

type Running = { people: number; sum: number; squares: number }
const nobody = (): Running => ({ people: 0, sum: 0, squares: 0 })
function add(to: Running, value: number, before = 0): void {
  to.people += before === 0 ? 1 : 0
  to.sum += value
  to.squares += (value + before) ** 2 - before ** 2
}

/** Shopping as it is: most buy nothing, the rest spend log-normally, some of them very much. */
const spend = (random: Random, share: number, sigma = 1) => (random.uniform() < share ? 10_000 * Math.exp(sigma * random.normal()) : 0)

describe('the interval that holds at all times', () => {
  test('its width agrees with the published formula of the asymptotic confidence sequence', () => {
    // Waudby-Smith et al. 2024, formula (8): sd · sqrt(2 (tρ² + 1) / (t² ρ²) · ln(sqrt(tρ² + 1) / α)).
    const [t, alpha] = [500, 0.05]
    const rho2 = bestMixture(alpha) / 1_000
    const published = Math.sqrt(((2 * (t * rho2 + 1)) / (t ** 2 * rho2)) * Math.log(Math.sqrt(t * rho2 + 1) / alpha))
    expect(errorsToEachSide(t / 1_000, alpha) / Math.sqrt(t)).toBeCloseTo(published, 12)
    // The same in words of the mixture test (Johari et al. 2022): sqrt(V (V + τ²) / τ² · (2 ln(1/α) + ln((V + τ²) / V))).
    const [v, tau2] = [1 / t, rho2]
    expect(published).toBeCloseTo(Math.sqrt(((v * (v + tau2)) / tau2) * (2 * Math.log(1 / alpha) + Math.log((v + tau2) / v))), 12)
  })

  test('it is narrowest where it was planned to be, and one and a half times as wide as one look alone', () => {
    expect(bestMixture(0.05) + 1 - Math.log(bestMixture(0.05) + 1)).toBeCloseTo(1 + 2 * Math.log(20), 10)
    expect(errorsToEachSide(1)).toBeCloseTo(3.035, 3)
    const widthAt = (planned: number) => errorsToEachSide(1_000 / planned)
    expect(widthAt(1_000)).toBeLessThan(widthAt(900))
    expect(widthAt(1_000)).toBeLessThan(widthAt(1_100))
    expect(errorsToEachSide(0)).toBe(Infinity)
  })

  test('p is the level at which zero would just be outside', () => {
    const a: Sample = { people: 400, mean: 130, variance: 90_000 }
    const b: Sample = { people: 100, mean: 20, variance: 80_000 }
    const found = sequentialMeans(a, b, { plannedPeople: 1_000 })
    const again = sequentialMeans(a, b, { plannedPeople: 1_000, alpha: 0.05 })
    expect(found).toEqual(again)
    expect(found?.value).toBe(110)
    expect((found?.p ?? 1) < 0.05).toBe(found?.stop === 'a')
    expect(sequentialMeans(b, a, { plannedPeople: 1_000 })?.stop).toBe(found?.stop === 'a' ? 'b' : null)
  })

  test('nothing is said of nobody, of one, and of people who all did the same', () => {
    const one: Sample = { people: 1, mean: 5, variance: 0 }
    const same: Sample = { people: 50, mean: 5, variance: 0 }
    expect(sequentialMeans(one, same, { plannedPeople: 100 })).toBeNull()
    expect(sequentialMeans(same, same, { plannedPeople: 100 })).toBeNull()
    expect(sequentialShares({ n: 0, of: 0 }, { n: 1, of: 2 }, { plannedPeople: 100 })).toBeNull()
    expect(sequentialShares({ n: 0, of: 40 }, { n: 0, of: 40 }, { plannedPeople: 100 })).toMatchObject({ value: 0, stop: null })
    expect(sampleOf({ people: 3, sum: 6, squares: 14 })).toEqual({ people: 3, mean: 2, variance: 1 })
  })

  test(`of ${trials} trials without effect, looked at every day, fewer than one in twenty cries wolf (long-tailed spend)`, () => {
    const random = makeRandom(20260615)
    let [wolves, shareWolves, oneLookWolves] = [0, 0, 0]
    for (let trial = 0; trial < trials; trial++) {
      const arms = [nobody(), nobody()] as const
      const buyers = [0, 0]
      const cried = { safe: false, shares: false, oneLook: false }
      for (let day = 0; day < 90; day++) {
        for (let person = 0; person < 25; person++) {
          const arm = random.uniform() < 0.2 ? 1 : 0
          const amount = spend(random, 0.15)
          add(arms[arm], amount)
          if (amount > 0) buyers[arm] = (buyers[arm] ?? 0) + 1
        }
        if ((buyers[0] ?? 0) + (buyers[1] ?? 0) < 20 || arms[1].people < 30) continue
        const sampled = (arm: 0 | 1) => ({ ...sampleOf(arms[arm]), active: buyers[arm] ?? 0 })
        const found = sequentialMeans(sampled(0), sampled(1), { plannedPeople: 1_000 })
        if (found?.stop) cried.safe = true
        const [a, b] = [sampleOf(arms[0]), sampleOf(arms[1])]
        if (Math.abs(a.mean - b.mean) > 1.96 * Math.sqrt(a.variance / a.people + b.variance / b.people)) cried.oneLook = true
        const shares = sequentialShares({ n: buyers[0] ?? 0, of: a.people }, { n: buyers[1] ?? 0, of: b.people }, { plannedPeople: 1_000 })
        if (shares?.stop) cried.shares = true
      }
      wolves += cried.safe ? 1 : 0
      shareWolves += cried.shares ? 1 : 0
      oneLookWolves += cried.oneLook ? 1 : 0
    }
    expect(wolves / trials).toBeLessThan(mostFalse)
    expect(shareWolves / trials).toBeLessThan(mostFalse)
    // The usual interval, looked at every day, is fooled several times as often: the test can fail.
    expect(oneLookWolves / trials).toBeGreaterThan(0.2)
  }, 120_000)

  test('outcomes that grow while one looks do not fool it either', () => {
    const random = makeRandom(7)
    let wolves = 0
    for (let trial = 0; trial < trials; trial++) {
      // A campaign: all are drawn on one day and buy, each at their own rate, on the 30 days after.
      const people = Array.from({ length: 400 }, (_, i) => ({ arm: i % 5 === 0 ? 1 : 0, rate: 0.02 * random.gamma(1), so: 0 }))
      const arms = [nobody(), nobody()] as const
      for (const { arm } of people) arms[arm === 1 ? 1 : 0].people += 1
      let cried = false
      for (let day = 0; day < 30; day++) {
        for (const person of people) {
          const amount = random.uniform() < person.rate ? 10_000 * Math.exp(0.8 * random.normal()) : 0
          if (amount === 0) continue
          const arm = arms[person.arm === 1 ? 1 : 0]
          arm.sum += amount
          arm.squares += (person.so + amount) ** 2 - person.so ** 2
          person.so += amount
        }
        // Variance of 30 days' spend, as the month before would have told.
        const watch = { plannedPeople: 400, plannedVariance: 2.8e8 }
        if (sequentialMeans(sampleOf(arms[0]), sampleOf(arms[1]), watch)?.stop) cried = true
      }
      wolves += cried ? 1 : 0
    }
    expect(wolves / trials).toBeLessThan(mostFalse)
  }, 120_000)

  test('an effect that is there is covered on every day, and found about as often as the plan says', () => {
    const random = makeRandom(99)
    let [missed, found, fixed] = [0, 0, 0]
    const rounds = Math.min(trials, 400)
    for (let trial = 0; trial < rounds; trial++) {
      const arms = [nobody(), nobody()] as const
      let outside = false
      let stopped = false
      // sd 100; planned 1,000 people by halves: visible is (3.035 + 0.842) · 100 · sqrt(4 / 1000) = 24.5.
      const effect = visibleDifference({ treated: 500, holdout: 500 }, 10_000, 1_000)
      for (let day = 1; day <= 40; day++) {
        for (let i = 0; i < 25; i++) add(arms[i % 2 === 0 ? 0 : 1], (i % 2 === 0 ? effect : 0) + 100 * random.normal())
        const now = sequentialMeans(sampleOf(arms[0]), sampleOf(arms[1]), { plannedPeople: 1_000 })
        if (now && (now.low > effect || now.high < effect)) outside = true
        if (now?.stop === 'a') stopped = true
        if (day === 40 && now && now.value / ((now.high - now.value) / errorsToEachSide(1)) > 1.96) fixed += 1
      }
      missed += outside ? 1 : 0
      found += stopped ? 1 : 0
    }
    expect(missed / rounds).toBeLessThan(0.05 + 3 * Math.sqrt(0.0475 / rounds))
    // 80 % at the last look, some more by the looks before; one look alone would find more still.
    expect(found / rounds).toBeGreaterThan(0.76)
    expect(fixed / rounds).toBeGreaterThan(found / rounds)
  }, 60_000)

  test('of several arms the one that beats each other is surely the best, and with no difference none is', () => {
    const arms: Sample[] = [
      { people: 900, mean: 100, variance: 10_000 },
      { people: 900, mean: 140, variance: 10_000 },
      { people: 900, mean: 101, variance: 10_000 },
    ]
    const best = (of: readonly Sample[]) =>
      surelyBest(of.length, (a, b, alpha) => {
        const [one, other] = [of[a], of[b]]
        return one && other ? sequentialMeans(one, other, { plannedPeople: 2_000, alpha }) : null
      })
    expect(best(arms)).toBe(1)
    expect(best(arms.map((arm) => ({ ...arm, mean: 100 })))).toBeNull()
    expect(best([])).toBeNull()
    expect(best(arms.slice(0, 1))).toBeNull()
  })
})

describe('sample sizes', () => {
  test.each([
    [0.1, 0.11, 14_750.8, 14_748.0, 14_744.1],
    [0.05, 0.055, 31_233.4, 31_230.7, 31_217.4],
    [0.02, 0.022, 80_681.4, 80_678.6, 80_637.2],
    [2_262 / 21_306, 2_262 / 21_306 + 0.01, 15_509.6, 15_506.9, 15_503.4],
  ])('from %d to %d: the published numbers of people in each arm', (p1, p2, pooled, unpooled, arcsine) => {
    expect(peoplePooled(p1, p2)).toBeCloseTo(pooled, 0)
    expect(peopleUnpooled(p1, p2)).toBeCloseTo(unpooled, 0)
    expect(peopleArcsine(p1, p2)).toBeCloseTo(arcsine, 0)
  })

  test('what can be seen shrinks with more people and is endless with an empty arm', () => {
    const at = (treated: number, holdout: number) => visibleDifference({ treated, holdout }, 10_000, 1_000)
    expect(at(900, 100)).toBeGreaterThan(at(500, 500))
    expect(at(1_800, 200)).toBeLessThan(at(900, 100))
    expect(at(10, 0)).toBe(Infinity)
  })
})

describe('what was known before', () => {
  test('takes its share of the variance away and leaves the effect', () => {
    const random = makeRandom(3)
    const arms = [0, 1].map((arm): SumsWithBefore => {
      const made = { people: 0, sum: 0, squares: 0, before: 0, beforeSquares: 0, together: 0 }
      for (let i = 0; i < 4_000; i++) {
        const before = random.gamma(2) * 100
        const after = 0.6 * before + 50 * random.normal() + (arm === 0 ? 5 : 0)
        made.people += 1
        made.sum += after
        made.squares += after ** 2
        made.before += before
        made.beforeSquares += before ** 2
        made.together += before * after
      }
      return made
    })
    const { arms: adjusted, explained } = takeOutBefore(arms)
    // Var of 0.6 · before is 0.36 · 2 · 100² = 7200, beside 2500 of noise.
    expect(explained).toBeCloseTo(7_200 / 9_700, 1)
    const raw = arms.map(sampleOf)
    expect((adjusted[0]?.variance ?? 0) / (raw[0]?.variance ?? 1)).toBeCloseTo(1 - explained, 1)
    expect(Math.abs((adjusted[0]?.mean ?? 0) - (adjusted[1]?.mean ?? 0) - 5)).toBeLessThan(4)
  })

  test('of people of whom nothing is known nothing is taken out', () => {
    const arm: SumsWithBefore = { people: 3, sum: 6, squares: 14, before: 0, beforeSquares: 0, together: 0 }
    expect(takeOutBefore([arm, arm])).toEqual({ arms: [sampleOf(arm), sampleOf(arm)], explained: 0 })
    const empty: SumsWithBefore = { people: 0, sum: 0, squares: 0, before: 0, beforeSquares: 0, together: 0 }
    expect(takeOutBefore([arm, empty]).arms[1]).toEqual({ people: 0, mean: 0, variance: 0 })
  })
})

describe('several trials together', () => {
  test('like effects are pooled by what each says, unlike ones with the difference between them', () => {
    // By hand: weights 4 and 1.
    expect(
      poolEffects([
        { value: 1, variance: 0.25 },
        { value: 1.5, variance: 1 },
      ])?.mean,
    ).toEqual({ value: 1.1, variance: 0.2 })
    const apart = poolEffects([
      { value: 0, variance: 1 },
      { value: 10, variance: 1 },
    ])
    // Q = 50, one degree: (50 - 1) / (2 - 2/2) = 49.
    expect(apart?.between).toBe(49)
    expect(apart?.mean).toEqual({ value: 5, variance: 25 })
    expect(apart?.shrunk[0]?.value).toBeCloseTo(0.1, 12)
    expect(poolEffects([])).toBeNull()
    expect(poolEffects([{ value: 1, variance: Infinity }])).toBeNull()
  })

  test('a trial that says little is pulled to the others, and its interval still holds the truth', () => {
    const random = makeRandom(11)
    let [inside, all, nearer] = [0, 0, 0]
    for (let round = 0; round < 300; round++) {
      const truths = Array.from({ length: 12 }, () => 0.1 + 0.05 * random.normal())
      const effects = truths.map((truth) => ({ value: truth + 0.1 * random.normal(), variance: 0.01 }))
      const pooled = poolEffects(effects)
      for (const [i, truth] of truths.entries()) {
        const shrunk = pooled?.shrunk[i]
        if (!shrunk) continue
        all += 1
        inside += Math.abs(shrunk.value - truth) <= 1.96 * Math.sqrt(shrunk.variance) ? 1 : 0
        nearer += Math.abs(shrunk.value - truth) <= Math.abs((effects[i]?.value ?? 0) - truth) ? 1 : 0
      }
    }
    expect(nearer / all).toBeGreaterThan(0.6)
    expect(inside / all).toBeGreaterThan(0.8)
  })

  test('Holm’s adjustment of the example in his paper’s manner', () => {
    expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06])
    expect(holm([])).toEqual([])
  })
})
