import { useMemo } from 'react'
import type { ReplyOf } from '../../../core/action/action.ts'
import { useSay } from '../../../ui/language.tsx'
import { useFormat, useShop } from '../../../ui/shop.tsx'
import type { rfmGrid } from '../rfm-questions.ts'
import { dayReaches, numberReaches, rankedDays, rankedReaches } from '../score-edges.ts'
import type { ScoringKind } from '../scoring.ts'
import type { SaidScores } from './RfmGrid.tsx'
import { sayFrequency, sayMonetary, sayRankedFrequency, sayRankedMonetary, sayRankedRecency, sayRecency } from './say-edges.ts'

export type TakenEdges = NonNullable<ReplyOf<typeof rfmGrid>['thresholds']>
export type SaidEdges = { readonly recency: SaidScores; readonly frequency: SaidScores; readonly monetary: SaidScores }

/** What each score means, in words. */
export function useSaidScores(taken: TakenEdges, kind: ScoringKind): SaidEdges {
  const say = useSay()
  const format = useFormat()
  const { timeZone } = useShop()
  return useMemo(() => {
    const days = taken.recency.map((at) => new Date(at))
    if (kind === 'ranks')
      return {
        recency: rankedDays(days, timeZone).map((reach) => sayRankedRecency(reach, say, format)),
        frequency: rankedReaches(taken.frequency).map((reach) => sayRankedFrequency(reach, say, format)),
        monetary: rankedReaches(taken.monetary).map((reach) => sayRankedMonetary(reach, say, format)),
      }
    return {
      recency: dayReaches(days, timeZone).map((reach) => sayRecency(reach, say, format)),
      frequency: numberReaches(taken.frequency).map((reach) => sayFrequency(reach, say, format)),
      monetary: numberReaches(taken.monetary).map((reach) => sayMonetary(reach, say, format)),
    }
  }, [taken, kind, timeZone, say, format])
}
