import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { processorTime } from '../../../../test/processor-time.ts'
import { type Buyings, countTogether, makeBuyings } from './buyings.ts'
import { type Ranking, rankAgainst } from './measure.ts'
import { fitEase, fitItemKnn, fitPopularity } from './recommenders.ts'

const folder = process.env.REGULARS_DATA ?? join(import.meta.dirname, '../../../../../shared/data')
const ratingsFile = join(folder, 'ml-100k/u.data.psv.gz')
const retailFile = join(folder, 'online-retail/online_retail.csv.gz')
for (const file of [ratingsFile, retailFile])
  if (!existsSync(file)) console.warn(`skipped: ${file} is not there; set REGULARS_DATA to the folder that holds it`)

type Pair = { readonly who: string; readonly what: string }

/** Both halves over the same customers and items, in order of their names. */
function buyingsOf(halves: readonly (readonly Pair[])[], customers: readonly string[], items: readonly string[]): Buyings[] {
  const [who, what] = [customers, items].map((names) => new Map(names.map((name, at) => [name, at])))
  return halves.map((pairs) => {
    const known = pairs.filter((pair) => who?.has(pair.who) && what?.has(pair.what))
    return makeBuyings(customers.length, items.length, {
      customer: Int32Array.from(known.map((pair) => who?.get(pair.who) ?? -1)),
      item: Int32Array.from(known.map((pair) => what?.get(pair.what) ?? -1)),
    })
  })
}

const names = (pairs: readonly Pair[], of: (pair: Pair) => string) => [...new Set(pairs.map(of))].sort((a, b) => (a < b ? -1 : 1))

/** Recall and NDCG at 10 and 20, MRR at 20, share of the catalogue shown. */
type Anchor = readonly [number, number, number, number, number, number]
const figures = (found: Ranking): Anchor => [found.recall10, found.ndcg10, found.recall20, found.ndcg20, found.mrr20, found.coverage10]

/** Within 2 % of the reference, and half of its last printed digit. */
function isNear(found: Ranking, anchor: Anchor): void {
  for (const [at, value] of figures(found).entries()) {
    const wanted = anchor[at] ?? 0
    expect(Math.abs(value - wanted), `${at}: ${value} against ${wanted}`).toBeLessThanOrEqual(wanted * 0.02 + (at === 5 ? 5e-4 : 5e-5))
  }
}

describe.skipIf(!existsSync(ratingsFile))('MovieLens 100k', () => {
  const ratings = existsSync(ratingsFile)
    ? gunzipSync(readFileSync(ratingsFile))
        .toString()
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => {
          const [who = '', what = '', stars, at] = line.split('|')
          return { who: who.padStart(5, '0'), what: what.padStart(5, '0'), stars: Number(stars), at: Number(at) }
        })
    : []

  /** The last of each customer is held out; of those at one second the one that stands last in the file. */
  function holdOutLast(all: typeof ratings): [Buyings, Buyings] {
    const last = new Map<string, (typeof ratings)[number]>()
    for (const one of all) if (one.at >= (last.get(one.who)?.at ?? 0)) last.set(one.who, one)
    const held = new Set(last.values())
    const customers = names(all, (pair) => pair.who)
    const items = names(all, (pair) => pair.what)
    const [before, after] = buyingsOf([all.filter((one) => !held.has(one)), [...held]], customers, items)
    if (!before || !after) throw new Error('no halves')
    return [before, after]
  }

  test('all ratings, the last of each held out: the reference figures of four methods, in their order', () => {
    const [before, after] = holdOutLast(ratings)
    expect([before.customers, before.items]).toEqual([943, 1682])
    const together = countTogether(before)
    const rank = (fit: Parameters<typeof rankAgainst>[0]) => rankAgainst(fit, before, after, { repeat: false })
    const popularity = rank(fitPopularity(before))
    const knn = rank(fitItemKnn(before, 100, together))
    const ease = rank(fitEase(before, 200, {}, together))
    isNear(popularity, [0.0859, 0.0449, 0.1262, 0.055, 0.0353, 0.054])
    isNear(knn, [0.1177, 0.0643, 0.1866, 0.0819, 0.0532, 0.272])
    isNear(ease, [0.1432, 0.0727, 0.228, 0.0939, 0.0573, 0.306])
    isNear(rank(fitEase(before, 500, {}, together)), [0.1453, 0.0737, 0.2259, 0.0936, 0.0575, 0.253])
    expect(ease.ndcg10).toBeGreaterThan(knn.ndcg10)
    expect(knn.ndcg10).toBeGreaterThan(popularity.ndcg10)
  }, 180_000)

  test('ratings of four and five, the last held out', () => {
    const [before, after] = holdOutLast(ratings.filter((one) => one.stars >= 4))
    expect([before.customers, before.items]).toEqual([942, 1447])
    const rank = (fit: Parameters<typeof rankAgainst>[0]) => rankAgainst(fit, before, after, { repeat: false })
    isNear(rank(fitItemKnn(before)), [0.1359, 0.0724, 0.2091, 0.0909, 0.0582, 0.249])
    isNear(rank(fitEase(before, 50)), [0.1497, 0.0849, 0.2282, 0.1047, 0.0706, 0.287])
    isNear(rank(fitEase(before, 200)), [0.1454, 0.0806, 0.2325, 0.1023, 0.0667, 0.226])
  })

  test('the first 80 % of the time to learn from, what came after to be found', () => {
    const inTime = ratings.toSorted((a, b) => a.at - b.at)
    const early = inTime.slice(0, 80_000)
    const seen = new Set(early.map(({ what }) => what))
    const [before, after] = buyingsOf(
      [early, inTime.slice(80_000).filter(({ what }) => seen.has(what))],
      names(early, (pair) => pair.who),
      names(ratings, (pair) => pair.what),
    )
    if (!before || !after) throw new Error('no halves')
    const popularity = rankAgainst(fitPopularity(before), before, after, { repeat: false })
    expect(popularity.customers).toBe(107)
    isNear(popularity, [0.0664, 0.1486, 0.1327, 0.157, 0.2599, 0.045])
    isNear(rankAgainst(fitEase(before, 200), before, after, { repeat: false }), [0.085, 0.1807, 0.1449, 0.1841, 0.3013, 0.172])
  })
})

