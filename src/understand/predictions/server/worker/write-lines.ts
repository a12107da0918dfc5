import { makeForecaster, foretoldOf } from '../../foretell.ts'
import { type CustomerPast, foretellPlainly, type Foretold, nothingForetold, pastRate, withLearned } from '../../predict-past.ts'
import { amount, instantAfter, percent, times } from '../../prediction-fields.ts'
import type { SetBody } from '../../set-body.ts'
import { figureColumns, ledgerColumns, pastColumns } from '../predicted-columns.ts'
import { type CopyBytes, copyBytes } from './copy-bytes.ts'
import { openWeeksBetween } from './open-weeks.ts'
import type { PastColumns } from './past-columns.ts'
import { rfmSums, rowsWhere } from './rfm-sums.ts'
import type { MakingPlan, Part } from './thread-jobs.ts'

const at = (numbers: ArrayLike<number>, row: number): number => numbers[row] ?? 0
/** Customers in one piece of the copy. */
const atOnce = 1_000
const cells = 1 + figureColumns.length + pastColumns.length + ledgerColumns.length
/** More than any row takes: no cell but the customer is wider than eight bytes behind the four of its length. */
const mostBytes = 2 + 20 + (cells - 1) * 12

/**
 * Predicts everybody of a part, a piece of a binary copy at a call; null when there are no more. A row is that of `predictions`
 * and, behind it, what the record keeps: there the model's own word stands even where it may not speak.
 */
export function lineWriter(
  columns: PastColumns,
  plan: MakingPlan,
  body: Omit<SetBody, 'notes'>,
  onProgress: (share: number) => void,
  part: Part = { at: 0, of: 1 },
): () => Uint8Array<ArrayBuffer> | null {
  const bytes = copyBytes(atOnce * mostBytes)
  const tell = teller(bytes, columns, plan, body)
  const told = inOrderOfDays(
    columns,
    rowsWhere(columns.days.length, (row) => columns.isPrivate[row] === 0),
  )
  const sums = rfmSums(columns, told)
  const from = Math.floor((told.length * part.at) / part.of)
  const to = Math.floor((told.length * (part.at + 1)) / part.of)
  let place = from

  return () => {
    if (place >= to) return null
    const until = Math.min(to, place + atOnce)
    for (; place < until; place++) {
      const row = at(told, place)
      bytes.row(cells)
      bytes.id(columns.ids, row)
      tell(row)
      bytes.small(at(sums, place))
    }
    onProgress((place - from) / Math.max(1, to - from))
    return bytes.taken()
  }
}

const firstSize = 2 ** 15

/**
 * Customers with the same purchases and time follow each other: what depends on these alone is then worked out once. One number
 * for each says all three, for numbers sort without asking anybody.
 */
function inOrderOfDays({ days, first }: PastColumns, rows: Uint32Array): Uint32Array {
  const rowSize = 2 ** Math.ceil(Math.log2(days.length + 1))
  const mostDays = 2 ** 53 / (firstSize * rowSize) - 1
  const keys = new Float64Array(rows.length)
  for (let place = 0; place < rows.length; place++) {
    const row = at(rows, place)
    const begin = Math.min(firstSize - 1, Math.max(0, at(first, row)))
    keys[place] = (Math.min(mostDays, at(days, row)) * firstSize + begin) * rowSize + row
  }
  keys.sort()
  const sorted = new Uint32Array(rows.length)
  for (let place = 0; place < rows.length; place++) sorted[place] = at(keys, place) % rowSize
  return sorted
}

/** Writes what stands behind the customer in a row, but for the last cell. */
function teller(bytes: CopyBytes, columns: PastColumns, plan: MakingPlan, body: Omit<SetBody, 'notes'>): (row: number) => void {
  const forecast = makeForecaster(body)
  const foretell = forecast && alikeOnce((past) => foretoldOf(forecast(past)))
  const weeks = openWeeksBetween(plan.closed)
  return (row) => {
    const begin = at(columns.first, row)
    const last = at(columns.last, row)
    const repeat = at(columns.repeat, row)
    const past = {
      x: at(columns.days, row) - 1,
      tx: weeks(begin, last),
      t: weeks(begin, plan.cutDay),
      repeat: Number.isNaN(repeat) ? null : repeat,
    }
    const learned = (foretold: Foretold) => withLearned(foretold, at(columns.learned30, row), at(columns.learned90, row))
    const model = foretell ? learned(foretell(begin, past)) : nothingForetold
    writeFigures(
      bytes,
      body.standing === 'model' ? model : body.standing === 'plain' ? learned(foretellPlainly(past)) : nothingForetold,
      plan.beginsAt,
    )
    bytes.int(at(columns.days, row))
    bytes.day(begin)
    bytes.day(last)
    bytes.big(past.repeat === null ? null : Math.round(past.repeat))
    for (const three of [model.purchases, model.chance, model.spend]) for (let each = 0; each < 3; each++) bytes.real(three?.[each] ?? null)
    const rate = pastRate(past)
    bytes.real(rate.purchases / 7)
    bytes.real(rate.spend / 7)
  }
}

/** Of who came once nothing else is known than when, and they follow each other: what is foretold of one is so of the next. */
function alikeOnce(foretell: (past: CustomerPast) => Foretold): (first: number, past: CustomerPast) => Foretold {
  // No day at first, not even one before 1970.
  let before = { first: Number.NaN, told: nothingForetold }
  return (first, past) => {
    if (past.x > 0) return foretell(past)
    if (before.first !== first) before = { first, told: foretell(past) }
    return before.told
  }
}

/** In the order of `figureColumns`. */
function writeFigures(bytes: CopyBytes, { purchases, spend, chance, alive, next, value12, value36 }: Foretold, beginsAt: number): void {
  for (let each = 0; each < 3; each++) bytes.double(times(purchases?.[each]))
  for (let each = 0; each < 3; each++) bytes.big(amount(spend?.[each]))
  bytes.instant(next && instantAfter(beginsAt, next.from))
  bytes.instant(next && instantAfter(beginsAt, next.middle))
  bytes.instant(next && instantAfter(beginsAt, next.to))
  bytes.double(percent(alive))
  bytes.double(percent(chance?.[0]))
  bytes.double(percent(chance?.[1]))
  for (const value of [value12, value36]) {
    bytes.big(amount(value?.mean))
    bytes.big(amount(value?.low))
    bytes.big(amount(value?.high))
  }
}
