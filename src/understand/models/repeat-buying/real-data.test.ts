import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { type BackTestRows, backTest } from './back-test.ts'
import { bgBbConditional, fitBgBb } from './bg-bb.ts'
import { chooseRepeat } from './choose-repeat.ts'
import { fitRepeat } from './fit-repeat.ts'
import { fitSpend } from './fit-spend.ts'
import { discountedPurchases } from './outlook.ts'
import { expectedSpend } from './gamma-gamma.ts'
import type { RepeatModelKind } from './repeat-model.ts'
import { alive, aheadOf, conditional, expected, probabilityOf } from './repeat-models.ts'
import { collectRows } from './repeat-rows.ts'
import { fitSbg } from './shifted-beta-geometric.ts'

const folder = process.env['REGULARS_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data')
const isHere = (name: string): boolean => {
  const here = existsSync(join(folder, name))
  if (!here) console.warn(`Skipped: the tests on ${name}, which is not here. Set REGULARS_DATA to the folder that has it.`)
  return here
}
const read = (name: string) => readFileSync(join(folder, name))
const dayOf = (year: string, month: string, day: string) => Date.UTC(Number(year), Number(month) - 1, Number(day)) / 86_400_000

/** Amounts by day of each customer. */
type Days = Map<string, Map<number, number>>
function addTo(people: Days, customer: string, day: number, amount: number): void {
  const days = people.get(customer) ?? new Map<number, number>()
  people.set(customer, days.set(day, (days.get(day) ?? 0) + amount))
}

/** Pasts up to `end`, and what came in the `holdout` days after. */
function rowsUntil(people: Days, end: number, holdout: number) {
  const pasts = [...people.values()].flatMap((days) => {
    const all = [...days].sort(([a], [b]) => a - b)
    const [first = 0] = all[0] ?? []
    if (first > end) return []
    const before = all.filter(([day]) => day <= end)
    const after = all.filter(([day]) => day > end && day <= end + holdout)
    const sum = (some: readonly (readonly [number, number])[]) => some.reduce((total, [, amount]) => total + amount, 0)
    const x = before.length - 1
    const tx = ((before.at(-1)?.[0] ?? 0) - first) / 7
    const t = (end - first) / 7
    return [{ x, tx, t, z: x > 0 ? sum(before.slice(1)) / x : 0, total: sum(before), came: after.length, cameSpend: sum(after) }]
  })
  const column = (name: keyof (typeof pasts)[number]) => Float64Array.from(pasts, (past) => past[name])
  const collector = collectRows()
  for (const { x, tx, t } of pasts) collector.add(x, tx, t)
  const rows: BackTestRows = {
    x: column('x'),
    tx: column('tx'),
    t: column('t'),
    z: column('z'),
    total: column('total'),
    came: column('came'),
    cameSpend: column('cameSpend'),
  }
  return { pasts, rows, repeat: collector.rows(), spend: { x: rows.x, z: rows.z, count: rows.x.map(() => 1) } }
}

