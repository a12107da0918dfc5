import { agree, type Way } from '../way.ts'

const digitsOf = (phone: string) => phone.normalize('NFKC').replace(/\D/g, '')
/** Without the country: `13812345678`. */
const nationalOf = (phone: string) => digitsOf(phone).replace(/^0*86(?=1\d{10}$)/, '')

export const lastEightDigits: Way = {
  compare: (a, b) => {
    const [one, other] = [digitsOf(a), digitsOf(b)]
    return agree(one.length >= 8 && one.slice(-8) === other.slice(-8))
  },
  keys: (value) => {
    const digits = digitsOf(value)
    return digits.length >= 8 ? [digits.slice(-8)] : []
  },
}

const mobile = /^1[3-9]\d{9}$/

/** Eleven digits, of which one is another, or two neighbours have changed places. */
function isSlip(a: string, b: string): boolean {
  const at = [...a].flatMap((digit, i) => (digit === b[i] ? [] : [i]))
  if (at.length === 1) return true
  const [first = 0, second = 0] = at
  return at.length === 2 && second === first + 1 && a[first] === b[second] && a[second] === b[first]
}

export const slippedPhone: Way = {
  compare: (a, b) => {
    const [one, other] = [nationalOf(a), nationalOf(b)]
    if (!mobile.test(one) || !mobile.test(other)) return null
    return { likeness: one === other ? 1 : isSlip(one, other) ? 0.95 : 0 }
  },
  // A slip lies in the first seven digits or in the last four; only two swapped across that line are missed.
  keys: (value) => {
    const digits = nationalOf(value)
    return mobile.test(digits) ? [`first ${digits.slice(0, 7)}`, `last ${digits.slice(-4)}`] : []
  },
}
