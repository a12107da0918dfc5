import { chancesOf, type Classifier, type ClassifierKind, fitClassifier, fitPlain, partsOf } from '../../models/classify/classifier.ts'
import type { RawColumn } from '../../models/classify/encode.ts'
import { brier } from '../../models/measure/calibration.ts'
import { aucOf } from '../../models/measure/ranking.ts'
import { chooseRepeat } from '../../models/repeat-buying/choose-repeat.ts'
import type { RepeatFit } from '../../models/repeat-buying/repeat-model.ts'
import { conditionalNone } from '../../models/repeat-buying/repeat-models.ts'
import { collectRows } from '../../models/repeat-buying/repeat-rows.ts'
import type { ChanceFit, ChancePredictor, ChanceReason, FeatureTable, LabelledTable, Tools } from '../predictor.ts'
import { buyerFigures } from './buyer-figures.ts'
import { type CandidateName, type ChanceHorizon, chanceHorizons, type Competitor, type Contest } from './contest.ts'
import { featureColumns, type FeatureName, featureNames, figuresAt } from './features.ts'
import { sayFeature } from './say-feature.ts'
import { nameOfCandidate, sayChances } from './say-chances.ts'

/** The classifier that speaks for each horizon, null where the model of repeat buying speaks; and deciles of all buyers, to say where one stands. */
export type WillBuyKept = {
  readonly speaks: { readonly [H in ChanceHorizon as `in${H}`]: Classifier | null }
  readonly deciles: Readonly<Partial<Record<FeatureName, readonly number[]>>>
}

/** Fewer of either kind, and what is learned is chance. */
export const fewestOfEach = 60

/** Will they buy? Learned from what buyers did before an earlier day, tried at a later one. */
export const willBuy: ChancePredictor<WillBuyKept> = {
  key: 'will-buy',
  label: { zh: '会不会购买（从行为学习）', en: 'Will they buy (learned from behaviour)' },
  plain: { zh: '最近来过的排在前面', en: 'who came most recently first' },
  features: buyerFigures,
  fit: fitWillBuy,
  predict: (kept, table) => {
    const columns = featureColumns(table)
    const chances = (classifier: Classifier | null) =>
      classifier ? chancesOf(classifier, columns) : new Float64Array(table.rows).fill(Number.NaN)
    return { chance30: chances(kept.speaks.in30), chance90: chances(kept.speaks.in90) }
  },
  explain: explainChance,
}

function fitWillBuy(train: LabelledTable, test: LabelledTable, tools: Tools): ChanceFit<WillBuyKept> | null {
  const known = chanceHorizons.filter((horizon) => hasEnough(train, horizon) && hasEnough(test, horizon))
  if (known.length === 0) return null
  const [before, later] = [featureColumns(train), featureColumns(test)]
  const repeat = repeatThen(test, tools)
  const contests = known.map((horizon, i) => {
    const onProgress = (share: number) => tools.onProgress((i + share) / known.length)
    return { contest: compete({ train, test, before, later, repeat, horizon, tools: { ...tools, onProgress } }), horizon }
  })
  const speaker = (horizon: ChanceHorizon) => {
    const taken = contests.find((one) => one.horizon === horizon)?.contest.taken
    // What the later cut-off has shown since is learned too, now that it is decided who speaks.
    return taken ? fitClassifier(taken, later, labelsOf(test, horizon), tools) : null
  }
  const kept = { speaks: { in30: speaker(30), in90: speaker(90) }, deciles: decilesOf(later) }
  return {
    kept,
    better: kept.speaks.in30 !== null || kept.speaks.in90 !== null,
    words: sayChances(contests.map(({ contest }) => contest)),
    figures: contests.flatMap(({ contest }) =>
      contest.competitors.map(({ name, auc, brier: off }) => ({
        name,
        label: nameOfCandidate(name),
        horizon: contest.horizon,
        auc,
        brier: off,
      })),
    ),
  }
}

const labelsOf = (table: LabelledTable, horizon: ChanceHorizon): Float64Array => (horizon === 30 ? table.bought30 : table.bought90)

function hasEnough(table: LabelledTable, horizon: ChanceHorizon): boolean {
  const labels = labelsOf(table, horizon)
  // Unknown labels make the sum no number, and no comparison with it is true.
  const buyers = labels.reduce((sum, label) => sum + label, 0)
  return buyers >= fewestOfEach && labels.length - buyers >= fewestOfEach
}

