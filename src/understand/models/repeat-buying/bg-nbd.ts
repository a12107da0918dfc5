import { buyingUntilOneLeaves } from './buying-ahead.ts'
import { mostRepeats, type Past, type RepeatModel, type RepeatParameters, type RepeatRows } from './repeat-model.ts'
import { risingSums, stayingSums } from './rising-sums.ts'

/**
 * BG/NBD: as NBD, and after each repeat purchase the customer leaves with a chance from beta(a, b) (Fader, Hardie and Lee
 * 2005, Marketing Science 24). By its assumptions nobody leaves before the first repeat purchase, so P(alive) is 1 for all
 * who bought once.
 */
export const bgNbd: RepeatModel = {
  kind: 'bg-nbd',
  label: { zh: 'BG/NBD 模型（复购后可能离开）', en: 'BG/NBD (people may leave after a repeat purchase)' },
  names: ['r', 'alpha', 'a', 'b'],
  priorLogs: [-0.4, 2, -0.2, 1],
  hasLeaving: true,
  evaluate: (values, rows, gradient) => evaluateLeaving(values, rows, gradient, 0),
  aheadOf: (parameters, past) => aheadOfLeaving(parameters, past, 0),
  aheadOfNew({ r = Number.NaN, alpha = Number.NaN, a = Number.NaN, b = Number.NaN }) {
    return { alive: 1, buying: buyingUntilOneLeaves(r, alpha, a, b) }
  },
}

/**
 * MBG/NBD: as BG/NBD, and the customer may also leave right after the first purchase (Batislam, Denizel and Filiztekin 2007,
 * International Journal of Research in Marketing 24), so that it can doubt those who bought once.
 */
export const mbgNbd: RepeatModel = {
  kind: 'mbg-nbd',
  label: { zh: 'MBG/NBD 模型（每次购买后都可能离开）', en: 'MBG/NBD (people may leave after any purchase)' },
  names: ['r', 'alpha', 'a', 'b'],
  priorLogs: [-0.4, 2, -0.2, 1],
  hasLeaving: true,
  evaluate: (values, rows, gradient) => evaluateLeaving(values, rows, gradient, 1),
  aheadOf: (parameters, past) => aheadOfLeaving(parameters, past, 1),
  aheadOfNew({ r = Number.NaN, alpha = Number.NaN, a = Number.NaN, b = Number.NaN }) {
    return { alive: b / (a + b), buying: buyingUntilOneLeaves(r, alpha, a, b + 1) }
  },
}

/**
 * The logarithm of the odds of having left: B(a+1, b+k-1) / B(a, b+k) ((alpha+T) / (alpha+t_x))^(r+x), where k is how many
 * chances of leaving were survived by whoever is still there: x, or x + 1 where the first purchase counts (`first` = 1).
 */
const logOddsOfLeft = (r: number, alpha: number, a: number, b: number, { x, tx, t }: Past, first: number) =>
  (r + x) * Math.log1p((t - tx) / (alpha + tx)) + Math.log(a / (b + x + first - 1))

function aheadOfLeaving(
  { r = Number.NaN, alpha = Number.NaN, a = Number.NaN, b = Number.NaN }: RepeatParameters,
  past: Past,
  first: number,
) {
  const { x, t } = past
  const couldLeave = x + first > 0
  const alive = couldLeave ? 1 / (1 + Math.exp(logOddsOfLeft(r, alpha, a, b, past, first))) : 1
  return { alive, buying: buyingUntilOneLeaves(r + x, alpha + t, a, b + x + first) }
}

function evaluateLeaving(values: Float64Array, rows: RepeatRows, gradient: Float64Array | null, first: number): number {
  const [r = Number.NaN, alpha = Number.NaN, a = Number.NaN, b = Number.NaN] = values
  const most = mostRepeats(rows)
  const rising = risingSums(r, most)
  const staying = stayingSums(a, b, most + first)
  let sum = 0
  let byR = 0
  let byAlpha = 0
  let byA = 0
  let byB = 0
  for (let i = 0; i < rows.x.length; i++) {
    const x = rows.x[i] ?? 0
    const tx = rows.tx[i] ?? 0
    const t = rows.t[i] ?? 0
    const count = rows.count[i] ?? 0
    const grown = Math.log1p(t / alpha)
    const survived = x + first
    let row = (rising.logs[x] ?? 0) + (staying.logs[survived] ?? 0) - r * grown - x * Math.log(alpha + t)
    byR += count * ((rising.slopes[x] ?? 0) - grown)
    byAlpha += (count * ((r * t) / alpha - x)) / (alpha + t)
    byA += count * (staying.byA[survived] ?? 0)
    byB += count * (staying.byB[survived] ?? 0)
    if (survived > 0) {
      const since = Math.log1p((t - tx) / (alpha + tx))
      const logOdds = (r + x) * since + Math.log(a / (b + survived - 1))
      row += logOdds > 700 ? logOdds : Math.log1p(Math.exp(logOdds))
      const left = count / (1 + Math.exp(-logOdds))
      byR += left * since
      byAlpha -= (left * (r + x) * (t - tx)) / ((alpha + t) * (alpha + tx))
      byA += left / a
      byB -= left / (b + survived - 1)
    }
    sum += count * row
  }
  gradient?.set([byR, byAlpha, byA, byB])
  return sum
}
