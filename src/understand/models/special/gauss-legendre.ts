export type Quadrature = { readonly nodes: Float64Array; readonly weights: Float64Array }

/**
 * Nodes and weights on [0, 1] that integrate polynomials up to degree 2n - 1 exactly. Newton's method on Legendre's
 * polynomial (Numerical Recipes, section 4.6).
 */
export function gaussLegendre(n: number): Quadrature {
  const nodes = new Float64Array(n)
  const weights = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    let z = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5))
    let slope = 1
    for (let round = 0; round < 100; round++) {
      const found = legendre(n, z)
      slope = found.slope
      const next = z - found.value / slope
      const moved = Math.abs(next - z)
      z = next
      if (moved < 1e-15) break
    }
    nodes[i] = (1 - z) / 2
    weights[i] = 1 / ((1 - z * z) * slope * slope)
  }
  return { nodes, weights }
}

function legendre(n: number, z: number): { value: number; slope: number } {
  let value = 1
  let before = 0
  for (let j = 0; j < n; j++) [before, value] = [value, ((2 * j + 1) * z * value - j * before) / (j + 1)]
  return { value, slope: (n * (z * value - before)) / (z * z - 1) }
}
