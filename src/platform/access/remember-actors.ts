import type { Database } from '../database/connect.ts'

/** So long may an answer be old: a revoked key or an ended session works no longer than this, in any process. */
const keptMs = 1_000
const most = 10_000

type Kept<T> = { readonly until: number; readonly found: Promise<T | null> }

/** Remembers for a second who a credential belongs to, so that a busy client costs one query a second. */
export type ActorMemory = {
  find<T>(credential: string, ask: () => Promise<T | null>): Promise<T | null>
  forget(): void
}

function makeMemory(): ActorMemory {
  const kept = new Map<string, Kept<unknown>>()
  return {
    find<T>(credential: string, ask: () => Promise<T | null>): Promise<T | null> {
      const at = performance.now()
      const known = kept.get(credential)
      if (known && known.until > at) return known.found as Promise<T | null>
      if (kept.size >= most) kept.clear()
      const found = ask()
      kept.set(credential, { until: at + keptMs, found })
      // Strangers and failures are asked anew, so that they cannot fill the memory or stay in it.
      const drop = () => void kept.delete(credential)
      found.then((value) => value === null && drop(), drop)
      return found
    },
    forget: () => kept.clear(),
  }
}

const memories = new WeakMap<Database, ActorMemory>()

export function actorMemory(database: Database): ActorMemory {
  const known = memories.get(database)
  if (known) return known
  const made = makeMemory()
  memories.set(database, made)
  return made
}