const cdnow = 'cdnow/CDNOW_sample.txt'
describe.skipIf(!isHere(cdnow))('2,357 customers of a record shop, 39 weeks and the 39 after', () => {
  const people: Days = new Map()
  for (const line of read(cdnow).toString('latin1').trim().split('\n')) {
    const [, customer = '', date = '', , amount = '0'] = line.trim().split(/\s+/)
    addTo(people, customer, dayOf(date.slice(0, 4), date.slice(4, 6), date.slice(6, 8)), Number(amount))
  }
  const { pasts, rows, repeat, spend } = rowsUntil(people, dayOf('1997', '09', '30'), 273)
  const fits: Readonly<Record<RepeatModelKind, ReturnType<typeof fitRepeat>>> = {
    nbd: fitRepeat('nbd', repeat),
    'bg-nbd': fitRepeat('bg-nbd', repeat),
    'mbg-nbd': fitRepeat('mbg-nbd', repeat),
    'pareto-nbd': fitRepeat('pareto-nbd', repeat),
  }
  const amounts = fitSpend(spend)

  test.each([
    ['nbd', -9763.6576, { r: 0.384766, alpha: 12.072022 }],
    ['bg-nbd', -9582.4292, { r: 0.242595, alpha: 4.413603, a: 0.792922, b: 2.425906 }],
    ['mbg-nbd', -9582.1357, { r: 0.524843, alpha: 6.183082, a: 0.89136, b: 1.614003 }],
    ['pareto-nbd', -9594.9762, { r: 0.55327, alpha: 10.5778, s: 0.60602, beta: 11.6639 }],
  ] as const)('%s has the published likelihood', (kind, wanted, parameters) => {
    expect(fits[kind].logLikelihood).toBeCloseTo(wanted, 4)
    expect(fits[kind].converged).toBe(true)
    for (const [name, value] of Object.entries(parameters)) {
      expect(Math.abs((fits[kind].parameters[name] ?? 0) / value - 1)).toBeLessThan(kind === 'pareto-nbd' ? 1e-3 : 2e-5)
    }
  })

  test.each([
    ['bg-nbd', [0.012557, 0.378224, 0.185733, 0.705407], 1e-4],
    ['mbg-nbd', [0.08327, 0.69562, 0.15479, 0.53749], 1e-4],
    ['pareto-nbd', [0.0476264, 0.8427222, 0.1872594, 6.2105448], 1e-3],
  ] as const)('%s has the published standard errors', (kind, wanted, within) => {
    const found = Object.values(fits[kind].standardErrors ?? {})
    wanted.forEach((value, i) => expect(Math.abs((found[i] ?? 0) / value - 1)).toBeLessThan(within))
  })

  test('amounts have the published parameters, errors and correlation', () => {
    const { p, q, v } = amounts.parameters
    expect([p.toFixed(4), q.toFixed(4), v.toFixed(3)]).toEqual(['6.2496', '3.7442', '15.444'])
    expect(amounts.logLikelihood).toBeCloseTo(-4055.9177, 4)
    expect(amounts.correlation).toBeCloseTo(0.1139, 4)
    expect([amounts.customers, amounts.dropped, amounts.verdict]).toEqual([946, 0, 'fitted'])
    expect(amounts.standardErrors?.p).toBeCloseTo(1.19, 2)
    expect(amounts.standardErrors?.q).toBeCloseTo(0.29014, 4)
    expect(amounts.standardErrors?.v).toBeCloseTo(4.1595, 2)
    expect((p * v) / (q - 1)).toBeCloseTo(35.17, 2)
    const said = [
      expectedSpend(amounts.parameters, 3, 35),
      expectedSpend(amounts.parameters, 2, 22.35),
      expectedSpend(amounts.parameters, 1, 11.77),
    ]
    expect(said.map((each) => each.toFixed(3))).toEqual(['35.022', '24.658', '18.910'])
  })

  test('as many customers come 0 to 6 and 7 or more times as the papers expect', () => {
    const counts = (kind: RepeatModelKind) => {
      const sums = new Float64Array(8)
      const byTime = new Map<number, number>()
      for (const { t } of pasts) byTime.set(t, (byTime.get(t) ?? 0) + 1)
      for (const [t, many] of byTime) for (let n = 0; n < 7; n++) sums[n] = (sums[n] ?? 0) + many * probabilityOf(fits[kind], n, t)
      sums[7] = pasts.length - sums.reduce((a, b) => a + b, 0)
      return sums
    }
    // The papers leave out the tail beyond what they counted, six tenths of a customer.
    const near = (found: Float64Array, wanted: readonly number[]) =>
      wanted.forEach((value, n) => expect(Math.abs((found[n] ?? 0) - value)).toBeLessThan(n < 7 ? 0.1 : 0.7))
    near(counts('bg-nbd'), [1407.679, 460.324, 192.464, 101.166, 59.848, 38.12, 25.549, 71.226])
    near(counts('pareto-nbd'), [1434.131, 396.878, 193.48, 111.799, 69.979, 45.847, 30.925, 73.961])
  })

  test('the mean forecast by purchases so far is that of the paper to all its digits', () => {
    const means = (kind: RepeatModelKind) =>
      [0, 1, 2, 3, 4, 5, 6, 7].map((x) => {
        const some = pasts.filter((past) => Math.min(7, past.x) === x)
        return some.reduce((sum, past) => sum + conditional(fits[kind], past.x, past.tx, past.t, 39), 0) / some.length
      })
    const near = (found: readonly number[], wanted: readonly number[]) =>
      wanted.forEach((value, i) => expect(Math.abs((found[i] ?? 0) - value)).toBeLessThan(2e-4))
    near(means('bg-nbd'), [0.2251, 0.5231, 1.0441, 1.5203, 2.1639, 2.6538, 3.504, 6.1572])
    near(means('pareto-nbd'), [0.1384, 0.5995, 1.1958, 1.7138, 2.3983, 2.9072, 3.8186, 6.4031])
  })

  test('the cohort’s purchases add up week by week as published', () => {
    const start = dayOf('1997', '01', '01')
    const end = dayOf('1997', '09', '30')
    const until = (kind: RepeatModelKind, week: number) =>
      pasts.reduce((sum, { t }) => {
        const since = (start + week * 7 - 1 - (end - t * 7)) / 7
        return since > 0 ? sum + expected(fits[kind], since) : sum
      }, 0)
    const weeks = [13, 26, 39, 52, 65, 78]
    const off = (kind: RepeatModelKind, wanted: readonly number[]) =>
      weeks.forEach((week, i) => expect(Math.abs(until(kind, week) / (wanted[i] ?? 1) - 1)).toBeLessThan(0.01))
    off('bg-nbd', [709, 1726.9, 2494, 3127.7, 3675, 4160.6])
    off('pareto-nbd', [698.8, 1733.1, 2524.9, 3184.4, 3757.9, 4270])
  })

  test.each([
    ['bg-nbd', '1653.4 -12.15 0.78545 1.60798 0.6256 0.7725', 0.8134],
    ['mbg-nbd', '1576.7 -16.22 0.76478 1.60718 0.6273 0.7728', 0.4487],
    ['pareto-nbd', '1665.5 -11.50 0.75452 1.60285 0.6302 0.7787', 0.4463],
  ] as const)('%s errs over the next 39 weeks as the table says', (kind, wanted, meanAlive) => {
    const { model } = backTest(fits[kind], amounts, rows, 39).purchases
    expect(
      `${model.sum.toFixed(1)} ${(100 * model.bias).toFixed(2)} ${model.meanAbsolute.toFixed(5)} ${model.rootMeanSquare.toFixed(5)} ${model.correlation.toFixed(4)} ${model.auc.toFixed(4)}`,
    ).toBe(wanted)
    expect(pasts.reduce((sum, { x, tx, t }) => sum + alive(fits[kind], x, tx, t), 0) / pasts.length).toBeCloseTo(meanAlive, 4)
  })

  test('the plain alternatives err as the table says, and rank spending better than the model does', () => {
    const { purchases, spend: money } = backTest(fits['bg-nbd'], amounts, rows, 39)
    expect(purchases.pastRate.sum).toBeCloseTo(2930.1, 1)
    expect(purchases.pastRate.meanAbsolute).toBeCloseTo(1.02367, 5)
    expect(purchases.pastRate.rootMeanSquare).toBeCloseTo(2.21192, 5)
    expect(purchases.meanRate.meanAbsolute).toBeCloseTo(1.38208, 3)
    expect(purchases.meanRate.auc).toBe(0.5)
    expect(money.model?.sum).toBeCloseTo(59_931.63, -1)
    expect(money.model?.meanAbsolute).toBeCloseTo(30.408, 2)
    expect(money.model?.correlation).toBeCloseTo(0.5647, 3)
    expect(money.model?.gini).toBeCloseTo(0.6379, 2)
    expect(money.pastRate.meanAbsolute).toBeCloseTo(73.025, 1)
    expect(money.rfm.gini).toBeGreaterThan(0.68)
    expect(money.rfm.gini).toBeGreaterThan(money.model?.gini ?? 1)
  })

  test('a year’s value at one per cent a month is what lifetimes says', () => {
    const values = pasts.map(({ x, tx, t, z }) => {
      const ahead = aheadOf(fits['bg-nbd'], x, tx, t)
      const purchases = ahead.alive * (discountedPurchases(ahead.buying, 12, 0.01, 4.345)[12] ?? 0)
      return purchases * expectedSpend(amounts.parameters, x, z)
    })
    expect(Math.abs(values.reduce((sum, each) => sum + each, 0) / 71_507.95 - 1)).toBeLessThan(5e-4)
  })

  test('leaving is plain to see, and one model is chosen', () => {
    const choice = chooseRepeat(repeat)
    expect(choice.verdict).toBe('leaving-identified')
    expect(choice.gain).toBeCloseTo(181.52, 1)
    expect(choice.chosen?.kind).toBe('mbg-nbd')
    expect(choice.tried).toHaveLength(4)
    // What came afterwards says the same, by a little.
    const judged = chooseRepeat(repeat, { holdout: { rows: { ...rows, count: rows.x.map(() => 1) }, weeks: 39 } })
    expect(judged.chosen?.kind).toBe('mbg-nbd')
    expect(Object.keys(judged.scores)).toHaveLength(4)
    expect(judged.scores['mbg-nbd']).toBeCloseTo(-0.982, 2)
    expect(judged.scores.nbd).toBeLessThan(-1.06)
  })
})

