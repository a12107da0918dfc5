import { chooseRepeat } from '../src/understand/models/repeat-buying/choose-repeat.ts'
import { fitRepeat } from '../src/understand/models/repeat-buying/fit-repeat.ts'
import { fitSpend } from '../src/understand/models/repeat-buying/fit-spend.ts'
import { inOrderOfPasts, makePredictor } from '../src/understand/models/repeat-buying/predict-customer.ts'
import { collectRows } from '../src/understand/models/repeat-buying/repeat-rows.ts'
import { simulateCustomer } from '../src/understand/models/repeat-buying/simulate.ts'
import { makeRandom } from '../src/understand/models/random.ts'
import { lnGamma } from '../src/understand/models/special/gamma.ts'
import { type BenchRow, s, timed } from './row.ts'

/** What the papers found for the record shop's customers, in weeks. */
const repeat = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
const prices = { p: 6.25, q: 3.74, v: 15.44 }

type Pasts = { readonly x: Float64Array; readonly tx: Float64Array; readonly t: Float64Array; readonly z: Float64Array }

/** Customers as the model says, first seen on any day of the last two years (of 12 weeks, as in the papers, where `isCohort`). */
function makePasts(customers: number, isCohort: boolean): Pasts {
  const random = makeRandom(7)
  const made = {
    x: new Float64Array(customers),
    tx: new Float64Array(customers),
    t: new Float64Array(customers),
    z: new Float64Array(customers),
  }
  for (let i = 0; i < customers; i++) {
    const t = (isCohort ? 189 + random.whole(84) : random.whole(731)) / 7
    const { times, amounts } = simulateCustomer('bg-nbd', repeat, prices, t, random)
    const days = new Set(times.map((time) => Math.ceil(time * 7)).filter((day) => day <= t * 7))
    made.x[i] = days.size
    made.tx[i] = Math.max(0, ...days) / 7
    made.t[i] = t
    made.z[i] = amounts.length > 0 ? amounts.reduce((sum, each) => sum + each, 0) / amounts.length : 0
  }
  return made
}

function rowsOf({ x, tx, t }: Pasts) {
  const collector = collectRows()
  for (let i = 0; i < x.length; i++) collector.add(x[i] ?? 0, tx[i] ?? 0, t[i] ?? 0)
  return collector.rows()
}

const spendRows = ({ x, z }: Pasts) => ({ x, z, count: x.map(() => 1) })

/** Choosing a model, fitting it and the amounts, and every customer's forecasts, against one pass of ln Γ over the same customers. */
export async function benchModels(customers: number): Promise<BenchRow[]> {
  const pasts = makePasts(customers, false)
  const floor = await timed(async () =>
    pasts.x.reduce((sum, x, i) => sum + lnGamma(repeat.r + x) - lnGamma(repeat.alpha + (pasts.t[i] ?? 0)), 0),
  )
  const choice = await timed(async () => chooseRepeat(rowsOf(pasts)))
  const spend = await timed(async () => fitSpend(spendRows(pasts)))
  const forecasts = await timed(async () => forecastAll(pasts, choice.value.chosen, spend.value))
  const whole = choice.seconds + spend.seconds + forecasts.seconds
  // What depends on x and T alone does not grow with customers, so that a tenth of them takes more than a tenth of the time.
  const limit = 40 * Math.max(0.25, customers / 1_000_000)
  return [
    {
      what: `repeat buying: choice of model, fit, amounts and all forecasts of ${customers.toLocaleString('en')} customers, one thread`,
      figure: `${s(whole)}: choice and fit ${s(choice.seconds)}, amounts ${s(spend.seconds)}, forecasts ${s(forecasts.seconds)}`,
      floor: `${s(floor.seconds)} for two ln Γ a customer`,
      ratio: whole / floor.seconds,
      mark: `< ${s(limit)}`,
      met: whole < limit && choice.value.chosen !== null && Number.isFinite(forecasts.value),
    },
    ...(await benchPublished()),
  ]
}

function forecastAll({ x, tx, t, z }: Pasts, fit: ReturnType<typeof chooseRepeat>['chosen'], spend: ReturnType<typeof fitSpend>): number {
  if (!fit) return Number.NaN
  const predict = makePredictor({ fit, spend, weeks: [30 / 7, 90 / 7, 365 / 7], months: [12, 36], monthlyRate: 0.008 })
  let sum = 0
  for (const i of inOrderOfPasts(x, t)) {
    sum += predict({ x: x[i] ?? 0, tx: tx[i] ?? 0, t: t[i] ?? 0, z: z[i] ?? 0 }).values[0]?.value?.high ?? 0
  }
  return sum
}

/** Ten times the customers of the papers, all different: the quickest trusted library takes so long (docs/methods/repeat-buying.md). */
async function benchPublished(): Promise<BenchRow[]> {
  const pasts = makePasts(23_570, true)
  const rows = rowsOf(pasts)
  const fits = [
    { what: 'BG/NBD', best: 0.44, fit: async () => fitRepeat('bg-nbd', rows).converged },
    { what: 'Pareto/NBD', best: 2, fit: async () => fitRepeat('pareto-nbd', rows).converged },
    { what: 'Gamma-Gamma', best: 0.15, fit: async () => fitSpend(spendRows(pasts)).converged },
  ]
  const made: BenchRow[] = []
  for (const { what, best, fit } of fits) {
    await fit()
    const { seconds, value } = await timed(fit)
    made.push({
      what: `${what} fitted to 23,570 customers, one thread`,
      figure: s(seconds),
      mark: `< ${best} s`,
      met: value && seconds < best,
    })
  }
  return made
}
