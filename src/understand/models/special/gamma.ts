/** ζ(k) - 1 for k = 2 … 35, which the series about 2 is made of (Abramowitz and Stegun 6.1.33). */
const zetaLessOne = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914, 0.008349277381922827,
  0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853, 0.0004941886041194645, 0.0002460865533080483, 0.00012271334757848915,
  6.124813505870483e-5, 3.058823630702049e-5, 1.528225940865187e-5, 7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6,
  9.539620338727962e-7, 4.769329867878064e-7, 2.38450502727733e-7, 1.1921992596531106e-7, 5.960818905125948e-8, 2.980350351465228e-8,
  1.4901554828365043e-8, 7.45071178983543e-9, 3.725334024788457e-9, 1.862659723513049e-9, 9.313274324196682e-10, 4.656629065033784e-10,
  2.3283118336765053e-10, 1.164155017270052e-10, 5.820772087902701e-11, 2.9103850444971e-11,
]

const eulerLessOne = 1 - 0.5772156649015329
const halfLogTwoPi = 0.9189385332046727

/** ln Γ(2 + z) for |z| ≤ ½; exact to the last digits near its zero at z = 0. */
function nearTwo(z: number): number {
  let sum = 0
  for (let i = zetaLessOne.length - 1; i >= 0; i--) {
    const k = i + 2
    sum = (zetaLessOne[i] ?? 0) / k - z * sum
  }
  return z * (eulerLessOne + z * sum)
}

/** ln Γ(x) - ((x - ½) ln x - x + ½ ln 2π) for x ≥ 8: the tail of Stirling's series. */
export function stirlingTail(x: number): number {
  const over = 1 / (x * x)
  return (
    (1 / 12 -
      over *
        (1 / 360 -
          over * (1 / 1260 - over * (1 / 1680 - over * (1 / 1188 - over * (691 / 360360 - over * (1 / 156 - (over * 3617) / 122400))))))) /
    x
  )
}

/**
 * ln Γ(x) for x > 0, relative error below 1e-13 also near its zeros at 1 and 2. Series about 2, Stirling's series from 8 on,
 * between them the recurrence Γ(x + 1) = x Γ(x).
 */
export function lnGamma(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.POSITIVE_INFINITY : Number.NaN
  if (x < 0.5) return nearTwo(x) - Math.log1p(x) - Math.log(x)
  if (x < 1.5) return nearTwo(x - 1) - Math.log1p(x - 1)
  if (x >= 8) return (x - 0.5) * Math.log(x) - x + halfLogTwoPi + stirlingTail(x)
  let product = 1
  let down = x
  while (down > 2.5) product *= --down
  return nearTwo(down - 2) + Math.log(product)
}

/** ln B(a, b) = ln Γ(a) + ln Γ(b) - ln Γ(a + b), without the loss of digits that the plain difference has for large a or b. */
export function lnBeta(a: number, b: number): number {
  const small = Math.min(a, b)
  const large = Math.max(a, b)
  if (large < 8) return lnGamma(a) + lnGamma(b) - lnGamma(a + b)
  const tails = stirlingTail(large) - stirlingTail(small + large)
  const share = small / large
  if (small < 8) return lnGamma(small) + tails + small - small * Math.log(small + large) - (large - 0.5) * Math.log1p(share)
  return (
    halfLogTwoPi +
    stirlingTail(small) +
    tails -
    0.5 * Math.log(small) +
    small * Math.log(share / (1 + share)) -
    (large - 0.5) * Math.log1p(share)
  )
}

/** ψ(x), the derivative of ln Γ, for x > 0; absolute error below 1e-14 times what it is made of. Recurrence up to 10, then its series. */
export function digamma(x: number): number {
  let sum = 0
  let up = x
  for (; up < 10; up++) sum -= 1 / up
  const over = 1 / (up * up)
  const tail =
    over *
    (1 / 12 -
      over *
        (1 / 120 - over * (1 / 252 - over * (1 / 240 - over * (1 / 132 - over * (691 / 32760 - over * (1 / 12 - (over * 3617) / 8160)))))))
  return sum + Math.log(up) - 0.5 / up - tail
}
