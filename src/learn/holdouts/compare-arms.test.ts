import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { checkBalance } from './check-balance.ts'
import { type ArmSums, differenceOfMeans, differenceOfShares, relativeLift, relativeLiftOfShares } from './compare-arms.ts'
import { wilson } from '../../understand/models/measure/shares.ts'
import { t95, tailOfT } from './distributions.ts'
import { judgeResult } from './judge-result.ts'
import { sayResult } from './say-result.ts'

const sumsOf = (spends: readonly number[]): ArmSums => {
  const people = spends.length
  const revenue = spends.reduce((a, b) => a + b, 0)
  const variance = people < 2 ? 0 : spends.reduce((sum, x) => sum + (x - revenue / people) ** 2, 0) / (people - 1)
  return { people, buyers: spends.filter((x) => x > 0).length, revenue, variance }
}

test('Student’s t agrees with the tables', () => {
  for (const [df, t] of [
    [1, 12.7062],
    [2, 4.30265],
    [5, 2.57058],
    [10, 2.22814],
    [30, 2.04227],
    [120, 1.97993],
    [36671.2, 1.96003],
  ] as const)
    expect(t95(df), `${df}`).toBeCloseTo(t, 4)
  expect(tailOfT(2.22814, 10)).toBeCloseTo(0.05, 5)
  expect(tailOfT(0, 7)).toBeCloseTo(1, 12)
})

test('Newcombe’s own example comes out (56 of 70 against 48 of 80)', () => {
  const arm = (buyers: number, people: number): ArmSums => ({ people, buyers, revenue: 0, variance: 0 })
  const difference = differenceOfShares(arm(56, 70), arm(48, 80))
  expect(difference?.low).toBeCloseTo(0.0524, 4)
  expect(difference?.high).toBeCloseTo(0.3339, 4)
  expect(wilson(0, 20).low).toBeCloseTo(0, 12)
})

const folder = process.env['REGULARS_DATA'] ?? join(import.meta.dirname, '../../../../shared/data')
const file = join(folder, 'hillstrom/hillstrom.csv.gz')
const isThere = existsSync(file)

test.skipIf(!isThere)(
  `a real e-mail test with 64,000 people gives its known effects${isThere ? '' : ' (skipped: hillstrom.csv.gz is not there)'}`,
  () => {
    const [names = [], ...rows]: string[][] = parse(gunzipSync(readFileSync(file)))
    const column = (name: string) => names.indexOf(name)
    const arm = (name: string) => rows.filter((row) => row[column('segment')] === name)
    const spends = (name: string) => arm(name).map((row) => Math.round(Number(row[column('spend')]) * 100))
    const control = sumsOf(spends('No E-Mail'))
    const mens = sumsOf(spends('Mens E-Mail'))
    const womens = sumsOf(spends('Womens E-Mail'))
    expect([control.people, mens.people, womens.people]).toEqual([21_306, 21_307, 21_387])
    expect([control.buyers, mens.buyers, womens.buyers]).toEqual([122, 267, 189])

    const spend = differenceOfMeans(mens, control)
    expect(spend?.value).toBeCloseTo(76.9827, 3)
    expect(spend?.low).toBeCloseTo(48.514, 3)
    expect(spend?.high).toBeCloseTo(105.4515, 3)
    expect(spend?.df).toBeCloseTo(36671.2, 0)
    expect(spend?.p).toBeCloseTo(1.2e-7, 8)
    const other = differenceOfMeans(womens, control)
    expect(other?.low).toBeCloseTo(16.8957, 3)
    expect(other?.high).toBeCloseTo(67.9868, 3)
    expect(other?.p).toBeCloseTo(0.00113, 5)

    const conversion = differenceOfShares(mens, control)
    expect(conversion?.low).toBeCloseTo(0.005014, 6)
    expect(conversion?.high).toBeCloseTo(0.008641, 6)
    expect(relativeLiftOfShares(mens, control)?.value).toBeCloseTo(1.1884, 4)
    const visits = (name: string): ArmSums => ({
      people: arm(name).length,
      buyers: arm(name).filter((row) => row[column('visit')] === '1').length,
      revenue: 0,
      variance: 0,
    })
    const visited = differenceOfShares(visits('Mens E-Mail'), visits('No E-Mail'))
    expect(visited?.low).toBeCloseTo(0.069953, 6)
    expect(visited?.high).toBeCloseTo(0.083227, 6)

    const judged = judgeResult(mens, control)
    expect(judged.verdict).toBe('more')
    expect((judged.incremental?.value ?? 0) / 100).toBeCloseTo(16_402.7, 0)
    expect(sayResult({ treated: mens, control, judged, days: 14, currency: 'USD' }).en).toBe(
      'It works: within 14 days each customer spent about $0.77 more (95% interval $0.27 to $1.27), about $16,402.71 in all.',
    )
  },
)

