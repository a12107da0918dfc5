import { makeForecaster, foretoldOf } from '../../foretell.ts'
import { foretellPlainly, type Foretold, nothingForetold, pastRate } from '../../predict-past.ts'
import { fieldsOf } from '../../prediction-fields.ts'
import type { SetBody } from '../../set-body.ts'
import { dayText, openWeeksBetween } from './open-weeks.ts'
import { type PastColumns, readId } from './past-columns.ts'
import { rfmSums, rowsWhere } from './rfm-sums.ts'
import type { MakingPlan } from './thread-jobs.ts'

const at = (numbers: ArrayLike<number>, row: number): number => numbers[row] ?? 0
/** Customers in one piece of the copy. */
const atOnce = 2_000

/**
 * Predicts everybody, a piece of lines at a call; null when there are no more. A line is a row of `predictions` and, behind
 * it, what the record keeps: there the model's own word stands even where it may not speak.
 */
export function lineWriter(
  columns: PastColumns,
  plan: MakingPlan,
  body: Omit<SetBody, 'notes'>,
  onProgress: (share: number) => void,
): () => Uint8Array<ArrayBuffer> | null {
  const forecast = makeForecaster(body)
  const weeks = openWeeksBetween(plan.closed)
  const rows = columns.days.length
  // Customers with the same purchases and time follow each other: what depends on these alone is then worked out once.
  const told = rowsWhere(rows, (row) => columns.isPrivate[row] === 0).sort(
    (a, b) => at(columns.days, a) - at(columns.days, b) || at(columns.first, a) - at(columns.first, b),
  )
  const sums = rfmSums(columns, told)
  const encoder = new TextEncoder()
  let place = 0

  const lineOf = (row: number, rfm: number): string => {
    const begin = at(columns.first, row)
    const last = at(columns.last, row)
    const repeat = at(columns.repeat, row)
    const past = {
      x: at(columns.days, row) - 1,
      tx: weeks(begin, last),
      t: weeks(begin, plan.cutDay),
      repeat: Number.isNaN(repeat) ? null : repeat,
    }
    const model = forecast ? foretoldOf(forecast(past)) : nothingForetold
    const spoken = body.standing === 'model' ? model : body.standing === 'plain' ? foretellPlainly(past) : nothingForetold
    const rate = pastRate(past)
    return [
      readId(columns.ids, row),
      plan.setId,
      ...cellsOf(spoken, plan.beginsAt),
      plan.predictedAt,
      at(columns.days, row),
      dayText(begin),
      dayText(last),
      past.repeat === null ? null : Math.round(past.repeat),
      ...(model.purchases ?? empty3),
      ...(model.chance ?? empty3),
      ...(model.spend ?? empty3),
      rate.purchases / 7,
      rate.spend / 7,
      rfm,
    ]
      .map((cell) => (cell === null ? '\\N' : typeof cell === 'number' ? short(cell) : cell))
      .join('\t')
  }

  return () => {
    if (place >= told.length) return null
    const until = Math.min(told.length, place + atOnce)
    let text = ''
    for (; place < until; place++) text += `${lineOf(told[place] ?? 0, at(sums, place))}\n`
    onProgress(place / Math.max(1, rows))
    return encoder.encode(text)
  }
}

const empty3 = [null, null, null]
const short = (value: number): string => (Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6))))

/** In the order of the table's columns. */
function cellsOf(foretold: Foretold, beginsAt: number): (string | number | null)[] {
  const f = fieldsOf(foretold, beginsAt)
  return [
    f.expected_purchases30,
    f.expected_purchases90,
    f.expected_purchases365,
    f.expected_spend30,
    f.expected_spend90,
    f.expected_spend365,
    f.next_purchase_from,
    f.next_purchase,
    f.next_purchase_to,
    f.alive_chance,
    f.buy_chance30,
    f.buy_chance90,
    f.clv12,
    f.clv12_low,
    f.clv12_high,
    f.clv36,
    f.clv36_low,
    f.clv36_high,
  ]
}
