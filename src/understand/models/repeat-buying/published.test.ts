import { describe, expect, test } from 'vitest'
import { bgBbAlive, bgBbConditional, bgBbExpected, bgBbProbability, fitBgBb } from './bg-bb.ts'
import { purchaseChances } from './buying-ahead.ts'
import { discountedResidual } from './discounted-residual.ts'
import { expectedSpend } from './gamma-gamma.ts'
import { emptyIntegral, leavingIntegral } from './leaving-integral.ts'
import { lnHypergeometric } from '../special/hypergeometric.ts'
import type { RepeatModelKind, RepeatParameters } from './repeat-model.ts'
import { alive, aheadOf, conditional, conditionalNone, expected, logLikelihood, probabilityOf, repeatModels } from './repeat-models.ts'
import { rowsOf } from './repeat-rows.ts'
import { fitSbg, sbgResidual, sbgRetention, sbgSurvival } from './shifted-beta-geometric.ts'

type Given = { readonly kind: RepeatModelKind; readonly parameters: RepeatParameters }
const bg: Given = { kind: 'bg-nbd', parameters: { r: 0.2425945, alpha: 4.4136019, a: 0.7929199, b: 2.4258881 } }
const mbg: Given = { kind: 'mbg-nbd', parameters: { r: 0.524843, alpha: 6.183082, a: 0.89136, b: 1.614003 } }
const pareto: Given = { kind: 'pareto-nbd', parameters: { r: 0.553277, alpha: 10.57751, s: 0.606218, beta: 11.667895 } }
const btyd: Given = { kind: 'pareto-nbd', parameters: { r: 0.553397, alpha: 10.580199, s: 0.606062, beta: 11.656224 } }
const plain: Given = { kind: 'nbd', parameters: { r: 0.384766, alpha: 12.072022 } }

/** Equal up to the given number of units in the last printed digit of what the paper or library prints. */
const near = (found: number, wanted: number, relative = 1e-4) =>
  expect(Math.abs(found - wanted), `${found} for ${wanted}`).toBeLessThanOrEqual(relative * Math.abs(wanted))

describe('what a new customer is expected to buy', () => {
  const times = [0.1429, 1, 3, 31.8571, 32, 39, 78]
  test.each([
    [bg, [0.007816, 0.053185, 0.150632, 1.040494, 1.043737, 1.195016, 1.857972], 3e-4],
    [mbg, [0.00778, 0.053061, 0.150793, 1.033471, 1.036609, 1.182284, 1.803636], 3e-4],
    [pareto, [0.007447, 0.051007, 0.146135, 1.05291, 1.056272, 1.213411, 1.909896], 4e-4],
  ] as const)('$kind', (given, wanted, within) => {
    times.forEach((t, i) => near(expected(given, t), wanted[i] ?? 0, within))
  })

  test('Pareto/NBD for nought to nine weeks as in the manual', () => {
    const wanted = [0, 0.05077821, 0.09916088, 0.14542507, 0.1897993, 0.23247466, 0.27361274, 0.31335159, 0.35181024, 0.38909211]
    wanted.forEach((value, t) => expect(expected(btyd, t)).toBeCloseTo(value, 2))
  })
})

const pasts = [
  { x: 2, tx: 30.43, t: 38.86, weeks: 39, bg: [1.22591, 0.726609], mbg: [1.262671, 0.706126], pareto: [1.45513, 0.869123] },
  { x: 0, tx: 0, t: 38.86, weeks: 39, bg: [0.194781, 1], mbg: [0.153954, 0.389716], pareto: [0.107061, 0.2951] },
  { x: 1, tx: 10, t: 38.86, weeks: 39, bg: [0.41981, 0.438351], mbg: [0.421155, 0.381068], pareto: [0.406416, 0.399025] },
  { x: 4, tx: 35, t: 38.86, weeks: 39, bg: [2.552278, 0.821543], mbg: [2.520146, 0.807661], pareto: [2.817206, 0.943564] },
  { x: 26, tx: 30.86, t: 31, weeks: 52, bg: [25.759475, 0.96892], mbg: [23.999958, 0.965553], pareto: [25.456842, 0.997918] },
  { x: 29, tx: 38, t: 38.86, weeks: 39, bg: [19.453013, 0.955228], mbg: [18.382838, 0.951075], pareto: [19.116708, 0.98647] },
] as const

