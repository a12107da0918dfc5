import type { RawColumn } from '../../models/classify/encode.ts'
import type { FeatureTable } from '../predictor.ts'
import type { BuyerFigure } from './buyer-figures.ts'

export type Figures = Readonly<Record<BuyerFigure, number>>

/** One time more matters much to who came once and little to who came fifty times, so amounts go in by their logarithm. */
const ln = (value: number): number => Math.log1p(Math.max(0, value))
/** The mean number of days between two visits; NaN for who came once. */
export const usualGap = ({ days, tenure, recency }: Figures): number => (days > 1 ? (tenure - recency) / (days - 1) : Number.NaN)

/** Who has been a buyer for longer than this counts as one of old; records that begin late would mislead a straight line. */
const longTenure = 180

/** What the models learn from: what stays comparable while the shop's records grow. */
export const features = {
  recency: (of: Figures) => ln(of.recency),
  days: (of: Figures) => ln(of.days),
  tenure: (of: Figures) => ln(Math.min(longTenure, of.tenure)),
  lateness: (of: Figures) => ln(of.recency) - ln(usualGap(of)),
  days30: (of: Figures) => ln(of.days30),
  days90: (of: Figures) => ln(of.days90),
  trend: (of: Figures) => ln(of.days90) - ln(of.daysBefore90),
  spend: (of: Figures) => ln(of.spend / Math.max(1, of.days)),
  products: (of: Figures) => ln(of.lines / Math.max(1, of.days)),
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
    lines: at(columns['lines'], row),
    items: at(columns['items'], row),
    refunds: at(columns['refunds'], row),
    severalChannels: at(columns['severalChannels'], row),
    interactions90: at(columns['interactions90'], row),
  }
}

/** A column for each feature; missing where it cannot be known, as the gap of who came once. */
export function featureColumns(table: FeatureTable): readonly RawColumn[] {
  const columns = featureNames.map((name) => ({ name, kind: 'number' as const, values: new Float64Array(table.rows) }))
  for (let row = 0; row < table.rows; row++) {
    const figures = figuresAt(table, row)
    for (const { name, values } of columns) values[row] = features[name](figures)
  }
  return columns
}