/** Mulberry32: the same draws on every machine. */
function dice(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

test('of a thousand experiments about 95 % of the intervals hold the truth, and of those without effect few cry wolf', () => {
  const random = dice(20260615)
  // Shopping as it is: most buy nothing, the rest spend log-normally.
  const spend = (share: number) =>
    random() < share ? Math.round(10_000 * Math.exp(0.8 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()))) : 0
  const mean = 10_000 * Math.exp(0.32)
  const held = { revenue: 0, buyers: 0, relative: 0, wolf: 0 }
  const experiments = 1_000
  for (let i = 0; i < experiments; i++) {
    const control = sumsOf(Array.from({ length: 200 }, () => spend(0.3)))
    const treated = sumsOf(Array.from({ length: 800 }, () => spend(0.36)))
    const same = sumsOf(Array.from({ length: 800 }, () => spend(0.3)))
    const inside = (interval: { low: number; high: number } | null, truth: number) =>
      interval && interval.low <= truth && truth <= interval.high ? 1 : 0
    held.revenue += inside(differenceOfMeans(treated, control), 0.06 * mean)
    held.buyers += inside(differenceOfShares(treated, control), 0.06)
    held.relative += inside(relativeLift(treated, control), 0.2)
    held.wolf += ['more', 'less'].includes(judgeResult(same, control).verdict) ? 1 : 0
  }
  for (const name of ['revenue', 'buyers', 'relative'] as const) {
    expect(held[name] / experiments, name).toBeGreaterThan(0.93)
    expect(held[name] / experiments, name).toBeLessThan(0.975)
  }
  expect(held.wolf / experiments).toBeLessThan(0.02)
})

const arm = (people: number, buyers: number, mean: number, sd: number): ArmSums => ({
  people,
  buyers,
  revenue: mean * people,
  variance: sd ** 2,
})

test.each([
  ['nobody held out', arm(500, 100, 3000, 9000), arm(0, 0, 0, 0), 'no-holdout', '没有设对照组'],
  ['ten people', arm(9, 3, 3000, 900), arm(1, 0, 0, 0), 'too-small', '人数太少'],
  ['a wide interval', arm(900, 200, 3300, 12_000), arm(100, 20, 3000, 12_000), 'too-small', '大约还需要'],
  ['clearly more', arm(9_000, 2_000, 3_600, 9_000), arm(1_000, 180, 2_500, 9_000), 'more', '大约多消费 ¥11.00'],
  ['clearly less', arm(9_000, 2_000, 2_500, 9_000), arm(1_000, 180, 3_600, 9_000), 'less', '大约少消费 ¥11.00'],
  ['surely the same', arm(900_000, 90_000, 3_001, 9_000), arm(100_000, 9_999, 3_000, 9_000), 'none', '看不出差别'],
  ['nobody bought', arm(900, 0, 0, 0), arm(100, 0, 0, 0), 'too-small', '还没有可以比较的消费。人数太少'],
] as const)('%s: %s', (_, treated, control, verdict, sentence) => {
  const judged = judgeResult(treated, control)
  expect(judged.verdict).toBe(verdict)
  const said = sayResult({ treated, control, judged, days: 30, currency: 'CNY' })
  expect(said.zh).toContain(sentence)
  expect(said.en).not.toMatch(/NaN|undefined|\{/)
})

test('of what nobody enters any more, no more people are promised or awaited, and nothing is to be stopped', () => {
  const said = (treated: ArmSums, control: ArmSums, isOver: boolean) =>
    sayResult({
      treated,
      control,
      judged: judgeResult(treated, control, { isDrawn: true }),
      days: 30,
      currency: 'CNY',
      kind: 'campaign',
      isOver,
    })
  const few = [arm(9, 3, 3000, 900), arm(1, 0, 0, 0)] as const
  expect(said(...few, false).zh).toContain('先让更多客户进入')
  expect(said(...few, true)).toMatchObject({
    zh: expect.stringContaining('不会再有人进入，这一次多半看不出来'),
    en: expect.not.stringContaining('let more enter'),
  })
  const wide = [arm(900, 200, 3300, 12_000), arm(100, 20, 3000, 12_000)] as const
  expect(said(...wide, true).zh).toMatch(/还要多大约 [\d,]+ 人才能看清，但不会再有人进入/)
  const worse = [arm(9_000, 2_000, 2_500, 9_000), arm(1_000, 180, 3_600, 9_000)] as const
  expect(said(...worse, false).zh).toContain('建议停下来检查。')
  expect(said(...worse, true).en).toContain('Find out why before doing it again.')
  expect(said(arm(0, 0, 0, 0), arm(0, 0, 0, 0), true).zh).toBe('没有人进入过，没有可以比较的。')
})

test('nobody yet is said as that, unless waiting would not help', () => {
  const nobody = arm(0, 0, 0, 0)
  const said = (isDrawn: boolean) =>
    sayResult({ treated: nobody, control: nobody, judged: judgeResult(nobody, nobody, { isDrawn }), days: 30, currency: 'CNY' }).en
  expect(said(true)).toBe('Nobody’s 30 days are over yet; come back later.')
  expect(said(false)).toContain('Nobody was held out')
})

test('a split that cannot be chance is noticed', () => {
  expect(checkBalance(900, 100, 10)?.p).toBeGreaterThan(0.9)
  expect(checkBalance(950, 50, 10)?.p).toBeLessThan(0.001)
  expect(checkBalance(0, 0, 10)).toBe(null)
})