describe.skipIf(!existsSync(retailFile))('a year of a real web wholesaler, learnt from up to September', () => {
  function readHalves(): [Buyings, Buyings] {
    const rows: string[][] = parse(gunzipSync(readFileSync(retailFile)), { from_line: 2, relax_quotes: true })
    const sales = rows.flatMap(([invoice = '', what = '', , quantity = '', at = '', price = '', who = '']) =>
      who && !invoice.startsWith('C') && Number(quantity) > 0 && Number(price) > 0 && /^\d/.test(what) ? [{ who, what, at }] : [],
    )
    const buyers = new Map<string, Set<string>>()
    for (const { who, what } of sales) buyers.set(what, (buyers.get(what) ?? new Set()).add(who))
    const known = sales.filter(({ what }) => (buyers.get(what)?.size ?? 0) >= 10)
    const early = known.filter(({ at }) => at < '2011-09-01')
    const sold = new Set(early.map(({ what }) => what))
    const late = known.filter(({ at, what }) => at >= '2011-09-01' && sold.has(what))
    const [before, after] = buyingsOf(
      [early, late],
      names(early, (pair) => pair.who),
      names(known, (pair) => pair.what),
    )
    if (!before || !after) throw new Error('no halves')
    return [before, after]
  }

  test('new and repeated items: the reference figures, and EASE on 2,786 items within 30 seconds', () => {
    const [before, after] = readHalves()
    expect(before.items).toBe(2_786)
    const rank = (fit: Parameters<typeof rankAgainst>[0], repeat: boolean) => rankAgainst(fit, before, after, { repeat })
    const popularity = fitPopularity(before)
    expect(rank(popularity, false).customers).toBe(1_875)
    isNear(rank(popularity, false), [0.02, 0.0522, 0.0347, 0.053, 0.1342, 0.022])
    isNear(rank(popularity, true), [0.0344, 0.121, 0.0524, 0.1113, 0.2728, 0.004])
    const together = countTogether(before)
    const knn = fitItemKnn(before, 100, together)
    isNear(rank(knn, false), [0.051, 0.1174, 0.0828, 0.1136, 0.2544, 0.514])
    isNear(rank(knn, true), [0.0819, 0.2511, 0.1388, 0.2409, 0.4001, 0.582])
    const began = processorTime()
    const ease = fitEase(before, 200, {}, together)
    expect(processorTime() - began).toBeLessThan(30_000)
    isNear(rank(ease, false), [0.0565, 0.1243, 0.0902, 0.1211, 0.2692, 0.396])
    isNear(rank(ease, true), [0.1063, 0.3104, 0.1733, 0.2967, 0.4815, 0.431])
  }, 180_000)
})
