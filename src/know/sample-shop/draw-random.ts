/** Draws from one stream of chance. The same stream gives the same draws, on every machine. */
export type Chance = {
  /** Uniform in [0, 1), 32 bits. */
  readonly next: () => number
  /** True with probability `p`. */
  readonly happens: (p: number) => boolean
  /** A whole number from `low` to `high`, both included. */
  readonly whole: (low: number, high: number) => number
  /** One of the entries, each as likely as the next. @throws RangeError when there are none */
  readonly oneOf: <T>(entries: readonly T[]) => T
  /** One of the entries, each as likely as its weight. @throws RangeError when there are none */
  readonly weighted: <T>(entries: readonly T[], weightOf: (entry: T) => number) => T
  /** Normal with mean 0 and deviation 1. */
  readonly normal: () => number
  /** Exponential with this mean. */
  readonly exponential: (mean: number) => number
  /** Gamma with this shape and mean. The greater the shape, the more regular. */
  readonly gamma: (shape: number, mean: number) => number
}

/**
 * The finaliser of MurmurHash3 (Austin Appleby, public domain): spreads one changed bit over all 32,
 * so that neighbouring seeds give unrelated streams.
 */
function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** sfc32, "small fast counter", by Chris Doty-Humphrey (PractRand, public domain): 128 bits of state, period at least 2^32. */
function sfc32(seed: number, stream: number): () => number {
  let a = mix(seed)
  let b = mix(stream ^ 0x9e3779b9)
  let c = mix(seed + Math.imul(stream, 0x85ebca6b))
  let counter = 1
  const draw = () => {
    const t = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + t) | 0
    return (t >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) draw()
  return draw
}

/** Marsaglia and Tsang, "A simple method for generating gamma variables" (2000); below shape 1 boosted by U^(1/shape). */
function gammaOf(shape: number, next: () => number, normal: () => number): number {
  if (shape < 1) return gammaOf(shape + 1, next, normal) * (1 - next()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal()
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

function pickWeighted<T>(entries: readonly T[], weightOf: (entry: T) => number, next: () => number): T {
  let total = 0
  for (const entry of entries) total += weightOf(entry)
  let left = next() * total
  for (const entry of entries) {
    left -= weightOf(entry)
    if (left < 0) return entry
  }
  return last(entries)
}

function last<T>(entries: readonly T[]): T {
  const entry = entries[entries.length - 1]
  if (entry === undefined) throw new RangeError('there is nothing to draw from')
  return entry
}

/**
 * A stream of chance. Each customer has a stream of their own, so that a shop of 3,000 begins with the same people as
 * a shop of 300.
 * @param seed any whole number; a shop has one
 * @param stream which stream of that seed
 */
export function drawFrom(seed: number, stream: number): Chance {
  const next = sfc32(seed, stream)
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return {
    next,
    normal,
    happens: (p) => next() < p,
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    oneOf: (entries) => entries[Math.floor(next() * entries.length)] ?? last(entries),
    weighted: (entries, weightOf) => pickWeighted(entries, weightOf, next),
    exponential: (mean) => -Math.log(1 - next()) * mean,
    gamma: (shape, mean) => (gammaOf(shape, next, normal) * mean) / shape,
  }
}
