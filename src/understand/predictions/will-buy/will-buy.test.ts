import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { realDataFile } from '../../../../test/real-data.ts'
import { meanInTop } from '../../models/measure/ranking.ts'
import { chanceOf } from '../../models/classify/columns.ts'
import { makeRandom } from '../../models/random.ts'
import type { LabelledTable } from '../predictor.ts'
import { type BuyerFigure, buyerFigures } from './buyer-figures.ts'
import { featureColumns } from './features.ts'
import { compete, repeatThen, willBuy } from './will-buy.ts'

const tools = { seed: 1, onProgress: () => {}, shouldStop: () => false }
type Figures = Record<BuyerFigure, number>

function tableOf(rows: readonly (Figures & { bought: number })[]): LabelledTable {
  const columns = Object.fromEntries(buyerFigures.map((name) => [name, Float64Array.from(rows, (row) => row[name])]))
  const bought = Float64Array.from(rows, (row) => row.bought)
  return { rows: rows.length, columns, bought30: bought, bought90: bought }
}

/** Buyers whose buying hangs on how often they were in contact, which the model of repeat buying cannot know. */
function simulated(rows: number, seed: number, hangsOn: number): LabelledTable {
  const random = makeRandom(seed)
  return tableOf(
    Array.from({ length: rows }, () => {
      const tenure = 1 + random.whole(300)
      const days = 1 + random.whole(6)
      const recency = days === 1 ? tenure : random.whole(tenure)
      const interactions90 = random.whole(4)
      const bought = random.uniform() < chanceOf(hangsOn * (interactions90 - 1.5)) ? 1 : 0
      const days90 = recency < 90 ? 1 + random.whole(days) : 0
      const spend = days * 10_000
      return {
        days,
        tenure,
        recency,
        spend,
        days30: recency < 30 ? 1 : 0,
        days90,
        daysBefore90: 1,
        lines: days,
        items: days,
        refunds: 0,
        severalChannels: 0,
        interactions90,
        bought,
      }
    }),
  )
}

describe('will they buy', () => {
  const fit = willBuy.fit(simulated(1500, 1, 1.5), simulated(1500, 2, 1.5), tools)

  test('where behaviour tells more than the rhythm does, what was learned speaks, and its words say by how much', () => {
    expect(fit?.better).toBe(true)
    expect(fit?.figures.map(({ name, horizon }) => `${name} ${horizon}`)).toContain('repeat 90')
    expect(fit?.words.zh).toContain('更准，“90 天内购买的可能”由它给出')
    const later = simulated(1000, 3, 1.5)
    const chances = fit ? willBuy.predict(JSON.parse(JSON.stringify(fit.kept)), later) : null
    const often = (count: number) =>
      [...(later.columns['interactions90'] ?? [])].flatMap((n, row) => (n === count ? [chances?.chance90[row] ?? 0] : []))
    const mean = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0) / list.length
    expect(mean(often(3))).toBeGreaterThan(0.8)
    expect(mean(often(0))).toBeLessThan(0.2)
  })

  test('each customer gets reasons in words, the weightiest first', () => {
    const later = simulated(50, 4, 1.5)
    const row = [...(later.columns['interactions90'] ?? [])].indexOf(3)
    const [first] = fit ? willBuy.explain(fit.kept, later, row) : []
    expect(first?.weight).toBeGreaterThan(0)
    expect(first?.about).toBe('interactions90')
    expect(first?.words).toEqual({
      zh: '最近 90 天有 3 次往来，高于多数客户。',
      en: 'In contact 3 times in the last 90 days, more than most customers.',
    })
  })

  test('where behaviour tells nothing, the model of repeat buying stays and the words say so', () => {
    const nothing = willBuy.fit(simulated(600, 5, 0), simulated(600, 6, 0), tools)
    expect(nothing?.better).toBe(false)
    expect(nothing?.kept.speaks).toEqual({ in30: null, in90: null })
    expect(nothing?.words.zh).toContain('没有明显更准')
    expect(nothing ? [...willBuy.predict(nothing.kept, simulated(2, 7, 0)).chance90] : []).toEqual([Number.NaN, Number.NaN])
  })

  test('too few buyers of either kind, or days ahead that nobody knows yet, teach nothing', () => {
    expect(willBuy.fit(simulated(80, 8, 1), simulated(1500, 9, 1), tools)).toBeNull()
    const unknown = { ...simulated(1500, 10, 1.5), bought90: new Float64Array(1500).fill(Number.NaN) }
    const half = willBuy.fit(unknown, unknown, tools)
    expect(half?.kept.speaks.in30).not.toBeNull()
    expect(half?.kept.speaks.in90).toBeNull()
  })
})