const retail = 'online-retail/online_retail.csv.gz'
describe.skipIf(!isHere(retail))('a web wholesaler whose customers show no sign of leaving', () => {
  const people: Days = new Map()
  const line = /^([^,]*),.*,(-?\d+),(\d{4})-(\d\d)-(\d\d)[^,]*,([\d.eE-]+),([\d.]+),[^,\n]*\r?$/gm
  for (const [, invoice = '', quantity = '', year = '', month = '', day = '', price = '', customer = ''] of gunzipSync(read(retail))
    .toString('latin1')
    .matchAll(line)) {
    const amount = Number(quantity) * Number(price)
    if (!invoice.startsWith('C') && Number(quantity) > 0 && Number(price) > 0) addTo(people, customer, dayOf(year, month, day), amount)
  }
  const { pasts, rows, repeat, spend } = rowsUntil(people, dayOf('2011', '08', '31'), 100)

  test('the rows are those of the clean subset', () => {
    expect([people.size, pasts.length, rows.x.reduce((a, b) => a + b, 0), rows.came.reduce((a, b) => a + b, 0)]).toEqual([
      4338, 3317, 7050, 4806,
    ])
  })

  test('the plain model fits and forecasts as published, and no model falls below it', () => {
    const plain = fitRepeat('nbd', repeat)
    expect(plain.logLikelihood).toBeCloseTo(-21_755.348, 4)
    expect(plain.parameters['r']).toBeCloseTo(0.722644, 5)
    expect(plain.parameters['alpha']).toBeCloseTo(9.424542, 4)
    const { model } = backTest(plain, null, rows, 100 / 7).purchases
    expect(
      `${model.sum.toFixed(1)} ${(100 * model.bias).toFixed(2)} ${model.meanAbsolute.toFixed(5)} ${model.rootMeanSquare.toFixed(5)} ${model.auc.toFixed(3)}`,
    ).toBe('3633.4 -24.40 0.99696 1.62555 0.729')
    for (const kind of ['bg-nbd', 'mbg-nbd', 'pareto-nbd'] as const) {
      const fit = fitRepeat(kind, repeat)
      expect(fit.logLikelihood).toBeGreaterThan(plain.logLikelihood - 1e-3)
      const forecasts = pasts.map(({ x, tx, t }) => conditional(fit, x, tx, t, 100 / 7))
      expect(forecasts.every(Number.isFinite)).toBe(true)
      expect(forecasts.reduce((a, b) => a + b, 0)).toBeCloseTo(3633.4, 0)
    }
  })

  test('the words say that leaving is not to be seen, and nobody gets a chance of being gone', () => {
    const { verdict, chosen, inWords, gain } = chooseRepeat(repeat)
    expect([verdict, chosen?.kind]).toEqual(['leaving-not-identified', 'nbd'])
    expect(gain).toBeLessThan(0.01)
    expect(inWords.en).toContain('no sign of customers leaving')
    expect(inWords.zh).toContain('看不出有客户离开')
  })

  test('amounts fit as published', () => {
    const fit = fitSpend(spend)
    expect(fit.logLikelihood).toBeCloseTo(-12_924.6379, 3)
    expect(fit.parameters.p).toBeCloseTo(2.395017, 5)
    expect(fit.parameters.q).toBeCloseTo(3.301837, 4)
    expect(fit.parameters.v).toBeCloseTo(396.427, 2)
    expect([fit.customers, fit.correlation.toFixed(4)]).toEqual([1890, '0.1010'])
  })
})

