/** A square matrix in rows, one after the other. */
export type Matrix = { readonly size: number; readonly values: Float64Array }

/**
 * The lower triangle L with L Lᵀ = `matrix`, or null where the matrix is not positive definite.
 * @param matrix symmetric; only its lower triangle is read
 */
export function cholesky({ size, values }: Matrix): Matrix | null {
  const lower = new Float64Array(size * size)
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = values[i * size + j] ?? 0
      for (let k = 0; k < j; k++) sum -= (lower[i * size + k] ?? 0) * (lower[j * size + k] ?? 0)
      if (i === j) {
        if (!(sum > 0)) return null
        lower[i * size + i] = Math.sqrt(sum)
      } else lower[i * size + j] = sum / (lower[j * size + j] ?? 1)
    }
  }
  return { size, values: lower }
}

/** The solution of L Lᵀ x = `right`, from the lower triangle that `cholesky` gave. */
export function solveCholesky({ size, values }: Matrix, right: Float64Array): Float64Array {
  const x = Float64Array.from(right)
  for (let i = 0; i < size; i++) {
    let sum = x[i] ?? 0
    for (let k = 0; k < i; k++) sum -= (values[i * size + k] ?? 0) * (x[k] ?? 0)
    x[i] = sum / (values[i * size + i] ?? 1)
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = x[i] ?? 0
    for (let k = i + 1; k < size; k++) sum -= (values[k * size + i] ?? 0) * (x[k] ?? 0)
    x[i] = sum / (values[i * size + i] ?? 1)
  }
  return x
}

/** The inverse of a symmetric positive definite matrix, or null where it is not one. */
export function invertPositive(matrix: Matrix): Matrix | null {
  const lower = cholesky(matrix)
  if (!lower) return null
  const { size } = matrix
  const values = new Float64Array(size * size)
  for (let column = 0; column < size; column++) {
    const unit = new Float64Array(size)
    unit[column] = 1
    values.set(solveCholesky(lower, unit), column * size)
  }
  return { size, values }
}