/** Everybody learns at the earlier cut-off and is judged at the later one. */
export function compete(of: {
  readonly train: LabelledTable
  readonly test: LabelledTable
  readonly before: readonly RawColumn[]
  readonly later: readonly RawColumn[]
  readonly repeat: RepeatFit | null
  readonly horizon: ChanceHorizon
  readonly tools: Tools
  /** The days that the labels look ahead, where they are not the horizon's. */
  readonly ahead?: number
}): Contest {
  const { train, test, before, later, repeat: fit, horizon, tools, ahead = horizon } = of
  const [learned, came] = [labelsOf(train, horizon), labelsOf(test, horizon)]
  const judge = (name: CandidateName, chances: Float64Array): Competitor => ({
    name,
    chances,
    auc: aucOf(chances, came),
    brier: brier(chances, came),
  })
  const byClassifier = (kind: ClassifierKind) => judge(kind, chancesOf(fitClassifier(kind, before, learned, tools), later))
  const logistic = byClassifier('logistic')
  tools.onProgress(0.2)
  const trees = byClassifier('trees')
  tools.onProgress(0.6)
  const fresh = (table: LabelledTable) => (table.columns['recency'] ?? new Float64Array()).map((days) => -Math.log1p(days))
  const recency = judge('recency', fitPlain(fresh(train), learned)(fresh(test)))
  const repeat = fit && repeatChances(fit, test, ahead)
  const competitors = [logistic, trees, ...(repeat ? [judge('repeat', repeat)] : []), recency]
  // The simpler one where they are alike: it is quicker, and its reasons are easier to follow.
  const best = isBetter(trees, logistic, came) ? trees : logistic
  // Clearly better than whoever speaks otherwise, and no worse than the plain order in anything.
  const rival = competitors.find(({ name }) => name === 'repeat') ?? recency
  const isNoWorse = [rival, recency].every((other) => best.brier <= other.brier && best.auc >= other.auc - 0.002)
  const isTaken = isBetter(best, rival, came) && isNoWorse
  const kind = best === trees ? 'trees' : 'logistic'
  return {
    horizon,
    rows: test.rows,
    buyers: came.reduce((sum, label) => sum + label, 0),
    competitors,
    learned: kind,
    taken: isTaken ? kind : null,
  }
}

/** Whether the squared error is smaller by more than two standard errors of the difference over the same customers. */
function isBetter(one: Competitor, other: Competitor, came: Float64Array): boolean {
  const gains = came.map((label, row) => ((other.chances[row] ?? 0) - label) ** 2 - ((one.chances[row] ?? 0) - label) ** 2)
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / Math.max(1, gains.length - 1)
  return mean > 2 * Math.sqrt(variance / gains.length)
}

const pastAt = ({ columns }: FeatureTable, row: number) => {
  const [days = 1, tenure = 0, recency = 0] = [columns['days']?.[row], columns['tenure']?.[row], columns['recency']?.[row]]
  return { x: days - 1, tx: (tenure - recency) / 7, t: tenure / 7 }
}

/** The model of repeat buying as it would have been fitted on the day of the table; null where it had nothing to say. */
export function repeatThen(table: FeatureTable, tools: Pick<Tools, 'seed' | 'shouldStop'>): RepeatFit | null {
  const collector = collectRows()
  for (let row = 0; row < table.rows; row++) {
    const { x, tx, t } = pastAt(table, row)
    collector.add(x, tx, t)
  }
  return chooseRepeat(collector.rows(), { seed: tools.seed, shouldStop: tools.shouldStop }).chosen
}

function repeatChances(fit: RepeatFit, table: FeatureTable, ahead: number): Float64Array {
  return Float64Array.from({ length: table.rows }, (_, row) => {
    const { x, tx, t } = pastAt(table, row)
    return 1 - conditionalNone(fit, x, tx, t, ahead / 7)
  })
}

function decilesOf(columns: readonly RawColumn[]): WillBuyKept['deciles'] {
  return Object.fromEntries(
    columns.map(({ name, values }) => {
      const sorted = Float64Array.from(values, Number)
        .filter((value) => !Number.isNaN(value))
        .sort()
      const edges = Array.from({ length: 9 }, (_, i) => sorted[Math.floor(((i + 1) / 10) * (sorted.length - 1))])
      return [name, edges.filter((edge) => edge !== undefined)]
    }),
  )
}

/** Two features that tell the same story of a person are told once. */
const stories: Readonly<Partial<Record<FeatureName, string>>> = {
  days30: 'lately',
  days90: 'lately',
  trend: 'lately',
  recency: 'since',
  lateness: 'since',
}
const leastWeight = 0.1
const mostReasons = 6

/** The weightiest reasons of one customer; weights are log-odds against an average customer. */
function explainChance(kept: WillBuyKept, table: FeatureTable, row: number): readonly ChanceReason[] {
  const classifier = kept.speaks.in90 ?? kept.speaks.in30
  if (!classifier) return []
  const columns = featureColumns(table)
  const { parts } = partsOf(classifier, columns, row)
  const figures = figuresAt(table, row)
  const told = new Set<string>()
  return featureNames
    .map((name) => ({ name, weight: parts.get(name) ?? 0 }))
    .filter(({ weight }) => Math.abs(weight) >= leastWeight)
    .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
    .filter(({ name }) => {
      const story = stories[name] ?? name
      return !told.has(story) && told.add(story)
    })
    .slice(0, mostReasons)
    .map(({ name, weight }) => {
      const value = Number(columns.find((column) => column.name === name)?.values[row] ?? Number.NaN)
      return { about: name, weight, words: sayFeature[name](figures, shareBelow(kept.deciles[name] ?? [], value)) }
    })
}

/** Half of those that are equal count as below, so that who has what most have stands in the middle. */
function shareBelow(deciles: readonly number[], value: number): number {
  const below = deciles.filter((edge) => edge < value).length
  const equal = deciles.filter((edge) => edge === value).length
  return (below + equal / 2) / Math.max(1, deciles.length)
}
