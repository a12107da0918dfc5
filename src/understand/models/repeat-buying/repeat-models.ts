import { type BuyingAhead, chanceOfNone, expectedPurchases, purchaseChances } from './buying-ahead.ts'
import { bgNbd, mbgNbd } from './bg-nbd.ts'
import { nbd } from './nbd.ts'
import { paretoNbd } from './pareto-nbd.ts'
import type { RepeatModel, RepeatModelKind, RepeatParameters, RepeatRows } from './repeat-model.ts'
import { valuesOf } from './repeat-model.ts'

export const repeatModels: Readonly<Record<RepeatModelKind, RepeatModel>> = {
  nbd,
  'bg-nbd': bgNbd,
  'mbg-nbd': mbgNbd,
  'pareto-nbd': paretoNbd,
}

type Given = { readonly kind: RepeatModelKind; readonly parameters: RepeatParameters }

/** The log-likelihood of the rows, with time in weeks. */
export function logLikelihood({ kind, parameters }: Given, rows: RepeatRows): number {
  const model = repeatModels[kind]
  return model.evaluate(valuesOf(model.names, parameters), rows, null)
}

/** Purchases that a new customer is expected to make in the t weeks after the first one. */
export const expected = ({ kind, parameters }: Given, t: number): number => expectedPurchases(repeatModels[kind].aheadOfNew(parameters), t)

/** Chance that a new customer makes n purchases in the t weeks after the first one. */
export const probabilityOf = ({ kind, parameters }: Given, n: number, t: number): number =>
  purchaseChances(repeatModels[kind].aheadOfNew(parameters), t)[n] ?? 0

/** What somebody with this past is going to do: x repeat purchases, the last at `tx`, seen for `t` weeks. */
export const aheadOf = ({ kind, parameters }: Given, x: number, tx: number, t: number): BuyingAhead =>
  repeatModels[kind].aheadOf(parameters, { x, tx: x === 0 ? 0 : tx, t })

/** Chance of still being a customer. */
export const alive = (fit: Given, x: number, tx: number, t: number): number => aheadOf(fit, x, tx, t).alive

/** Purchases expected in the next `weeks`. */
export const conditional = (fit: Given, x: number, tx: number, t: number, weeks: number): number =>
  expectedPurchases(aheadOf(fit, x, tx, t), weeks)

/** Chance of no purchase in the next `weeks`. */
export const conditionalNone = (fit: Given, x: number, tx: number, t: number, weeks: number): number =>
  chanceOfNone(aheadOf(fit, x, tx, t), weeks)
