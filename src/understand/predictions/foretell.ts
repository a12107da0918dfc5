import type { CustomerForecast } from '../models/repeat-buying/predict-customer.ts'
import { makePredictor } from '../models/repeat-buying/predict-customer.ts'
import { aheadWeeks, type CustomerPast, type Foretold, foretellPlainly, hasAmounts, nothingForetold, type Three } from './predict-past.ts'
import type { SetBody } from './set-body.ts'

type Speaking = Pick<SetBody, 'fit' | 'spend' | 'yearlyDiscount' | 'standing'>

/** What the chosen model says of one customer, with its widths; null without a model. It says so whether it may speak or not. */
export function makeForecaster({ fit, spend, yearlyDiscount }: Speaking): ((past: CustomerPast) => CustomerForecast) | null {
  if (!fit) return null
  const predict = makePredictor({
    fit,
    spend: hasAmounts(spend) ? spend : null,
    weeks: aheadWeeks,
    months: [12, 36],
    monthlyRate: (1 + yearlyDiscount / 100) ** (1 / 12) - 1,
  })
  return (past) => predict({ x: past.x, tx: past.tx, t: past.t, z: past.repeat ?? 0 })
}

/** What is foretold of one customer: by the model, by the past rate where the model is withdrawn, or nothing. */
export function makeForeteller(set: Speaking): (past: CustomerPast) => Foretold {
  if (set.standing === 'plain') return foretellPlainly
  const forecast = set.standing === 'model' ? makeForecaster(set) : null
  return forecast ? (past) => foretoldOf(forecast(past)) : () => nothingForetold
}

export function foretoldOf({ ahead, alive, next, values }: CustomerForecast): Foretold {
  const three = (of: (one: CustomerForecast['ahead'][number]) => number): Three => {
    const [a, b, c] = ahead
    return [a ? of(a) : 0, b ? of(b) : 0, c ? of(c) : 0]
  }
  const [value12, value36] = values
  return {
    purchases: three((one) => one.expected),
    spend: ahead.some((one) => one.spent === null) ? null : three((one) => one.spent ?? 0),
    chance: three((one) => one.buys),
    alive,
    next,
    value12: value12?.value ?? null,
    value36: value36?.value ?? null,
  }
}
