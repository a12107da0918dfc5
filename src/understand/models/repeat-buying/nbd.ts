import { steadyBuying } from './buying-ahead.ts'
import { mostRepeats, type RepeatModel, type RepeatRows } from './repeat-model.ts'
import { risingSums } from './rising-sums.ts'

/**
 * NBD: everybody stays, each with a rate of their own from gamma(r, alpha) (Ehrenberg 1959; the likelihood as in Fader,
 * Hardie and Lee 2005, Marketing Science 24). The plain model that every other one is held against.
 */
export const nbd: RepeatModel = {
  kind: 'nbd',
  label: { zh: '负二项模型（NBD，人人都还在）', en: 'NBD (everybody is still a customer)' },
  names: ['r', 'alpha'],
  priorLogs: [-0.4, 2.5],
  hasLeaving: false,
  evaluate,
  aheadOf: ({ r = Number.NaN, alpha = Number.NaN }, { x, t }) => ({ alive: 1, buying: steadyBuying(r + x, alpha + t) }),
  aheadOfNew: ({ r = Number.NaN, alpha = Number.NaN }) => ({ alive: 1, buying: steadyBuying(r, alpha) }),
}

function evaluate(values: Float64Array, rows: RepeatRows, gradient: Float64Array | null): number {
  const [r = Number.NaN, alpha = Number.NaN] = values
  const rising = risingSums(r, mostRepeats(rows))
  let sum = 0
  let byR = 0
  let byAlpha = 0
  for (let i = 0; i < rows.x.length; i++) {
    const x = rows.x[i] ?? 0
    const t = rows.t[i] ?? 0
    const count = rows.count[i] ?? 0
    const grown = Math.log1p(t / alpha)
    sum += count * ((rising.logs[x] ?? 0) - r * grown - x * Math.log(alpha + t))
    byR += count * ((rising.slopes[x] ?? 0) - grown)
    byAlpha += (count * ((r * t) / alpha - x)) / (alpha + t)
  }
  gradient?.set([byR, byAlpha])
  return sum
}
