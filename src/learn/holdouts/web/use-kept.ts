import type { ReplyOf } from '../../../core/action/action.ts'
import { useAsk } from '../../../ui/data.tsx'
import { useMayDo } from '../../../ui/reader.tsx'
import type { TrialKind } from '../trial.ts'
import { listTrials } from '../trials.ts'

export type Listed = ReplyOf<typeof listTrials>
export type Kept = Listed['trials'][number]

/** What was read within the hour, one question for all of a list; null where it must be asked for, undefined while nobody knows. */
export function useKept(kind: TrialKind, id: string): Kept | null | undefined {
  const may = useMayDo(listTrials)
  const { data, error } = useAsk(listTrials, {}, { when: may })
  if (!may || error) return null
  if (!data) return undefined
  return data.trials.find((one) => one.kind === kind && one.id === id) ?? null
}
