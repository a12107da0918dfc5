import { at, highestFirst, inOrderOf, type Numbers, sameLength } from './ranked.ts'

type Tie = { readonly hits: number; readonly misses: number }

/** Calls `each` for every group of equal scores, the highest first, with the weight of its hits and misses. */
function forTies(scores: Numbers, labels: Numbers, weights: Numbers | undefined, each: (tie: Tie) => void): Tie {
  sameLength(scores, labels, weights)
  const order = highestFirst(scores)
  let [allHits, allMisses] = [0, 0]
  for (let from = 0; from < order.length; ) {
    const score = at(scores, at(order, from))
    let [hits, misses] = [0, 0]
    for (; from < order.length && at(scores, at(order, from)) === score; from++) {
      const row = at(order, from)
      const weight = weights ? at(weights, row) : 1
      hits += weight * at(labels, row)
      misses += weight * (1 - at(labels, row))
    }
    each({ hits, misses })
    allHits += hits
    allMisses += misses
  }
  return { hits: allHits, misses: allMisses }
}

/**
 * Area under the ROC curve: how often a row with label 1 has a higher score than one with label 0, ties counting half
 * (Mann and Whitney 1947; Hanley and McNeil 1982). 0.5 is guessing, 1 is perfect; NaN where a label is missing.
 * `labels` are 0 or 1, one for each score; `weights` say how many rows each stands for.
 */
export function aucOf(scores: Numbers, labels: Numbers, weights?: Numbers): number {
  let [won, hitsAbove] = [0, 0]
  const all = forTies(scores, labels, weights, ({ hits, misses }) => {
    won += misses * (hitsAbove + hits / 2)
    hitsAbove += hits
  })
  return won / (all.hits * all.misses)
}

/**
 * Average precision: the mean of the precision at each hit, by steps without interpolation (area under the
 * precision-recall curve); a group of equal scores is one step. Guessing gives the share of hits; NaN without hits.
 */
export function averagePrecision(scores: Numbers, labels: Numbers, weights?: Numbers): number {
  let [sum, hitsSoFar, soFar] = [0, 0, 0]
  const all = forTies(scores, labels, weights, ({ hits, misses }) => {
    hitsSoFar += hits
    soFar += hits + misses
    if (hits > 0) sum += hits * (hitsSoFar / soFar)
  })
  return sum / all.hits
}

/** How many rows the top `share` of them is: at least one, never more than there are. */
const topCount = (rows: number, share: number) => Math.min(rows, Math.max(1, Math.floor(rows * share + 1e-9)))

/** The mean value of the top `share` of the rows by score; rows tied at the border each count with the tie's mean. NaN without rows. */
export function meanInTop(scores: Numbers, values: Numbers, share: number): number {
  const top = inOrderOf(scores, values).subarray(0, topCount(scores.length, share))
  return top.reduce((sum, value) => sum + value, 0) / top.length
}

/** Lift: how many times more hits the top `share` of the rows has than all rows have (1 is guessing). NaN without hits. */
export function liftAt(scores: Numbers, labels: Numbers, share: number): number {
  return meanInTop(scores, labels, share) / meanInTop(scores, labels, 1)
}

/** Which share of the whole amount the top `share` of the rows by score holds, 0 to 1. NaN where there is no amount. */
export function shareInTop(scores: Numbers, amounts: Numbers, share: number): number {
  const rows = scores.length
  return (liftAt(scores, amounts, share) * topCount(rows, share)) / rows
}

/** Area between the curve of the amounts gathered, highest score first, and that of an even spread. */
function gini(scores: Numbers, amounts: Numbers): number {
  const sorted = inOrderOf(scores, amounts)
  let [soFar, area] = [0, 0]
  for (const amount of sorted) {
    soFar += amount
    area += soFar
  }
  return area / soFar - (sorted.length + 1) / 2
}

export const bestGini = (amounts: Numbers): number => gini(amounts, amounts)

/**
 * Normalised Gini: how well the scores put the big amounts first, as a share of what the amounts themselves would reach;
 * 1 is the perfect order, 0 is guessing, -1 the perfect order upside down. NaN where all amounts are equal or sum to 0.
 * @param best what the amounts would reach, for who holds several scores against the same ones
 */
export function giniNormalised(scores: Numbers, amounts: Numbers, best = bestGini(amounts)): number {
  return Math.abs(best) < 1e-12 ? Number.NaN : gini(scores, amounts) / best
}