test.each(pasts)('one customer with $x purchases in $t weeks', ({ x, tx, t, weeks, ...wanted }) => {
  for (const [given, [purchases, chance]] of [
    [bg, wanted.bg],
    [mbg, wanted.mbg],
    [pareto, wanted.pareto],
  ] as const) {
    near(conditional(given, x, tx, t, weeks), purchases, 5e-5)
    near(alive(given, x, tx, t), chance, 5e-5)
  }
})

describe('chances of so many purchases', () => {
  const manual: Given = { kind: 'bg-nbd', parameters: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } }
  test('BG/NBD to the printed digits of the manual', () => {
    expect(probabilityOf(manual, 10, 2).toExponential(5)).toBe('1.07869e-7')
    expect(probabilityOf(manual, 0, 39).toFixed(7)).toBe('0.5737864')
    const wanted = [
      0.0019995214, 0.0015170236, 0.001163315, 0.0009003148, 0.0007023638, 0.0005517902, 0.0004361913, 0.0003467171, 0.0002769613,
      0.000222226,
    ]
    wanted.forEach((value, i) => expect(probabilityOf(manual, 11 + i, 30)).toBeCloseTo(value, 10))
  })

  test('nought to seven in 39 weeks', () => {
    const wanted = {
      bg: [0.574305, 0.199193, 0.085324, 0.045798, 0.027632, 0.017939, 0.01225, 0.008682],
      pareto: [0.593569, 0.165585, 0.082499, 0.049047, 0.0317, 0.021488, 0.015013, 0.010709],
    }
    wanted.bg.forEach((value, n) => near(probabilityOf(bg, n, 39), value, 6e-5))
    wanted.pareto.forEach((value, n) => near(probabilityOf(btyd, n, 39), value, 6e-5))
  })

  test.each([bg, mbg, pareto, plain])('of $kind they sum to one and have the expected mean, for anybody', (given) => {
    for (const [x, tx, t] of [
      [0, 0, 40],
      [3, 12, 40],
      [40, 39, 40],
      [900, 199, 200],
    ] as const) {
      for (const weeks of [0.5, 30, 400]) {
        const ahead = aheadOf(given, x, tx, t)
        const chances = purchaseChances(ahead, weeks)
        expect(chances.every((each) => each >= 0)).toBe(true)
        expect(chances.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 10)
        near(
          chances.reduce((sum, each, n) => sum + n * each, 0),
          conditional(given, x, tx, t, weeks),
          1e-7,
        )
        expect(chances[0]).toBeCloseTo(conditionalNone(given, x, tx, t, weeks), 9)
      }
    }
  })
})

test('the expected purchases of BG/NBD equal the formula with ₂F₁ of the paper', () => {
  const { r = 0, alpha = 0, b = 0 } = bg.parameters
  const a = 1.7
  for (const t of [0.5, 10, 300]) {
    const f = Math.exp(lnHypergeometric(r, b, a + b - 1, t / (alpha + t)))
    const formula = ((a + b - 1) / (a - 1)) * (1 - (alpha / (alpha + t)) ** r * f)
    near(expected({ kind: 'bg-nbd', parameters: { r, alpha, a, b } }, t), formula, 1e-10)
  }
})

