import { useMemo } from 'react'
import { useAsk } from '../ui/data.tsx'
import { browserDictionary, entityCard } from './browser-dictionary.ts'
import { readDictionary } from './dictionary-answer.ts'

/** What an entity is made of and what rules about it may name. `data` is undefined until it is known; use with `<Answered>`. */
export function useDictionary(entity = 'customer') {
  const asked = useAsk(readDictionary, {})
  const data = useMemo(() => {
    const card = asked.data ? entityCard(asked.data, entity) : null
    if (!asked.data || !card) return undefined
    return { answer: asked.data, card, dictionary: browserDictionary(asked.data, entity) }
  }, [asked.data, entity])
  return { data, error: asked.error, refetch: asked.refetch }
}
