import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useSay } from '../../../ui/language.tsx'
import { hiddenFigure } from '../../../ui/States.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import type { rfmGrid } from '../rfm-questions.ts'
import { dayReaches, numberReaches, rankedDays, rankedReaches } from '../score-edges.ts'
import type { RfmSettings } from '../scoring.ts'
import type { SaidScores } from './RfmGrid.tsx'
import { sayFrequency, sayMonetary, sayRankedFrequency, sayRankedMonetary, sayRankedRecency, sayRecency } from './say-edges.ts'

export type TakenEdges = NonNullable<ReplyOf<typeof rfmGrid>['thresholds']>
export type SaidEdges = { readonly recency: SaidScores; readonly frequency: SaidScores; readonly monetary: SaidScores }

/** What each score means, in words. */
export function useSaidScores(taken: TakenEdges, { kind, bands }: Pick<RfmSettings, 'kind' | 'bands'>): SaidEdges {
  const say = useSay()
  const format = useFormat()
  const { timeZone } = useShop()
  return useMemo(() => {
    const isRanked = kind === 'ranks'
    const of = <T>(edges: readonly T[] | null, words: (edges: readonly T[]) => SaidScores): SaidScores =>
      edges ? words(edges) : Array.from({ length: bands }, () => say(hiddenFigure))
    return {
      recency: of(taken.recency, (instants) => {
        const days = instants.map((at) => new Date(at))
        return isRanked
          ? rankedDays(days, timeZone).map((reach) => sayRankedRecency(reach, say, format))
          : dayReaches(days, timeZone).map((reach) => sayRecency(reach, say, format))
      }),
      frequency: of(taken.frequency, (edges) =>
        isRanked
          ? rankedReaches(edges).map((reach) => sayRankedFrequency(reach, say, format))
          : numberReaches(edges).map((reach) => sayFrequency(reach, say, format)),
      ),
      monetary: of(taken.monetary, (edges) =>
        isRanked
          ? rankedReaches(edges).map((reach) => sayRankedMonetary(reach, say, format))
          : numberReaches(edges).map((reach) => sayMonetary(reach, say, format)),
      ),
    }
  }, [taken, kind, bands, timeZone, say, format])
}
