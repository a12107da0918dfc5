import { agree, defineComparison } from '../comparison.ts'

const digitsOf = (phone: string) => phone.normalize('NFKC').replace(/\D/g, '')
/** Without the country: `13812345678`. */
const nationalOf = (phone: string) => digitsOf(phone).replace(/^0*86(?=1\d{10}$)/, '')

export const lastEightDigits = defineComparison({
  name: 'last-8-digits',
  label: { zh: '后 8 位相同', en: 'same last 8 digits' },
  fits: ['phone'],
  types: ['phone'],
  least: 1,
  compare: (a, b) => {
    const [one, other] = [digitsOf(a), digitsOf(b)]
    return agree(one.length >= 8 && one.slice(-8) === other.slice(-8))
  },
  keys: (value) => {
    const digits = digitsOf(value)
    return digits.length >= 8 ? [digits.slice(-8)] : []
  },
  sentence: { zh: '电话后 8 位一致', en: 'the last 8 digits of the phone agree' },
})

const mobile = /^1[3-9]\d{9}$/

/** Eleven digits, of which one is another, or two neighbours have changed places. */
function isSlip(a: string, b: string): boolean {
  const at = [...a].flatMap((digit, i) => (digit === b[i] ? [] : [i]))
  if (at.length === 1) return true
  const [first = 0, second = 0] = at
  return at.length === 2 && second === first + 1 && a[first] === b[second] && a[second] === b[first]
}

export const slippedPhone = defineComparison({
  name: 'slipped-phone',
  label: { zh: '手机号只差一位，或相邻两位颠倒', en: 'mobile numbers differ in one digit, or two neighbours are swapped' },
  fits: ['phone'],
  types: ['phone'],
  least: 0.9,
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
  sentence: { zh: '手机号只差一位或相邻两位颠倒', en: 'the mobile number differs by one slip' },
})
