import type { Words } from '../../core/kit/words.ts'
import { type Buyings, countTogether, itemsOf, makeBuyings } from '../models/recommend/buyings.ts'
import type { Watch } from '../models/recommend/invert.ts'
import { rankAgainst } from '../models/recommend/measure.ts'
import { fitEase, fitItemKnn, fitPopularity, type Recommender } from '../models/recommend/recommenders.ts'
import type { Trial, Verdict } from './set-body.ts'
import type { ListMode } from './settings.ts'

/** Who bought what and when, a place each; days count from 1970-01-01. */
export type History = {
  readonly customers: number
  readonly items: number
  readonly customer: Int32Array
  readonly item: Int32Array
  readonly firstDay: Uint16Array
  readonly lastDay: Uint16Array
}

/** So many customers suffice to tell methods apart; of more every so many-th is tried. */
const mostTried = 4_000
/** With fewer customers to try or products to choose from, chance decides. */
export const fewestTried = 20
export const fewestItems = 5

export type Choice = {
  readonly verdict: Verdict
  readonly chosen: Pick<Trial, 'kind' | 'lambda'>
  readonly trials: readonly Trial[]
  readonly tried: number
  readonly of: number
}

/** Penalties that are tried; fewer where each takes seconds. */
const lambdasFor = (items: number): readonly number[] => (items <= 800 ? [10, 50, 200, 500] : items <= 1_500 ? [50, 200, 500] : [200, 500])

/**
 * Tries every method on the past: what was bought before the cut day is learnt from, what came after is to be found. The
 * past is parted in time and never by chance, so that nothing of the future is read. Popularity is always tried; a method
 * that does not rank better than it is not used.
 * @param cutDay null where history is too short to part
 * @throws Stopped
 */
export function chooseMethod(history: History, mode: ListMode, cutDay: number | null, watch: Watch): Choice {
  const plain = { kind: 'popularity', lambda: null } as const
  const nobody = { chosen: plain, trials: [], tried: 0, of: 0 }
  if (history.items === 0) return { ...nobody, verdict: 'nothing' }
  if (history.items < fewestItems || history.customers < fewestTried) return { ...nobody, verdict: 'too-few' }
  if (cutDay === null) return { ...nobody, verdict: 'too-little-history' }
  const { before, after, tried, of } = partAt(history, mode, cutDay)
  if (tried < fewestTried) return { ...nobody, verdict: 'too-little-history', tried, of }
  const trials = tryAll(before, after, mode, watch)
  const best = trials.filter(({ kind }) => kind !== 'popularity').toSorted((a, b) => b.ranking.ndcg10 - a.ranking.ndcg10)[0]
  const floor = trials.find(({ kind }) => kind === 'popularity')?.ranking.ndcg10 ?? 0
  const isBetter = best !== undefined && best.ranking.ndcg10 > floor
  return { verdict: isBetter ? 'personal' : 'popularity-better', chosen: isBetter ? best : plain, trials, tried, of }
}

function partAt(history: History, mode: ListMode, cutDay: number) {
  const early = select(history, (at) => (history.firstDay[at] ?? 0) < cutDay)
  const before = buyingsOf(history, early)
  const isLearnt = new Uint8Array(history.items)
  for (const at of early) isLearnt[history.item[at] ?? 0] = 1
  const came = mode === 'new' ? history.firstDay : history.lastDay
  const isAsked = (at: number) => mode !== 'repeat' || (history.firstDay[at] ?? 0) < cutDay
  const late = select(history, (at) => (came[at] ?? 0) >= cutDay && isAsked(at) && isLearnt[history.item[at] ?? 0] === 1)
  const all = buyingsOf(history, late)
  const tryable: number[] = []
  for (let u = 0; u < history.customers; u++) if (itemsOf(all, u).length > 0 && itemsOf(before, u).length > 0) tryable.push(u)
  const every = Math.max(1, Math.ceil(tryable.length / mostTried))
  const isTried = new Uint8Array(history.customers)
  let tried = 0
  for (let at = 0; at < tryable.length; at += every) {
    isTried[tryable[at] ?? 0] = 1
    tried += 1
  }
  return {
    before,
    after: buyingsOf(
      history,
      late.filter((at) => isTried[history.customer[at] ?? 0] === 1),
    ),
    tried,
    of: tryable.length,
  }
}

function select({ item }: History, wanted: (at: number) => boolean): Int32Array {
  const found = new Int32Array(item.length)
  let count = 0
  for (let at = 0; at < item.length; at++) if (wanted(at)) found[count++] = at
  return found.subarray(0, count)
}

function buyingsOf({ customers, items, customer, item }: History, places: Int32Array): Buyings {
  return makeBuyings(customers, items, {
    customer: places.map((at) => customer[at] ?? 0),
    item: places.map((at) => item[at] ?? 0),
  })
}

/** All there is to learn from. */
export const everyBuying = (history: History): Buyings => makeBuyings(history.customers, history.items, history)

function tryAll(before: Buyings, after: Buyings, mode: ListMode, watch: Watch): Trial[] {
  const together = countTogether(before)
  const lambdas = lambdasFor(before.items)
  const rounds = lambdas.length + 1
  const tryOne = (recommender: Recommender, lambda: number | null, floor: readonly number[] | null): { trial: Trial; each: number[] } => {
    const each: number[] = []
    const ranking = rankAgainst(recommender, before, after, { repeat: mode !== 'new', onlyRepeat: mode === 'repeat', each })
    return { trial: { kind: recommender.kind, lambda, ranking, lead: floor && leadOf(each, floor) }, each }
  }
  const plain = tryOne(fitPopularity(before), null, null)
  const knn = tryOne(fitItemKnn(before, undefined, together), null, plain.each)
  const linear = lambdas.map((lambda, round) => {
    const within: Watch = { ...watch, onProgress: (share) => watch.onProgress?.((round + 1 + share) / rounds) }
    return tryOne(fitEase(before, lambda, within, together), lambda, plain.each).trial
  })
  return [plain.trial, knn.trial, ...linear]
}

/** The mean of the differences of the same customers, with a 95 % interval from their spread. */
function leadOf(one: readonly number[], other: readonly number[]): NonNullable<Trial['lead']> {
  const differences = one.map((value, at) => value - (other[at] ?? 0))
  const n = differences.length
  const value = differences.reduce((total, each) => total + each, 0) / n
  const spread = Math.sqrt(differences.reduce((total, each) => total + (each - value) ** 2, 0) / Math.max(1, n - 1))
  const half = (1.959963984540054 * spread) / Math.sqrt(n)
  return { value, low: value - half, high: value + half }
}

/** A method as it is fitted for use, on all there is. */
export function fitChosen(buyings: Buyings, { kind, lambda }: Choice['chosen'], together: Float32Array, watch: Watch): Recommender {
  if (kind === 'ease') return fitEase(buyings, lambda ?? 200, watch, together)
  return kind === 'item-knn' ? fitItemKnn(buyings, undefined, together) : fitPopularity(buyings)
}

const methods: Readonly<Record<Trial['kind'], Words>> = {
  ease: { zh: 'EASE（线性自编码）', en: 'EASE (shallow linear model)' },
  'item-knn': { zh: '相似商品（item-kNN）', en: 'Similar products (item-kNN)' },
  popularity: { zh: '畅销榜', en: 'Popularity' },
}
export const sayMethod = (kind: Trial['kind']): Words => methods[kind]
