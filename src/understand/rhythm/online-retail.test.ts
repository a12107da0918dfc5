import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { firmRhythmOf, type FirmRhythm } from './firm-rhythm.ts'
import { edgeDays, knows, ownRhythm } from './own-rhythm.ts'

const file = join(process.env.REGULARS_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'online-retail/online_retail.csv.gz')
const there = existsSync(file)
if (!there) console.warn(`skipped: the real purchase history ${file} is not there; set REGULARS_DATA to the folder that holds it`)

/** Gaps between purchase days of each customer of the usual clean subset, in their order. */
function readGaps(): number[][] {
  const rows: string[][] = parse(gunzipSync(readFileSync(file)), { from_line: 2, relax_quotes: true })
  const days = new Map<string, Set<number>>()
  for (const [invoice = '', , , quantity = '', at = '', price = '', customer = ''] of rows) {
    if (!customer || invoice.startsWith('C') || Number(quantity) <= 0 || Number(price) <= 0) continue
    const day = Math.floor(Date.parse(`${at.slice(0, 10)}T00:00:00Z`) / 86_400_000)
    days.set(customer, (days.get(customer) ?? new Set()).add(day))
  }
  return [...days.values()].map((own) => {
    const sorted = [...own].toSorted((a, b) => a - b)
    return sorted.slice(1).map((day, i) => day - (sorted[i] ?? day))
  })
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const variance = (values: readonly number[]) => values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1)
const median = (values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (sorted.length - 1) / 2
  return ((sorted[Math.floor(at)] ?? 0) + (sorted[Math.ceil(at)] ?? 0)) / 2
}

function firmOf(customers: readonly (readonly number[])[]): FirmRhythm {
  const logs = customers.filter((gaps) => gaps.length > 0).map((gaps) => gaps.map(Math.log))
  const middles = logs.map(median)
  const first = logs.map(([gap = 0]) => gap)
  const many = logs.filter((gaps) => gaps.length > 1)
  return firmRhythmOf(
    {
      customers: logs.length,
      gaps: logs.flat().length,
      middle: mean(middles),
      variance: variance(middles),
      unknowing: mean(logs.map((gaps) => 1 / knows(gaps.length))),
      squares: many.reduce((sum, gaps) => sum + variance(gaps) * (gaps.length - 1), 0),
      freedom: many.reduce((sum, gaps) => sum + gaps.length - 1, 0),
      second: mean(first),
      secondVariance: variance(first),
    },
    [],
  )
}

describe.skipIf(!there)('a year of a real web wholesaler', () => {
  let customers: number[][] = []
  beforeAll(() => {
    customers = readGaps()
  }, 60_000)

  test('its gaps are the published ones', () => {
    const gaps = customers.flat()
    expect([gaps.length, median(gaps)]).toEqual([12_425, 28])
    expect(mean(gaps)).toBeCloseTo(45.657, 2)
  })

  test('of the gaps that came last no more than one in five is past “late”, and one in twenty past “gone”', () => {
    const firm = firmOf(customers.map((gaps) => gaps.slice(0, -1)))
    const tried = customers.filter((gaps) => gaps.length >= 3)
    const past = (share: number) =>
      tried.filter((gaps) => (gaps.at(-1) ?? 0) > edgeDays(ownRhythm(gaps.slice(0, -1), firm), share)).length / tried.length
    // 12.8 % and 2.6 %: a year's data holds few long gaps, so the promise is kept with some room.
    expect(past(0.8)).toBeGreaterThan(0.1)
    expect(past(0.8)).toBeLessThanOrEqual(0.2)
    expect(past(0.95)).toBeGreaterThan(0.02)
    expect(past(0.95)).toBeLessThanOrEqual(0.05)
  })

  test('drawn towards the firm’s, the middle foretells the last gap better than one’s own or everybody’s alone', () => {
    const firm = firmOf(customers.map((gaps) => gaps.slice(0, -1)))
    const tried = customers.filter((gaps) => gaps.length >= 2)
    const error = (guess: (before: readonly number[]) => number) =>
      mean(tried.map((gaps) => Math.abs(Math.log(gaps.at(-1) ?? 1) - guess(gaps.slice(0, -1)))))
    const drawn = error((before) => ownRhythm(before, firm).middle)
    expect(drawn).toBeLessThan(error((before) => median(before.map(Math.log))))
    expect(drawn).toBeLessThan(error(() => firm.middle))
  })
})
