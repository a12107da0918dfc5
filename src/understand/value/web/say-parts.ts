import type { Words } from '../../../core/kit/words.ts'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { profitSummary } from '../questions.ts'
import { type ProfitPart, profitParts } from '../profit-parts.ts'

export type ToldPart = ReplyOf<typeof profitSummary>['parts'][number]

export const partOf = (key: string): ProfitPart | undefined => profitParts.find((part) => part.key === key)

/** Why a part tells less than it could; null where it tells all. */
export function hintOf({ key, state }: ToldPart): Words | null {
  const part = partOf(key)
  if (state === 'not-yet') return part?.notYet ?? null
  return state === 'unset' ? (part?.hint ?? null) : null
}
