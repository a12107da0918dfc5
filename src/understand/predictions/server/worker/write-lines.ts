import { makeForecaster, foretoldOf } from '../../foretell.ts'
import { foretellPlainly, type Foretold, nothingForetold, pastRate } from '../../predict-past.ts'
import { fieldsOf } from '../../prediction-fields.ts'
import type { SetBody } from '../../set-body.ts'
import { dayText, openWeeksBetween } from './open-weeks.ts'
import { type PastColumns, readId } from './past-columns.ts'
import { rfmSums, rowsWhere } from './rfm-sums.ts'
import type { MakingPlan, Part } from './thread-jobs.ts'

const at = (numbers: ArrayLike<number>, row: number): number => numbers[row] ?? 0
/** Customers in one piece of the copy. */
const atOnce = 2_000

/**
 * Predicts everybody of a part, a piece of lines at a call; null when there are no more. A line is a row of `predictions`
 * and, behind it, what the record keeps: there the model's own word stands even where it may not speak.
 */
export function lineWriter(
  columns: PastColumns,
  plan: MakingPlan,
  body: Omit<SetBody, 'notes'>,
  onProgress: (share: number) => void,
  part: Part = { at: 0, of: 1 },
): () => Uint8Array<ArrayBuffer> | null {
  const tell = teller(columns, plan, body)
  const rows = columns.days.length
  // Customers with the same purchases and time follow each other: what depends on these alone is then worked out once.
  const told = rowsWhere(rows, (row) => columns.isPrivate[row] === 0).sort(
    (a, b) => at(columns.days, a) - at(columns.days, b) || at(columns.first, a) - at(columns.first, b),
  )
  const sums = rfmSums(columns, told)
  const encoder = new TextEncoder()
  const from = Math.floor((told.length * part.at) / part.of)
  const to = Math.floor((told.length * (part.at + 1)) / part.of)
  let place = from

  return () => {
    if (place >= to) return null
    const until = Math.min(to, place + atOnce)
    let text = ''
    for (; place < until; place++) {
      const row = told[place] ?? 0
      text += `${readId(columns.ids, row)}\t${plan.setId}\t${tell(row)}\t${at(sums, place)}\n`
    }
    onProgress((place - from) / Math.max(1, to - from))
    return encoder.encode(text)
  }
}

/** What stands behind customer and set in a line, but for the last cell. */
function teller(columns: PastColumns, plan: MakingPlan, body: Omit<SetBody, 'notes'>): (row: number) => string {
  const forecast = makeForecaster(body)
  const weeks = openWeeksBetween(plan.closed)
  const textOfDay = keptTexts(dayText)
  const tell = (row: number): string => {
    const begin = at(columns.first, row)
    const last = at(columns.last, row)
    const repeat = at(columns.repeat, row)
    const past = {
      x: at(columns.days, row) - 1,
      tx: weeks(begin, last),
      t: weeks(begin, plan.cutDay),
      repeat: Number.isNaN(repeat) ? null : repeat,
    }
    const model = forecast
      ? withLearned(foretoldOf(forecast(past)), at(columns.learned30, row), at(columns.learned90, row))
      : nothingForetold
    const spoken = body.standing === 'model' ? model : body.standing === 'plain' ? foretellPlainly(past) : nothingForetold
    const rate = pastRate(past)
    return joined([
      ...cellsOf(spoken, plan.beginsAt),
      plan.predictedAt,
      at(columns.days, row),
      textOfDay(begin),
      textOfDay(last),
      past.repeat === null ? null : Math.round(past.repeat),
      ...(model.purchases ?? empty3),
      ...(model.chance ?? empty3),
      ...(model.spend ?? empty3),
      rate.purchases / 7,
      rate.spend / 7,
    ])
  }
  let before = { first: -1, text: '' }
  return (row) => {
    // Of who came once nothing else is known than when, unless behaviour was learned from.
    const isAlike = at(columns.days, row) === 1 && Number.isNaN(at(columns.learned30, row)) && Number.isNaN(at(columns.learned90, row))
    if (!isAlike) return tell(row)
    const first = at(columns.first, row)
    if (before.first !== first) before = { first, text: tell(row) }
    return before.text
  }
}

/** What was learned from behaviour says who will buy, where it does. */
function withLearned(foretold: Foretold, learned30: number, learned90: number): Foretold {
  if (!foretold.chance || (Number.isNaN(learned30) && Number.isNaN(learned90))) return foretold
  const [in30, in90, in365] = foretold.chance
  return { ...foretold, chance: [Number.isNaN(learned30) ? in30 : learned30, Number.isNaN(learned90) ? in90 : learned90, in365] }
}

/** A text for a whole number, made once. */
function keptTexts(make: (of: number) => string): (of: number) => string {
  const texts = new Map<number, string>()
  return (of) => {
    const known = texts.get(of)
    if (known !== undefined) return known
    const text = make(of)
    texts.set(of, text)
    return text
  }
}

const joined = (cells: readonly (string | number | null)[]): string => {
  let text = ''
  for (const [place, cell] of cells.entries()) {
    if (place > 0) text += '\t'
    text += cell === null ? '\\N' : typeof cell === 'number' ? short(cell) : cell
  }
  return text
}

const empty3 = [null, null, null]
/** Six places are more than anybody reads; whole numbers, as amounts are, stay as they are. */
const short = (value: number): number => (Number.isInteger(value) || Math.abs(value) >= 1e9 ? value : Math.round(value * 1e6) / 1e6)

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
