import { gaussLegendre } from '../special/gauss-legendre.ts'
import { type Buying, nbdChances } from './buying-ahead.ts'
import { emptyIntegral, leavingIntegral } from './leaving-integral.ts'
import { mostRepeats, type Past, type RepeatModel, type RepeatParameters, type RepeatRows } from './repeat-model.ts'
import { risingSums } from './rising-sums.ts'

/**
 * Pareto/NBD: buying at a rate from gamma(r, alpha) until one leaves, at a rate from gamma(s, beta), at any moment
 * (Schmittlein, Morrison and Colombo 1987, Management Science 33).
 */
export const paretoNbd: RepeatModel = {
  kind: 'pareto-nbd',
  label: { zh: 'Pareto/NBD 模型（任何时候都可能离开）', en: 'Pareto/NBD (people may leave at any time)' },
  names: ['r', 'alpha', 's', 'beta'],
  priorLogs: [-0.4, 2.5, -0.4, 3],
  hasLeaving: true,
  evaluate,
  aheadOf,
  aheadOfNew({ r = Number.NaN, alpha = Number.NaN, s = Number.NaN, beta = Number.NaN }) {
    return { alive: 1, buying: buyingUntilATime(r, alpha, s, beta) }
  },
}

function aheadOf({ r = Number.NaN, alpha = Number.NaN, s = Number.NaN, beta = Number.NaN }: RepeatParameters, { x, tx, t }: Past) {
  const { value } = leavingIntegral(r + x, alpha, s, beta, tx, t, emptyIntegral())
  const logOdds = logOfTime(r + x, alpha, s, beta, tx, t) + Math.log(s * value)
  return { alive: 1 / (1 + Math.exp(logOdds)), buying: buyingUntilATime(r + x, alpha + t, s, beta + t) }
}

const logOfTime = (power: number, alpha: number, s: number, beta: number, tx: number, t: number) =>
  power * Math.log1p((t - tx) / (alpha + tx)) + s * Math.log1p((t - tx) / (beta + tx))

function evaluate(values: Float64Array, rows: RepeatRows, gradient: Float64Array | null): number {
  const [r = Number.NaN, alpha = Number.NaN, s = Number.NaN, beta = Number.NaN] = values
  const rising = risingSums(r, mostRepeats(rows))
  const integral = emptyIntegral()
  let sum = 0
  let byR = 0
  let byAlpha = 0
  let byS = 0
  let byBeta = 0
  for (let i = 0; i < rows.x.length; i++) {
    const x = rows.x[i] ?? 0
    const tx = rows.tx[i] ?? 0
    const t = rows.t[i] ?? 0
    const count = rows.count[i] ?? 0
    const grownAlpha = Math.log1p(t / alpha)
    const grownBeta = Math.log1p(t / beta)
    let row = (rising.logs[x] ?? 0) - r * grownAlpha - x * Math.log(alpha + t) - s * grownBeta
    byR += count * ((rising.slopes[x] ?? 0) - grownAlpha)
    byAlpha += (count * ((r * t) / alpha - x)) / (alpha + t)
    byS -= count * grownBeta
    byBeta += (count * s * t) / (beta * (beta + t))
    if (t > tx) {
      leavingIntegral(r + x, alpha, s, beta, tx, t, integral)
      const sinceAlpha = Math.log1p((t - tx) / (alpha + tx))
      const sinceBeta = Math.log1p((t - tx) / (beta + tx))
      const logOdds = (r + x) * sinceAlpha + s * sinceBeta + Math.log(s * integral.value)
      row += logOdds > 700 ? logOdds : Math.log1p(Math.exp(logOdds))
      const left = count / (1 + Math.exp(-logOdds))
      byR += left * (sinceAlpha - integral.logAlpha)
      byAlpha += left * (r + x) * (1 / (alpha + t) - integral.overAlpha)
      byS += left * (1 / s + sinceBeta - integral.logBeta)
      byBeta += left * (s / (beta + t) - (s + 1) * integral.overBeta)
    }
    sum += count * row
  }
  gradient?.set([byR, byAlpha, byS, byBeta])
  return sum
}

/** Weeks after which nothing more is expected of anybody: twenty thousand years. */
const farAway = 1e6

/** Buying at a rate from gamma(r, alpha) until one leaves, at a rate from gamma(s, beta). */
export function buyingUntilATime(r: number, alpha: number, s: number, beta: number): Buying {
  const leftUnseen = (t: number) => s * leavingIntegral(r, alpha, s, beta, 0, t, emptyIntegral()).value
  let never: number | null = null
  return {
    mean: (t) => (r * beta * shrunkTime(s, Math.log1p(t / beta))) / alpha,
    none: (t) => (t > 0 ? Math.exp(-r * Math.log1p(t / alpha) - s * Math.log1p(t / beta)) + leftUnseen(t) : 1),
    chances: (t) => chancesUntilATime(r, alpha, s, beta, t),
    get never() {
      never ??= leftUnseen(farAway)
      return never
    },
  }
}

/** (1 - e^(-(s-1) l)) / (s - 1), which is l at s = 1. */
const shrunkTime = (s: number, l: number) => (Math.abs(s - 1) * l < 1e-9 ? l : -Math.expm1(-(s - 1) * l) / (s - 1))

const twelve = gaussLegendre(12)
/** Beyond them digits are lost, not time. */
const mostPanels = 500

/** A mixture over when the customer leaves within t, or does not; at each such time the counts are negative binomial. */
function chancesUntilATime(r: number, alpha: number, s: number, beta: number, t: number): Float64Array<ArrayBuffer> {
  const length = Math.log1p(t / beta)
  const stayed = Math.exp(-s * length)
  const chances = nbdChances(r, alpha, t).map((each) => each * stayed)
  // Within a panel the chance of no purchase falls by no more than e^18, which twelve nodes integrate to ten digits. Where
  // customers hardly differ r and alpha are large together: what counts is how fast purchases come, not r.
  const steepest = 1 + r * Math.max(beta / alpha, (t + beta) / (alpha + t))
  const panels = Math.min(mostPanels, Math.max(1, Math.ceil(length / Math.min(1.5, 18 / steepest))))
  const { nodes, weights } = twelve
  const shares: number[] = []
  const times: number[] = []
  for (let panel = 0; panel < panels; panel++) {
    for (let i = 0; i < nodes.length; i++) {
      const u = (length * (panel + (nodes[i] ?? 0))) / panels
      shares.push(((weights[i] ?? 0) * length * s * Math.exp(-s * u)) / panels)
      times.push(beta * Math.expm1(u))
    }
  }
  // The shares are scaled to the chance of leaving within t exactly, so that all chances sum to one.
  const scale = -Math.expm1(-s * length) / shares.reduce((sum, each) => sum + each, 0)
  times.forEach((time, i) => {
    const counts = nbdChances(r, alpha, time)
    const share = (shares[i] ?? 0) * scale
    for (let n = 0; n < counts.length && n < chances.length; n++) chances[n] = (chances[n] ?? 0) + share * (counts[n] ?? 0)
  })
  return chances
}
