import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { Scheme } from '../scheme.ts'
import { followingTier } from '../tier.ts'

/** What an editor of the scheme begins with. */
export type Start = {
  readonly name: string
  readonly scheme: Scheme
  /** Of a draft that is there; what was published begins a new one. */
  readonly draft: { readonly id: string; readonly revision: number } | null
  /** How many buyers the suggested thresholds rest on. */
  readonly buyers: number | null
}
type Asked<T> = { readonly data: T | undefined; readonly error: Error | null; readonly refetch: () => unknown }

export function fromSuggestion(asked: Asked<{ scheme: Scheme; buyers: number }>, name: string): Asked<Start> {
  const { data, error, refetch } = asked
  return { error, refetch, data: data && { name, scheme: data.scheme, draft: null, buyers: data.buyers } }
}

export function fromVersion(
  asked: Asked<{ id: string; name: string; state: 'draft' | 'published' | 'retired'; revision: number; scheme: Scheme }>,
): Asked<Start> {
  const { data, error, refetch } = asked
  return {
    error,
    refetch,
    data: data && {
      name: data.name,
      scheme: data.scheme,
      draft: data.state === 'draft' ? { id: data.id, revision: data.revision } : null,
      buyers: null,
    },
  }
}

/** Tiers and segments follow from the tier, so its rule cannot ask for them. */
export function askable({ types, fields, events, customerId, stage, stages }: Dictionary): Dictionary {
  return {
    types,
    fields: new Map([...fields].filter(([name]) => !followingTier.has(name))),
    events: new Map([...events].filter(([name]) => !name.startsWith('tier.') && !name.startsWith('segment.'))),
    ...(customerId ? { customerId } : {}),
    ...(stage ? { stage } : {}),
    ...(stages ? { stages } : {}),
  }
}
