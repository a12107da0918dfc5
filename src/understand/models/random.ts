/** A seeded generator: the same seed gives the same numbers on every machine. */
export type Random = {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number
  /** Standard normal. */
  normal(): number
  /** Exponential with rate 1. */
  exponential(): number
  /** Gamma with this shape (> 0) and rate 1. */
  gamma(shape: number): number
  /** Beta(a, b). */
  beta(a: number, b: number): number
  /** A whole number from 0 to `below` - 1. */
  whole(below: number): number
  /** A generator of its own, so that one part may draw more without shifting the others. */
  split(): Random
}

/** Well-mixed 32-bit words from a counter: the finaliser of MurmurHash3, as in splitmix32. Seeds the generator proper. */
function seedWords(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let word = state ^ (state >>> 16)
    word = Math.imul(word, 0x21f0aaad)
    word ^= word >>> 15
    word = Math.imul(word, 0x735a2d97)
    return word ^ (word >>> 15)
  }
}

const rotate = (word: number, by: number) => (word << by) | (word >>> (32 - by))

/** xoshiro128** 1.1 (Blackman and Vigna 2018, public domain): 32-bit words with period 2^128 - 1. */
function xoshiro(seed: number): () => number {
  const next = seedWords(seed)
  let a = next()
  let b = next()
  let c = next()
  let d = next() | 1
  return () => {
    const word = Math.imul(rotate(Math.imul(b, 5), 7), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return word >>> 0
  }
}

/**
 * A generator for simulations and bootstraps, never for secrets. Normal by Marsaglia's polar method (1964), gamma by
 * Marsaglia and Tsang (2000, ACM Transactions on Mathematical Software 26).
 * @param seed any whole number; its lowest 32 bits count
 */
export function makeRandom(seed: number): Random {
  const word = xoshiro(seed)
  const uniform = () => ((word() >>> 5) * 67_108_864 + (word() >>> 6)) / 9_007_199_254_740_992
  const above = () => 1 - uniform()
  const normal = () => polarNormal(uniform)
  const gamma = (shape: number): number =>
    shape < 1 ? largeGamma(shape + 1, above, normal) * Math.exp(Math.log(above()) / shape) : largeGamma(shape, above, normal)
  return {
    uniform,
    normal,
    exponential: () => -Math.log(above()),
    gamma,
    beta: (a, b) => {
      const first = gamma(a)
      const second = gamma(b)
      return first + second > 0 ? first / (first + second) : a / (a + b)
    },
    whole: (below) => Math.floor(uniform() * below),
    split: () => makeRandom(word()),
  }
}

function polarNormal(uniform: () => number): number {
  for (;;) {
    const x = 2 * uniform() - 1
    const y = 2 * uniform() - 1
    const square = x * x + y * y
    if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square)
  }
}

/** Marsaglia and Tsang's method, for shapes from 1. */
function largeGamma(shape: number, above: () => number, normal: () => number): number {
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal()
    const cube = (1 + c * x) ** 3
    if (cube > 0 && Math.log(above()) < 0.5 * x * x + d - d * cube + d * Math.log(cube)) return d * cube
  }
}
