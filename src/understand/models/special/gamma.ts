/** ζ(k) - 1 for k = 2 … 35, which the series about 2 is made of (Abramowitz and Stegun 6.1.33). */
const zetaLessOne = [
  0.644934066848226436, 0.202056903159594285, 0.0823232337111381915, 0.0369277551433699263, 0.0173430619844491397, 0.00834927738192282684,
  0.00407735619794433938, 0.00200839282608221442, 0.000994575127818085337, 0.000494188604119464559, 0.000246086553308048299,
  0.000122713347578489147, 0.0000612481350587048293, 0.0000305882363070204936, 0.0000152822594086518717, 7.63719763789976227e-6,
  3.81729326499983986e-6, 1.90821271655393893e-6, 9.53962033872796113e-7, 4.76932986787806463e-7, 2.3845050272773299e-7,
  1.19219925965311073e-7, 5.96081890512594796e-8, 2.98035035146522802e-8, 1.49015548283650412e-8, 7.45071178983542949e-9,
  3.72533402478845705e-9, 1.86265972351304901e-9, 9.31327432419668183e-10, 4.65662906503378407e-10, 2.32831183367650549e-10,
  1.16415501727005198e-10, 5.82077208790270089e-11, 2.91038504449709969e-11,
]

const eulerLessOne = 1 - 0.577215664901532861
const halfLogTwoPi = 0.918938533204672742

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

/** ψ′(x), the variance of the logarithm of a gamma variable of this shape. */
export function trigamma(x: number): number {
  let sum = 0
  let up = x
  for (; up < 12; up++) sum += 1 / (up * up)
  const over = 1 / (up * up)
  const tail = 1 / 6 - over * (1 / 30 - over * (1 / 42 - over * (1 / 30 - over * (5 / 66 - over * (691 / 2730 - (over * 7) / 6)))))
  return sum + 1 / up + over / 2 + (over * tail) / up
}

/** ψ″(x), the third cumulant of the logarithm of a gamma variable of this shape; below zero. */
export function tetragamma(x: number): number {
  let sum = 0
  let up = x
  for (; up < 14; up++) sum -= 2 / (up * up * up)
  const over = 1 / (up * up)
  const tail = 1 / 2 - over * (1 / 6 - over * (1 / 6 - over * (3 / 10 - over * (5 / 6 - over * (691 / 210 - (over * 35) / 2)))))
  return sum - over - over / up - over * over * tail
}