test('the integral of Pareto/NBD equals the difference of two ₂F₁, whichever of alpha and beta is larger', () => {
  const bySeries = (power: number, alpha: number, s: number, beta: number, from: number, to: number) => {
    const all = power + s
    const term = (t: number) =>
      alpha >= beta
        ? lnHypergeometric(all, s + 1, all + 1, (alpha - beta) / (alpha + t)) - all * Math.log(alpha + t)
        : lnHypergeometric(all, power, all + 1, (beta - alpha) / (beta + t)) - all * Math.log(beta + t)
    const unit = power * Math.log(alpha + from) + s * Math.log(beta + from)
    return (Math.exp(term(from) + unit) - Math.exp(term(to) + unit)) / all
  }
  for (const [power, alpha, s, beta, from, to] of [
    [0.55, 10.6, 0.6, 11.7, 0, 39],
    [26.55, 10.6, 0.6, 11.7, 10, 31],
    [300.3, 2, 1.4, 30, 20, 90],
    [3, 30, 0.2, 0.05, 0, 500],
  ] as const) {
    near(leavingIntegral(power, alpha, s, beta, from, to, emptyIntegral()).value, bySeries(power, alpha, s, beta, from, to), 1e-11)
  }
})

test('purchases still to come, discounted, are those of the manual and fall as the rate rises', () => {
  const busy = aheadOf(btyd, 26, 30.86, 31)
  near(discountedResidual(busy, 0.0027), 86.035, 1e-6)
  near(discountedResidual(busy, 0.002), 102.519, 1e-5)
  near(discountedResidual(busy, 0.001), 150.324, 1e-6)
  near(discountedResidual(aheadOf(btyd, 2, 30.43, 38.86), 0.0027), 6.48294, 1e-6)
  for (const { x, tx, t } of pasts) {
    const [low = 0, middle = 0, high = 0] = [0.001, 0.06, 0.99].map((rate) => discountedResidual(aheadOf(btyd, x, tx, t), rate))
    expect(low > middle && middle > high && high > 0).toBe(true)
  }
})

test('the expected amounts of the first ten customers are those of the sheet', () => {
  const parameters = { p: 6.25, q: 3.74, v: 15.44 }
  const customers = [
    [2, 22.35, 24.65],
    [1, 11.77, 18.91],
    [0, 0, 35.17],
    [7, 73.74, 71.46],
    [1, 11.77, 18.91],
    [2, 25.55, 27.28],
  ] as const
  for (const [x, z, wanted] of customers) expect(Math.abs(expectedSpend(parameters, x, z) - wanted)).toBeLessThan(0.1)
})