const file = realDataFile('online-retail/online_retail.csv.gz')

type Visit = { readonly products: Set<string>; spend: number; items: number }
type Buyer = { readonly visits: Map<number, Visit>; readonly refunds: Set<number> }
const dayOf = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000
const linePattern = /^([^,]+),([^,]+),.*,(-?\d+),(\d{4}-\d\d-\d\d) [\d:]+,(-?[\d.]+),(\d+)\.0,[^,]*$/

/** Customers of a year; the usual clean subset, cancelled invoices as refunds. */
function readBuyers(path: string): Map<string, Buyer> {
  const buyers = new Map<string, Buyer>()
  for (const line of gunzipSync(readFileSync(path)).toString('latin1').split(/\r?\n/)) {
    const [, invoice = '', product = '', quantity = '', on = '', price = '', customer = ''] = linePattern.exec(line) ?? []
    if (customer === '') continue
    const buyer = buyers.get(customer) ?? { visits: new Map<number, Visit>(), refunds: new Set<number>() }
    buyers.set(customer, buyer)
    const [day, count] = [dayOf(on), Number(quantity)]
    if (invoice.startsWith('C')) buyer.refunds.add(day)
    if (invoice.startsWith('C') || count <= 0 || Number(price) <= 0) continue
    const visit = buyer.visits.get(day) ?? { products: new Set<string>(), spend: 0, items: 0 }
    buyer.visits.set(day, visit)
    visit.products.add(product)
    visit.spend += count * Number(price) * 100
    visit.items += count
  }
  return buyers
}

function asOf(buyers: Map<string, Buyer>, day: string, ahead: number): LabelledTable {
  const cut = dayOf(day)
  const recordsReachBack = cut - 180 >= dayOf('2010-12-01')
  const rows = [...buyers.values()].flatMap(({ visits, refunds }) => {
    const past = [...visits.keys()].filter((each) => each <= cut).sort((a, b) => a - b)
    const [first] = past
    const last = past.at(-1)
    if (first === undefined || last === undefined) return []
    const sum = (of: (visit: Visit) => number) =>
      past.reduce((all, each) => all + of(visits.get(each) ?? { products: new Set(), spend: 0, items: 0 }), 0)
    const within = (from: number, to: number) => past.filter((each) => each > cut - from && each <= cut - to).length
    return {
      days: past.length,
      tenure: cut - first,
      recency: cut - last,
      spend: sum((visit) => visit.spend),
      days30: within(30, 0),
      days90: within(90, 0),
      daysBefore90: recordsReachBack ? within(180, 90) : Number.NaN,
      lines: sum((visit) => visit.products.size),
      items: sum((visit) => visit.items),
      refunds: [...refunds].filter((each) => each <= cut).length,
      severalChannels: 0,
      interactions90: 0,
      bought: [...visits.keys()].some((each) => each > cut && each <= cut + ahead) ? 1 : 0,
    }
  })
  return tableOf(rows)
}

describe.skipIf(!file)('who buys in the next 100 days at a real web wholesaler, learned at one day and tried at a later one', () => {
  const buyers = file ? readBuyers(file) : new Map<string, Buyer>()
  const [train, later] = [asOf(buyers, '2011-05-23', 100), asOf(buyers, '2011-08-31', 100)]
  const contest = compete({
    train,
    test: later,
    before: featureColumns(train),
    later: featureColumns(later),
    repeat: repeatThen(later, tools),
    horizon: 90,
    ahead: 100,
    tools,
  })
  const competitor = (name: string) => contest.competitors.find((one) => one.name === name)

  test('the rows are those of the published table', () => {
    expect([train.rows, later.rows]).toEqual([2669, 3317])
    const share = (table: LabelledTable) => table.bought90.reduce((sum, one) => sum + one, 0) / table.rows
    expect([share(train).toFixed(4), share(later).toFixed(4)]).toEqual(['0.5200', '0.5885'])
    expect(competitor('recency')?.auc.toFixed(4)).toBe('0.6850')
    expect(competitor('repeat')?.auc).toBeCloseTo(0.729, 2)
  })

  test('logistic regression reaches the published ranking and is taken by the split in time', () => {
    const logistic = competitor('logistic')
    expect(logistic?.auc).toBeGreaterThan(0.742)
    expect(logistic?.brier).toBeLessThan(0.205)
    expect(meanInTop(logistic?.chances ?? [], later.bought90, 0.1)).toBeGreaterThan(0.95)
    expect(competitor('trees')?.auc).toBeGreaterThan(0.735)
    expect(contest.taken).toBe('logistic')
  })
})
