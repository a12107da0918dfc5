/** Known values are put into so many bins at most. */
const mostBins = 255
/** Quantiles of a large column are taken from so many of its values, evenly spread over the rows. */
const sampleSize = 200_000

/**
 * A column in bins: value x has the code that says how many of the edges are below it, and a missing one (NaN) the code
 * after the last. Edges rise; `size` is how many codes there are, the missing one among them.
 */
export type Binned = { readonly edges: Float64Array; readonly codes: Uint8Array; readonly hasMissing: boolean; readonly size: number }

/**
 * A column in at most `bins` bins: one for each value where there are few, else of about equal size (Chen and Guestrin
 * 2016, section 3; Ke et al. 2017). Edges stand half-way between two values that occur.
 */
export function binColumn(values: Float64Array, bins = mostBins): Binned {
  const edges = edgesOf(values, bins)
  const codes = new Uint8Array(values.length)
  let hasMissing = false
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN
    if (Number.isNaN(value)) hasMissing = true
    codes[i] = codeOf(edges, value)
  }
  return { edges, codes, hasMissing, size: edges.length + 2 }
}

function edgesOf(values: Float64Array, bins: number): Float64Array {
  const stride = Math.max(1, Math.floor(values.length / sampleSize))
  const sorted = values.filter((value, i) => i % stride === 0 && !Number.isNaN(value)).sort()
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1])
  if (distinct.length <= bins) return between(distinct)
  const edges: number[] = []
  for (let bin = 1; bin < bins; bin++) {
    const value = sorted[Math.floor((bin * sorted.length) / bins)] ?? 0
    // A value that many rows have is met several times; one edge parts it from what is below it.
    const below = sorted[codeOf(sorted, value) - 1]
    if (below !== undefined && half(below, value) !== edges.at(-1)) edges.push(half(below, value))
  }
  return Float64Array.from(edges)
}

const between = (rising: Float64Array) => rising.subarray(1).map((value, i) => half(rising[i] ?? 0, value))

/** Half-way, but always below the upper one, so that both fall on their own side. */
function half(lower: number, upper: number): number {
  const middle = lower / 2 + upper / 2
  return middle < upper ? middle : lower
}

function codeOf(edges: Float64Array, value: number): number {
  if (Number.isNaN(value)) return edges.length + 1
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((edges[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}