const donations = 'btyd/donations_bgbb.csv'
describe.skipIf(!isHere(donations))('11,104 donors over six years', () => {
  test('the model has the published likelihood and forecast', () => {
    const donors = read(donations)
      .toString()
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(',').map(Number))
      .map(([x = 0, last = 0, n = 0, count = 0]) => ({ x, last, n, count }))
    const fit = fitBgBb(donors)
    expect(fit.logLikelihood).toBeCloseTo(-33_225.5813, 4)
    expect(donors.reduce((sum, donor) => sum + donor.count * bgBbConditional(fit.parameters, donor, 5), 0)).toBeCloseTo(12_884.2, 0)
  })
})

const subscriptions = 'btyd/subscription_retention_sbg.csv'
describe.skipIf(!isHere(subscriptions))('subscribers of two kinds', () => {
  test.each([
    ['Regular', 0.7041, 1.182, -1680.265],
    ['High End', 0.6681, 3.8061, -1611.158],
  ])('%s ones leave as published', (segment, gamma, delta, wanted) => {
    const there = read(subscriptions)
      .toString()
      .trim()
      .split('\n')
      .map((row) => row.split(','))
      .filter(([name, year]) => name === segment && Number(year) <= 7)
      .map(([, , share]) => Math.round(Number(share) * 10))
    const fit = fitSbg(there)
    expect(fit.logLikelihood).toBeCloseTo(wanted, 3)
    expect(fit.parameters.gamma).toBeCloseTo(gamma, 4)
    expect(fit.parameters.delta).toBeCloseTo(delta, 3)
  })
})