describe('numbers that break other programs', () => {
  const one = (x: number, tx: number, t: number) => rowsOf([{ x, tx, t }])
  const parameters = { r: 0.25, alpha: 4, a: 0.8, b: 2.5 }
  test('the likelihood of nothing and of two hundred', () => {
    expect(logLikelihood({ kind: 'bg-nbd', parameters }, one(0, 0, 40))).toBeCloseTo(-0.59947382, 8)
    expect(logLikelihood({ kind: 'bg-nbd', parameters }, one(200, 38, 40))).toBeCloseTo(100.795693, 6)
    expect(logLikelihood({ kind: 'mbg-nbd', parameters }, one(0, 0, 40))).toBeCloseTo(-0.41792826, 8)
    expect(logLikelihood({ kind: 'mbg-nbd', parameters }, one(200, 38, 40))).toBeCloseTo(100.7869, 4)
  })

  test('who bought a thousand times and then not for ninety weeks is surely gone', () => {
    expect(alive(bg, 1000, 10, 100)).toBe(0)
    for (const given of [bg, mbg, pareto]) {
      const forecast = conditional(given, 1000, 10, 100, 52)
      expect(forecast).toBeGreaterThanOrEqual(0)
      expect(forecast).toBeLessThan(1e-6)
    }
  })

  test('the chances that another program could not compute', () => {
    const steep: Given = { kind: 'pareto-nbd', parameters: { r: 10.465, alpha: 0.00798565181, s: 3.0516, beta: 2.82 } }
    near(alive(steep, 40, 5, 6), 0.00188513, 1e-5)
    near(alive(steep, 50, 1, 37), 1.417e-96, 1e-3)
    near(alive(steep, 50, 4, 37), 6.73e-60, 1e-3)
    for (const x of [400, 450, 500]) {
      const odds = Math.log(leavingIntegral(10.465 + x, 0.008, 3.05, 2.82, 5, 6, emptyIntegral()).value)
      expect(Number.isFinite(odds) && odds < 0).toBe(true)
      expect(Number.isFinite(logLikelihood(steep, one(x, 5, 6)))).toBe(true)
    }
    const flat: Given = { kind: 'pareto-nbd', parameters: { r: 0.5143, alpha: 2.8845, s: 0.2856, beta: 14.1087 } }
    for (const [x, tx, t] of [
      [221, 103.42857, 103.57143],
      [254, 97.14286, 97.28571],
      [161, 94.71429, 98],
      [204, 98.57143, 99.42857],
    ] as const) {
      expect(alive(flat, x, tx, t)).toBeGreaterThan(0.5)
      expect(alive(flat, x, tx, t)).toBeLessThan(1)
    }
  })

  test('one purchase more is a little more, without a jump', () => {
    const given: Given = { kind: 'pareto-nbd', parameters: { r: 0.55, alpha: 10.58, s: 0.61, beta: 11.67 } }
    expect(conditional(given, 132, 200, 200, 10)).toBeCloseTo(6.20605179, 7)
    expect(conditional(given, 133, 200, 200, 10)).toBeCloseTo(6.25287225, 7)
  })

  test('the chance of being there is one, on a wide grid', () => {
    for (const given of [bg, mbg, pareto]) {
      for (const x of [0, 1, 5, 60, 700])
        for (const tx of [0, 0.1, 20, 300])
          for (const t of [tx, tx + 0.1, tx + 9, tx + 900]) {
            const chance = alive(given, x, tx, t)
            expect(chance >= 0 && chance <= 1, `${given.kind} ${x} ${tx} ${t}: ${chance}`).toBe(true)
          }
    }
  })

  test('s of exactly one, and a of exactly one, are no holes', () => {
    for (const [kind, name] of [
      ['pareto-nbd', 's'],
      ['bg-nbd', 'a'],
    ] as const) {
      const at = (value: number) => expected({ kind, parameters: { ...(kind === 'bg-nbd' ? bg : pareto).parameters, [name]: value } }, 52)
      near(at(1), (at(1 - 1e-6) + at(1 + 1e-6)) / 2, 1e-9)
    }
  })
})

test('ten times the times leaves the chance of being there as it is', () => {
  const slower = (given: Given, names: readonly string[]): Given => ({
    ...given,
    parameters: Object.fromEntries(
      Object.entries(given.parameters).map(([name, value]) => [name, names.includes(name) ? value * 10 : value]),
    ),
  })
  for (const given of [bg, mbg, pareto]) {
    for (const { x, tx, t, weeks } of pasts) {
      const slow = slower(given, ['alpha', 'beta'])
      near(alive(slow, x, tx * 10, t * 10), alive(given, x, tx, t), 1e-12)
      near(conditional(slow, x, tx * 10, t * 10, weeks * 10), conditional(given, x, tx, t, weeks), 1e-12)
    }
  }
})

test.each(Object.values(repeatModels))('the slopes of $kind are those of its likelihood', (model) => {
  const rows = rowsOf(pasts)
  const values = Float64Array.from([0.6, 11, 0.7, 2.2].slice(0, model.names.length))
  const gradient = new Float64Array(values.length)
  model.evaluate(values, rows, gradient)
  values.forEach((value, i) => {
    const at = (by: number) => model.evaluate(values.with(i, value * (1 + by)), rows, null)
    expect(gradient[i]).toBeCloseTo((at(1e-6) - at(-1e-6)) / (2e-6 * value), 5)
  })
})

