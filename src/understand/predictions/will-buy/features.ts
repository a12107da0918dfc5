import type { Columns } from '../../models/classify/columns.ts'
import type { FeatureTable } from '../predictor.ts'
import type { BuyerFigure } from './buyer-figures.ts'

type Figures = Readonly<Record<BuyerFigure, number>>

/** One time more matters much to who came once and little to who came fifty times, so amounts go in by their logarithm. */
const ln = (value: number): number => Math.log1p(Math.max(0, value))
/** The mean number of days between two visits; NaN for who came once. */
const gap = ({ days, tenure, recency }: Figures): number => (days > 1 ? (tenure - recency) / (days - 1) : Number.NaN)

/** What the models learn from. */
export const features = {
  recency: (of: Figures) => ln(of.recency),
  days: (of: Figures) => ln(of.days),
  tenure: (of: Figures) => ln(of.tenure),
  rate: (of: Figures) => of.days / (of.tenure + 30),
  gap: (of: Figures) => ln(gap(of)),
  lateness: (of: Figures) => ln(of.recency) - ln(gap(of)),
  days30: (of: Figures) => ln(of.days30),
  days90: (of: Figures) => ln(of.days90),
  trend: (of: Figures) => ln(of.days90) - ln(of.daysBefore90),
  spend: (of: Figures) => ln(of.spend / Math.max(1, of.days)),
  spend90: (of: Figures) => ln(of.spend90),
  items: (of: Figures) => ln(of.items / Math.max(1, of.days)),
  refunds: (of: Figures) => ln(of.refunds),
  severalChannels: (of: Figures) => of.severalChannels,
  interactions90: (of: Figures) => ln(of.interactions90),
} satisfies Readonly<Record<string, (of: Figures) => number>>

export type FeatureName = keyof typeof features
const isFeature = (name: string): name is FeatureName => name in features
export const featureNames: readonly FeatureName[] = Object.keys(features).filter(isFeature)

const at = (column: Float64Array | undefined, row: number): number => column?.[row] ?? Number.NaN

/** The figures of one row. */
export function figuresAt({ columns }: FeatureTable, row: number): Figures {
  return {
    days: at(columns['days'], row),
    tenure: at(columns['tenure'], row),
    recency: at(columns['recency'], row),
    spend: at(columns['spend'], row),
    days30: at(columns['days30'], row),
    days90: at(columns['days90'], row),
    daysBefore90: at(columns['daysBefore90'], row),
    spend90: at(columns['spend90'], row),
    items: at(columns['items'], row),
    refunds: at(columns['refunds'], row),
    severalChannels: at(columns['severalChannels'], row),
    interactions90: at(columns['interactions90'], row),
  }
}

/** A column for each feature; missing where it cannot be known, as the gap of who came once. */
export function featureColumns(table: FeatureTable): Columns {
  const columns = featureNames.map(() => new Float64Array(table.rows))
  for (let row = 0; row < table.rows; row++) {
    const figures = figuresAt(table, row)
    for (const [j, name] of featureNames.entries()) {
      const column = columns[j]
      if (column) column[row] = features[name](figures)
    }
  }
  return { names: featureNames, columns, rows: table.rows }
}
