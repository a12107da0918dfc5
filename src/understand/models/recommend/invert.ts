/** Told between rows: how far it is, and asked whether to go on. */
export type Watch = { readonly onProgress?: (share: number) => void; readonly shouldStop?: () => boolean }

/** A fit that was asked to stop. */
export class Stopped extends Error {}

/**
 * The inverse of a symmetric, positive definite matrix, in place: Cholesky, the inverse of its triangle, and the product of
 * that with itself (Golub and Van Loan, Matrix Computations, 4.2 and 3.1). All three walk along rows, so that each inner sum
 * reads memory in order; the triangle's inverse stands transposed in the half that the factor leaves free. n³ operations.
 * @param a n × n, row after row; only the lower half and the diagonal are read
 * @throws RangeError when it is not positive definite; Stopped
 */
export function invertInPlace(a: Float64Array, n: number, watch: Watch = {}): void {
  const diagonal = factor(a, n, watch)
  invertTriangle(a, n, diagonal, watch)
  multiply(a, n, diagonal, watch)
}

/** Rows between two looks at the clock. */
const step = 32

function tell(watch: Watch, phase: number, row: number, n: number): void {
  if (row % step !== 0) return
  if (watch.shouldStop?.()) throw new Stopped('the fit was stopped')
  const along = row / n
  watch.onProgress?.((phase + (phase === 0 ? along ** 3 : 1 - (1 - along) ** 3)) / 3)
}

/** a = L Lᵀ, L in the lower half. @returns the inverses of its diagonal */
function factor(a: Float64Array, n: number, watch: Watch): Float64Array {
  const inverse = new Float64Array(n)
  const sums = new Float64Array(4)
  for (let i = 0; i < n; i++) {
    tell(watch, 0, i, n)
    const row = i * n
    let j = 0
    for (; j + 3 < i; j += 4) {
      fourSums(a, row, j * n, n, j, sums)
      solveFour(a, row, j, n, sums, inverse)
    }
    for (; j < i; j++) a[row + j] = ((a[row + j] ?? 0) - sum(a, row, j * n, j)) * (inverse[j] ?? 0)
    const left = (a[row + i] ?? 0) - sum(a, row, row, i)
    if (!(left > 0)) throw new RangeError(`the matrix is not positive definite at row ${i}`)
    inverse[i] = 1 / Math.sqrt(left)
  }
  return inverse
}

/** Four places of a row of L at once, whose common part is summed already. */
function solveFour(a: Float64Array, row: number, j: number, n: number, sums: Float64Array, inverse: Float64Array): void {
  for (let k = 0; k < 4; k++) {
    const at = row + j + k
    let value = (a[at] ?? 0) - (sums[k] ?? 0)
    for (let m = 0; m < k; m++) value -= (a[row + j + m] ?? 0) * (a[(j + k) * n + j + m] ?? 0)
    a[at] = value * (inverse[j + k] ?? 0)
  }
}

/** Row i of the upper half becomes column i of L⁻¹. */
function invertTriangle(a: Float64Array, n: number, inverse: Float64Array, watch: Watch): void {
  const sums = new Float64Array(4)
  const own = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    tell(watch, 1, i, n)
    own[i] = inverse[i] ?? 0
    let k = i + 1
    for (; k + 3 < n; k += 4) {
      fourSumsOf(a, own, i, k, k * n, n, sums)
      for (let m = 0; m < 4; m++) {
        let value = sums[m] ?? 0
        for (let before = 0; before < m; before++) value += (a[(k + m) * n + k + before] ?? 0) * (own[k + before] ?? 0)
        own[k + m] = -value * (inverse[k + m] ?? 0)
      }
    }
    for (; k < n; k++) {
      let value = 0
      for (let m = i; m < k; m++) value += (a[k * n + m] ?? 0) * (own[m] ?? 0)
      own[k] = -value * (inverse[k] ?? 0)
    }
    for (let at = i + 1; at < n; at++) a[i * n + at] = own[at] ?? 0
  }
}

/** The product of L⁻ᵀ and L⁻¹: written into the lower half, then into both. */
function multiply(a: Float64Array, n: number, inverse: Float64Array, watch: Watch): void {
  const sums = new Float64Array(4)
  const own = new Float64Array(n)
  const diagonal = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    tell(watch, 2, i, n)
    for (let k = i + 1; k < n; k++) own[k] = a[i * n + k] ?? 0
    own[i] = inverse[i] ?? 0
    let left = 0
    for (let k = i; k < n; k++) left += (own[k] ?? 0) ** 2
    diagonal[i] = left
    let j = i + 1
    for (; j + 3 < n; j += 4) {
      fourSumsOf(a, own, j + 4, n, j * n, n, sums)
      for (let m = 0; m < 4; m++) {
        let value = (sums[m] ?? 0) + (own[j + m] ?? 0) * (inverse[j + m] ?? 0)
        for (let k = j + m + 1; k < j + 4; k++) value += (own[k] ?? 0) * (a[(j + m) * n + k] ?? 0)
        a[(j + m) * n + i] = value
      }
    }
    for (; j < n; j++) {
      let value = (own[j] ?? 0) * (inverse[j] ?? 0)
      for (let k = j + 1; k < n; k++) value += (own[k] ?? 0) * (a[j * n + k] ?? 0)
      a[j * n + i] = value
    }
  }
  for (let i = 0; i < n; i++) {
    a[i * n + i] = diagonal[i] ?? 0
    for (let j = i + 1; j < n; j++) a[i * n + j] = a[j * n + i] ?? 0
  }
}

function sum(a: Float64Array, one: number, other: number, length: number): number {
  let total = 0
  for (let k = 0; k < length; k++) total += (a[one + k] ?? 0) * (a[other + k] ?? 0)
  return total
}

/** Of one row with four that follow each other: what is read of the one serves all four. */
function fourSums(a: Float64Array, row: number, first: number, n: number, length: number, into: Float64Array): void {
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  const [second, third, fourth] = [first + n, first + 2 * n, first + 3 * n]
  for (let k = 0; k < length; k++) {
    const x = a[row + k] ?? 0
    s0 += x * (a[first + k] ?? 0)
    s1 += x * (a[second + k] ?? 0)
    s2 += x * (a[third + k] ?? 0)
    s3 += x * (a[fourth + k] ?? 0)
  }
  into[0] = s0
  into[1] = s1
  into[2] = s2
  into[3] = s3
}

/** The same with a row that stands apart, from `from` up to before `to`. */
function fourSumsOf(a: Float64Array, own: Float64Array, from: number, to: number, first: number, n: number, into: Float64Array): void {
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  const [second, third, fourth] = [first + n, first + 2 * n, first + 3 * n]
  for (let k = from; k < to; k++) {
    const x = own[k] ?? 0
    s0 += x * (a[first + k] ?? 0)
    s1 += x * (a[second + k] ?? 0)
    s2 += x * (a[third + k] ?? 0)
    s3 += x * (a[fourth + k] ?? 0)
  }
  into[0] = s0
  into[1] = s1
  into[2] = s2
  into[3] = s3
}
