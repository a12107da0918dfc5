import { placesHighestFirst } from './places-highest-first.ts'

/** Numbers in a row, plain or typed. */
export type Numbers = ArrayLike<number>

/** The number at a place that exists; what is not there counts as 0. */
export const at = (numbers: Numbers, place: number): number => numbers[place] ?? 0

/** Refuses pairs of unequal length: a silent shift of one row would give a figure that looks right. */
export function sameLength(a: Numbers, b: Numbers, weights?: Numbers): number {
  if (a.length !== b.length || (weights && weights.length !== a.length))
    throw new RangeError(`${a.length} values stand against ${b.length}${weights ? ` with ${weights.length} weights` : ''}`)
  return a.length
}

/** The places of the scores, highest first, equal ones as they came. A score that is not a number would stand anywhere, so it is refused. */
export function highestFirst(scores: Numbers): Uint32Array {
  const values = scores instanceof Float64Array ? scores : Float64Array.from(scores)
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) throw new RangeError(`the score at ${i} is not a number`)
  return placesHighestFirst(values)
}

/**
 * The values in the order of the scores, highest first, where rows of the same score all have their mean: nobody knows
 * in which order they would stand, and so no figure depends on how the rows came.
 * @param order the places of the scores, highest first, for who knows them already
 */
export function inOrderOf(scores: Numbers, values: Numbers, order = highestFirst(scores)): Float64Array {
  sameLength(scores, values)
  const out = new Float64Array(order.length)
  for (let from = 0; from < order.length; ) {
    const score = at(scores, at(order, from))
    let to = from
    let sum = 0
    for (; to < order.length && at(scores, at(order, to)) === score; to++) sum += at(values, at(order, to))
    out.fill(sum / (to - from), from, to)
    from = to
  }
  return out
}