describe('donors and subscribers', () => {
  const donors = { alpha: 1.203507, beta: 0.749767, gamma: 0.656757, delta: 2.783887 }
  test('BG/BB says what the paper and the sheet say', () => {
    const at = (x: number, last: number) => ({ x, last, n: 6 })
    expect([at(0, 0), at(2, 4), at(6, 6)].map((past) => bgBbAlive(donors, past).toFixed(6))).toEqual(['0.108149', '0.589662', '0.930433'])
    near(bgBbConditional(donors, at(6, 6), 5), 3.752511, 1e-6)
    near(bgBbConditional(donors, at(5, 5), 5), 1.812973, 1e-6)
    near(bgBbConditional(donors, at(4, 5), 5), 2.030016, 1e-6)
    near(bgBbConditional(donors, at(0, 0), 5), 0.072873, 1e-5)
    near(bgBbConditional(donors, at(6, 6), 400, 0.1), 5.909805, 1e-6)
    const wanted = [0.4985, 0.9233, 1.2969, 1.6323, 1.9381, 2.2202, 2.4826, 2.7285, 2.9603, 3.1798, 3.3887]
    wanted.forEach((value, i) => expect(bgBbExpected(donors, i + 1)).toBeCloseTo(value, 3))
    near(11_104 * bgBbProbability(donors, 0, 6), 3454.9, 1e-4)
    near(11_104 * bgBbProbability(donors, 6, 6), 1253.1, 1e-4)
    const sum = [0, 1, 2, 3, 4, 5, 6].reduce((all, x) => all + bgBbProbability(donors, x, 6), 0)
    expect(sum).toBeCloseTo(1, 12)
  })

  test('BG/BB finds the likelihood of the published counts', () => {
    const counts = [
      [0, 0, 3464],
      [1, 1, 1091],
      [1, 2, 277],
      [1, 3, 129],
      [1, 4, 78],
      [1, 5, 119],
      [1, 6, 129],
      [2, 2, 613],
      [2, 3, 255],
      [2, 4, 155],
      [2, 5, 173],
      [2, 6, 234],
      [3, 3, 322],
      [3, 4, 181],
      [3, 5, 225],
      [3, 6, 357],
      [4, 4, 240],
      [4, 5, 284],
      [4, 6, 512],
      [5, 5, 335],
      [5, 6, 728],
      [6, 6, 1203],
    ] as const
    const fit = fitBgBb(counts.map(([x, last, count]) => ({ x, last, n: 6, count })))
    expect(fit.logLikelihood).toBeCloseTo(-33_225.5813, 4)
    expect(fit.parameters.alpha).toBeCloseTo(1.204, 3)
    expect(fit.parameters.beta).toBeCloseTo(0.75, 3)
    expect(fit.parameters.gamma).toBeCloseTo(0.657, 3)
    expect(fit.parameters.delta).toBeCloseTo(2.783, 3)
  })

  test.each([
    ['regular', [1000, 631, 468, 382, 326, 289, 262, 241], 0.7041, 1.182, -1680.265, [22, 20.4, 19.1, 18, 17]],
    ['high end', [1000, 869, 743, 653, 593, 551, 517, 491], 0.6681, 3.8061, -1611.158, [46, 43.6, 41.4, 39.5, 37.8]],
  ] as const)('%s subscribers of seven years foretell the next five', (_, there, gamma, delta, wanted, ahead) => {
    const fit = fitSbg(there)
    expect(fit.logLikelihood).toBeCloseTo(wanted, 3)
    expect(fit.parameters.gamma).toBeCloseTo(gamma, 4)
    expect(fit.parameters.delta).toBeCloseTo(delta, 3)
    expect(ahead.map((_each, i) => Number((100 * sbgSurvival(fit.parameters, 8 + i)).toFixed(1)))).toEqual(ahead)
    expect(sbgRetention(fit.parameters, 9)).toBeGreaterThan(sbgRetention(fit.parameters, 2))
    expect(sbgResidual(fit.parameters, 7, 0.1)).toBeGreaterThan(sbgResidual(fit.parameters, 0, 0.1))
  })
})
