import type { ReplyOf } from '../../core/action/action.ts'
import type { churnReasons } from './questions.ts'
import { reasonFrom } from './reasons.ts'
import { shareOf } from './share-of.ts'

export type ReasonLine = ReplyOf<typeof churnReasons>['reasons'][number]
/** What is hidden of one is hidden of all together. */
const added = (one: number | null, other: number | null) => (one === null || other === null ? null : one + other)

/** A group of reasons with all that stands under it: what is told of each, added up. */
export const sumReasons = (group: ReasonLine, under: readonly ReasonLine[]): ReasonLine =>
  under.reduce(
    (sum, one) => ({
      ...sum,
      away: sum.away + one.away,
      spend: added(sum.spend, one.spend),
      from: { ...sum.from, ...Object.fromEntries(reasonFrom.map((how) => [how, sum.from[how] + one.from[how]])) },
      wonBack: shareOf(sum.wonBack.hits + one.wonBack.hits, sum.wonBack.of + one.wonBack.of),
      money: added(sum.money, one.money),
    }),
    group,
  )
