import { expect, test } from 'vitest'
import { makeRandom } from '../models/random.ts'
import { verdictOf } from './awaited.ts'
import { hazardsOf, type Watched } from './hazards.ts'

const plain: Omit<Watched, 'days' | 'happened'> = {
  amount: 10_000,
  products: null,
  year: 2025,
  channel: null,
  category: null,
  province: null,
}

/** Buyers who wait for a time that a doubled amount shortens by a fifth and the shop in town by a third; watched for a year at most. */
function simulated(buyers: number): Watched[] {
  const random = makeRandom(11)
  return Array.from({ length: buyers }, (_, i) => {
    const doublings = random.normal()
    const inTown = i % 3 === 0
    const rate = (1 / 200) * 1.25 ** doublings * (inTown ? 1.5 : 1)
    const waits = random.exponential() / rate
    const watched = 365 * random.uniform()
    return {
      ...plain,
      days: Math.floor(Math.min(waits, watched)),
      happened: waits <= watched,
      amount: 10_000 * 2 ** doublings,
      channel: inTown ? 'store' : 'online',
      // Of no consequence.
      province: ['浙江省', '广东省', '四川省'][Math.floor(random.uniform() * 3)] ?? null,
    }
  })
}

test('what hastens a second purchase is found again with its size, and what does nothing is not called a difference', () => {
  const { state, hazards, buyers } = hazardsOf(simulated(4_000))
  expect([state, buyers]).toEqual(['told', 4_000])
  const of = (factor: string) => hazards.filter((one) => one.factor === factor)
  const [amount] = of('amount')
  expect(amount?.low).toBeLessThan(1.25)
  expect(amount?.high).toBeGreaterThan(1.25)
  expect(amount?.isClear).toBe(true)
  const [channel] = of('channel')
  expect(channel).toMatchObject({ value: 'store', against: 'online', isClear: true })
  expect(channel?.low).toBeLessThan(1.5)
  expect(channel?.high).toBeGreaterThan(1.5)
  expect(of('province').map(({ isClear }) => isClear)).toEqual([false, false])
  // What is the same for all, or known of nobody, is not spoken of.
  expect([...of('year'), ...of('products'), ...of('category')]).toEqual([])
})

test('a value that few have is put to the others, and is not shown', () => {
  const rows = simulated(1_000).map((row, i) => ({ ...row, channel: i % 50 === 0 ? `rare ${i}` : row.channel }))
  expect(hazardsOf(rows).hazards.filter(({ factor }) => factor === 'channel')).toMatchObject([{ value: 'store', against: 'online' }])
})

test('with a value to which it happened to nobody yet, the others are still told', () => {
  const rows = simulated(1_000).map((row, i) =>
    i % 8 === 0 ? { ...row, channel: 'new', products: 1, happened: false } : { ...row, products: i < 3 ? 2 : 1 },
  )
  const quiet = rows.map((row) => ((row.products ?? 0) > 1 ? { ...row, happened: false } : row))
  const { state, hazards } = hazardsOf(quiet)
  expect(state).toBe('told')
  expect(hazards.map(({ factor }) => factor)).toContain('amount')
  expect(hazards.filter(({ factor, value }) => factor === 'products' || value === 'new')).toEqual([])
})

test('units do not matter', () => {
  const rows = simulated(1_500)
  const dear = rows.map((row) => ({ ...row, amount: (row.amount ?? 0) * 1_000, days: row.days * 24 }))
  for (const [i, one] of hazardsOf(dear).hazards.entries()) expect(one.ratio).toBeCloseTo(hazardsOf(rows).hazards[i]?.ratio ?? 0, 6)
})

test('few buyers, few of whom it happened, all alike, nobody: nothing is told', () => {
  expect(hazardsOf([])).toEqual({ buyers: 0, happened: 0, state: 'too-few', hazards: [] })
  expect(hazardsOf(simulated(199)).state).toBe('too-few')
  expect(hazardsOf(simulated(400).map((row) => ({ ...row, happened: false })))).toMatchObject({ state: 'too-few', happened: 0 })
  const alike = simulated(400).map((row) => ({ ...plain, days: row.days, happened: row.happened }))
  expect(hazardsOf(alike).hazards).toEqual([])
})

test('a ratio is said as sooner or later, and only where it is told apart from chance', () => {
  expect(verdictOf('second', { isClear: true, ratio: 1.2 }).words.en).toBe('comes again sooner')
  expect(verdictOf('leaving', { isClear: true, ratio: 0.8 })).toMatchObject({ words: { zh: '留得更久' }, tone: 'good' })
  expect(verdictOf('leaving', { isClear: false, ratio: 3 }).words.zh).toBe('看不出差别')
})
