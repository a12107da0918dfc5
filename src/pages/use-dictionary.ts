import { useMemo } from 'react'
import { useAsk } from '../ui/data.tsx'
import { browserDictionary, entityCard } from './browser-dictionary.ts'
import { readDictionary } from './dictionary-answer.ts'
import { nameStages } from './name-stages.ts'

/** What an entity is made of and what rules about it may name. `data` is undefined until it is known; use with `<Answered>`. */
export function useDictionary(entity = 'customer') {
  const asked = useAsk(readDictionary, {})
  const data = useMemo(() => {
    const answer = asked.data ? nameStages(asked.data) : null
    const card = answer ? entityCard(answer, entity) : null
    if (!answer || !card) return undefined
    return { answer, card, dictionary: browserDictionary(answer, entity) }
  }, [asked.data, entity])
  return { data, error: asked.error, refetch: asked.refetch }
}

/** What it gives once it is known. */
export type KnownDictionary = NonNullable<ReturnType<typeof useDictionary>['data']>
