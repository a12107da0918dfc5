import type { Words } from '../../../core/kit/words.ts'
import { aucOf } from '../measure/ranking.ts'
import { binColumn } from './bins.ts'
import type { RawColumn } from './encode.ts'

/** A column that no model may learn from, and why. */
export type Refusal = {
  readonly name: string
  readonly reason: 'parts-the-answers' | 'values-of-one-answer' | 'own-value-each' | 'one-value'
  readonly words: Words
}

/** Alone it ranks so well that it must have been written down after the answer was known. */
const tooGoodAlone = 0.96
/** This share of the rarer answer stands on values that the other answer never has. */
const tooPure = 0.25
/** So unlikely must it be that a value has one answer only by chance. */
const byChance = 1e-6
const numberBins = 100

/**
 * Finds columns that have read the answer: a score, a reason or a status that was filled in afterwards. A model that learns
 * from one looks perfect and knows nothing tomorrow. Also those that tell rows apart and nothing else.
 * @param labels 0 or 1 for each row
 */
export function refuseColumns(columns: readonly RawColumn[], labels: ArrayLike<number>): readonly Refusal[] {
  return columns.flatMap((column) => refusalOf(column, Float64Array.from(labels)) ?? [])
}

function refusalOf(column: RawColumn, labels: Float64Array): Refusal | null {
  const { name } = column
  const groups = groupsOf(column)
  const kinds = new Set(Array.from(groups)).size
  if (kinds <= 1) return { name, reason: 'one-value', words: sayOneValue(name) }
  if (column.kind === 'text' && kinds > labels.length / 2 && kinds > 50) return { name, reason: 'own-value-each', words: sayOwnValue(name) }
  const pure = pureShare(groups, labels)
  if (pure >= tooPure) return { name, reason: 'values-of-one-answer', words: sayPure(name, pure) }
  const alone = column.kind === 'number' ? rankingAlone(column.values, labels) : 0.5
  return alone >= tooGoodAlone ? { name, reason: 'parts-the-answers', words: sayAlone(name, alone) } : null
}

/** A number for each row that says which of the column's values, or stretch of values, it has; missing is one of them. */
function groupsOf(column: RawColumn): ArrayLike<number> {
  if (column.kind === 'number') return binColumn(column.values, numberBins).codes
  const codes = new Map<string | null, number>()
  return column.values.map((value) => {
    const code = codes.get(value) ?? codes.size
    codes.set(value, code)
    return code
  })
}

/** Which share of the rarer answer's rows stands in groups that have no other answer, and too many rows for an accident. */
function pureShare(groups: ArrayLike<number>, labels: Float64Array): number {
  const hits = labels.reduce((sum, label) => sum + label, 0)
  const rarer = hits * 2 <= labels.length ? 1 : 0
  const rare = rarer === 1 ? hits : labels.length - hits
  const counts = new Map<number, { rows: number; rare: number }>()
  for (let row = 0; row < labels.length; row++) {
    const count = counts.get(groups[row] ?? 0) ?? { rows: 0, rare: 0 }
    count.rows++
    if (labels[row] === rarer) count.rare++
    counts.set(groups[row] ?? 0, count)
  }
  const pure = [...counts.values()].filter((count) => count.rare === count.rows && (rare / labels.length) ** count.rows < byChance)
  return pure.reduce((sum, count) => sum + count.rows, 0) / rare
}

/** The area under the curve of the column alone, either way round; rows where it is missing are left out. */
function rankingAlone(values: Float64Array, labels: Float64Array): number {
  const known = [...values.keys()].filter((row) => !Number.isNaN(values[row]))
  const auc = aucOf(
    known.map((row) => values[row] ?? 0),
    known.map((row) => labels[row] ?? 0),
  )
  return Math.max(auc, 1 - auc)
}

const percent = (share: number) => `${Math.floor(share * 100)}%`

const sayAlone = (name: string, auc: number): Words => ({
  zh: `“${name}”单独一列就几乎分开了结果（AUC ${auc.toFixed(2)}），它多半是结果出来以后才填的，用它学出来的模型明天就不灵，所以不用。`,
  en: `“${name}” alone nearly tells the outcome (AUC ${auc.toFixed(2)}). It was most likely written down afterwards, and a model that learns from it would fail tomorrow, so it is not used.`,
})
const sayPure = (name: string, share: number): Words => ({
  zh: `“${name}”有些取值只对应一种结果，覆盖了这种结果的 ${percent(share)}。它读到了答案（例如流失原因、满意度评分），所以不用。`,
  en: `Some values of “${name}” come with one outcome only, and cover ${percent(share)} of it. The column has read the answer (a reason or a score given afterwards), so it is not used.`,
})
const sayOwnValue = (name: string): Words => ({
  zh: `“${name}”几乎每行各不相同，像编号或姓名，只能认人，不能说明规律，所以不用。`,
  en: `“${name}” differs in nearly every row, as a number or a name does. It tells rows apart and nothing else, so it is not used.`,
})
const sayOneValue = (name: string): Words => ({
  zh: `“${name}”只有一个取值，什么也说明不了，所以不用。`,
  en: `“${name}” has one value only and tells nothing, so it is not used.`,
})
