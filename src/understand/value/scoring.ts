import { z } from 'zod'
import type { Words } from '../../core/kit/words.ts'

/**
 * How scores are given. `values`: edges are quantiles, so equal customers have equal scores. `ranks`: bands of equal size;
 * customers who tie may part. `own`: the firm's edges.
 */
export const scoringKinds = ['values', 'ranks', 'own'] as const
export type ScoringKind = (typeof scoringKinds)[number]

/**
 * The inner edges of `own`, one less than bands, each ascending. `recencyDays`: whoever bought within the first has the
 * highest score. `frequency` and `monetary` (minor units): whoever has at least the last has the highest.
 */
const ownEdges = z.strictObject({
  recencyDays: z.array(z.int().min(0).max(36_500)).max(4),
  frequency: z.array(z.int().min(1).max(1_000_000)).max(4),
  monetary: z.array(z.int().min(0).max(1e15)).max(4),
})
export type OwnEdges = z.output<typeof ownEdges>

export const rfmSettings = z.strictObject({
  kind: z.enum(scoringKinds).default('values'),
  bands: z.int().min(3).max(5).default(5),
  refunds: z.enum(['kept', 'deducted']).default('kept').describe('Whether refunds are deducted from money'),
  orderCap: z
    .int()
    .min(1)
    .max(1e15)
    .nullable()
    .default(null)
    .describe('A customer’s largest purchase counts at most so much, in minor units; null: in full'),
  edges: ownEdges.nullable().default(null).describe('Only for kind "own"'),
})
export type RfmSettings = z.output<typeof rfmSettings>

export const usualSettings: RfmSettings = rfmSettings.parse({})

/** What is kept, or the usual where it cannot be read. */
export function readSettings(kept: unknown): RfmSettings {
  const read = rfmSettings.safeParse(kept)
  return read.success ? read.data : usualSettings
}

/** Which list of own edges is not one less than the bands, or does not rise; null where all is well. */
export function wrongEdges({ kind, bands, edges }: RfmSettings): keyof OwnEdges | null {
  if (kind !== 'own') return null
  if (!edges) return 'recencyDays'
  const rises = (list: readonly number[]) => list.length === bands - 1 && list.every((edge, at) => at === 0 || edge > (list[at - 1] ?? 0))
  const names = ['recencyDays', 'frequency', 'monetary'] as const
  return names.find((name) => !rises(edges[name])) ?? null
}

/** A score from here on is high: 4 of 5, 3 of 4, 3 of 3. */
export const highFrom = (bands: number): number => Math.floor((bands + 1) / 2) + 1

export type RfmGroup = {
  readonly key: string
  readonly label: Words
  /** High or low in R, F and M. */
  readonly high: readonly [recency: boolean, frequency: boolean, monetary: boolean]
  readonly next: Words
}

/** The eight groups in common use in China, from the most to the least valuable. */
export const rfmGroups: readonly RfmGroup[] = [
  {
    key: 'champions',
    label: { zh: '重要价值客户', en: 'Champions' },
    high: [true, true, true],
    next: {
      zh: '给专属服务和新品优先，请他们推荐朋友；不必打折。',
      en: 'Serve them personally, show them what is new first, ask for referrals; no discount is needed.',
    },
  },
  {
    key: 'big-developing',
    label: { zh: '重要发展客户', en: 'Big spenders to develop' },
    high: [true, false, true],
    next: {
      zh: '花得多但来得少：给一个再来的理由，例如搭配推荐或会员权益。',
      en: 'They spend much but come seldom: give a reason to come again, such as what goes with their last purchase.',
    },
  },
  {
    key: 'big-leaving',
    label: { zh: '重要保持客户', en: 'Valuable, slipping away' },
    high: [false, true, true],
    next: {
      zh: '以前常来、花得多，最近没来：由熟悉的同事亲自联系，问清原因。',
      en: 'They came often and spent much, but not lately: let somebody they know get in touch and ask why.',
    },
  },
  {
    key: 'big-lost',
    label: { zh: '重要挽留客户', en: 'Valuable, nearly lost' },
    high: [false, false, true],
    next: {
      zh: '花得多但很久没来：用有吸引力的一次性优惠挽回，先给最近离开的人。',
      en: 'They spent much, long ago: win them back with one strong offer, beginning with those who left last.',
    },
  },
  {
    key: 'loyal-small',
    label: { zh: '一般价值客户', en: 'Frequent, small baskets' },
    high: [true, true, false],
    next: {
      zh: '常来但每次花得少：推荐套装、满额权益，提高每次消费。',
      en: 'They come often and spend little: offer bundles and thresholds that raise the basket.',
    },
  },
  {
    key: 'new-small',
    label: { zh: '一般发展客户', en: 'New, to be developed' },
    high: [true, false, false],
    next: {
      zh: '刚来不久：欢迎、教他们用好，在平均间隔之内促成第二次消费。',
      en: 'They came lately: welcome them and bring about the second purchase within the usual gap.',
    },
  },
  {
    key: 'small-leaving',
    label: { zh: '一般保持客户', en: 'Frequent once, quiet now' },
    high: [false, true, false],
    next: {
      zh: '以前常来，最近安静：自动提醒即可，不占人工。',
      en: 'They used to come often: automatic reminders will do, without anybody’s time.',
    },
  },
  {
    key: 'small-lost',
    label: { zh: '一般挽留客户', en: 'Quiet and small' },
    high: [false, false, false],
    next: {
      zh: '很久没来、花得也少：只在成本很低的渠道联系，或暂不投入。',
      en: 'Long silent and little spent: write only where it costs next to nothing, or not at all.',
    },
  },
]

/** The group of three scores. */
export function groupOf(recency: number, frequency: number, monetary: number, bands: number): RfmGroup | undefined {
  const high = highFrom(bands)
  return rfmGroups.find(
    (group) => group.high[0] === recency >= high && group.high[1] === frequency >= high && group.high[2] === monetary >= high,
  )
}

type GroupSpend = { readonly key: string; readonly spend: number | null }

/** Which part of what all groups spent one of them brought; null where spend is hidden from the reader. */
export function spendShareOf(groups: readonly GroupSpend[], key: string): number | null {
  if (groups.some(({ spend }) => spend === null)) return null
  const sum = (some: readonly GroupSpend[]) => some.reduce((total, { spend }) => total + (spend ?? 0), 0)
  const all = sum(groups)
  return all > 0 ? sum(groups.filter((group) => group.key === key)) / all : 0
}
