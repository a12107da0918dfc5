import { fitCox } from '../models/survival/cox.ts'
import { normalEdge } from '../rhythm/normal.ts'
import { type FactorName, fewestBuyers, fewestEvents } from './awaited.ts'

/** A value that fewer share, or that it happened to so few with, is put to the others: where it happened to nobody no ratio is finite. */
const fewestOfValue = 50
const fewestEventsOfValue = 5
const mostValues = 4

/** One buyer: how long they were watched, whether it happened then, and what was known of them on the first day. */
export type Watched = {
  /** Days from the first purchase. */
  readonly days: number
  readonly happened: boolean
  readonly amount: number | null
  readonly products: number | null
  readonly year: number
  readonly channel: string | null
  readonly category: string | null
  readonly province: string | null
}

export type Hazard = {
  readonly factor: FactorName
  /** Of a channel, a category or a province: which, and against which it is held. */
  readonly value: string | null
  readonly against: string | null
  /** Buyers with it. */
  readonly customers: number
  /** How many times as quickly it happens; with a 95 % interval. */
  readonly ratio: number
  readonly low: number
  readonly high: number
  /** Told apart from chance, with all that were looked at taken into account (Holm, 5 %). */
  readonly isClear: boolean
}

export type Hazards = {
  readonly buyers: number
  readonly happened: number
  readonly state: 'told' | 'too-few' | 'no-fit'
  readonly hazards: readonly Hazard[]
}

type Column = Pick<Hazard, 'factor' | 'value' | 'against' | 'customers'> & { readonly values: Float64Array }

/**
 * What goes with an earlier second purchase, or an earlier leaving: Cox's regression (1972) on what was known on the day of the first
 * purchase, all factors at once. Nothing that came later is looked at: it would be known of those alone who stayed for it.
 */
export function hazardsOf(rows: readonly Watched[]): Hazards {
  const happened = rows.filter((row) => row.happened).length
  const none = { buyers: rows.length, happened, hazards: [] }
  if (rows.length < fewestBuyers || happened < fewestEvents) return { ...none, state: 'too-few' }
  const columns = columnsOf(rows)
  const fit = fitCox({
    columns: { names: columns.map((_, at) => String(at)), columns: columns.map(({ values }) => values), rows: rows.length },
    times: Float64Array.from(rows, ({ days }) => days),
    events: Float64Array.from(rows, (row) => (row.happened ? 1 : 0)),
  })
  if (!fit.converged) return { ...none, state: 'no-fit' }
  const told = columns.flatMap((column, at) => hazardOf(column, fit.coefficients[at], fit.standardErrors[at]))
  return { ...none, state: 'told', hazards: markClear(told) }
}

const edge = normalEdge(0.975)
type Told = Omit<Hazard, 'isClear'> & { readonly z: number }

function hazardOf(
  { factor, value, against, customers }: Column,
  coefficient: number | undefined,
  error: number | null | undefined,
): Told[] {
  const isRest = value === null && against !== null
  if (isRest || coefficient === undefined || error === null || error === undefined || !(error > 0)) return []
  const at = (z: number) => Math.exp(coefficient + z * error)
  return [{ factor, value, against, customers, ratio: at(0), low: at(-edge), high: at(edge), z: Math.abs(coefficient / error) }]
}

/** Holm (1979): the clearest is asked the most, and the first that fails ends it. */
function markClear(told: readonly Told[]): Hazard[] {
  const order = told.toSorted((a, b) => b.z - a.z)
  const failing = order.findIndex(({ z }, place) => z < normalEdge(1 - 0.025 / (order.length - place)))
  const clear = new Set(failing === -1 ? order : order.slice(0, failing))
  return told.map((one) => {
    const { z: _, ...hazard } = one
    return { ...hazard, isClear: clear.has(one) }
  })
}

function columnsOf(rows: readonly Watched[]): Column[] {
  const whole = { value: null, against: null, customers: rows.length }
  const filled = (of: (row: Watched) => number | null) => fillMissing(rows.map(of))
  const several = filled(({ products }) => (products === null ? null : products > 1 ? 1 : 0))
  return [
    // Twice as much counts the same, from wherever it begins.
    { ...whole, factor: 'amount', values: filled(({ amount }) => (amount !== null && amount > 0 ? Math.log2(amount) : null)) },
    ...(happenedWith(rows, several, 0) && happenedWith(rows, several, 1)
      ? [{ ...whole, factor: 'products' as const, customers: several.filter((value) => value === 1).length, values: several }]
      : []),
    { ...whole, factor: 'year', values: filled(({ year }) => year) },
    ...(['channel', 'category', 'province'] as const).flatMap((factor) => valuesOf(rows, factor)),
  ]
}

/** Where it happened to nobody with a value no ratio is finite, and the whole fit would have no end. */
const happenedWith = (rows: readonly Watched[], values: Float64Array, value: number): boolean =>
  rows.some((row, at) => row.happened && values[at] === value)

/** What is missing is put in the middle of what is known, so that it says nothing. */
function fillMissing(values: readonly (number | null)[]): Float64Array {
  const known = values.filter((value) => value !== null)
  const mean = known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : 0
  return Float64Array.from(values, (value) => value ?? mean)
}

/** The commonest values, each against the commonest of all; whoever has none of them is told apart, and not shown. */
function valuesOf(rows: readonly Watched[], factor: 'channel' | 'category' | 'province'): Column[] {
  const counts = new Map<string, number>()
  const happened = new Map<string, number>()
  for (const row of rows) {
    const value = row[factor]
    if (value === null || value === '') continue
    counts.set(value, (counts.get(value) ?? 0) + 1)
    if (row.happened) happened.set(value, (happened.get(value) ?? 0) + 1)
  }
  const isCommon = ([value, n]: readonly [string, number]) => n >= fewestOfValue && (happened.get(value) ?? 0) >= fewestEventsOfValue
  const common = [...counts].filter(isCommon).toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
  const [against, ...others] = common.slice(0, mostValues + 1).map(([value]) => value)
  if (against === undefined || others.length === 0) return []
  const shown = others.map((value) => ({
    factor,
    value,
    against,
    customers: counts.get(value) ?? 0,
    values: Float64Array.from(rows, (row) => (row[factor] === value ? 1 : 0)),
  }))
  const named = new Set([against, ...others])
  const rest = Float64Array.from(rows, (row) => (named.has(row[factor] ?? '') ? 0 : 1))
  const restCount = rest.reduce((sum, one) => sum + one, 0)
  if (happenedWith(rows, rest, 1)) return [...shown, { factor, value: null, against, customers: restCount, values: rest }]
  // A few are counted with the commonest; with many of them nothing would be compared any more.
  return restCount < fewestOfValue ? shown : []
}
