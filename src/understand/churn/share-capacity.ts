import type { ChurnCapacity } from './definition.ts'

/** Somebody who may be put on the list, the most at stake first. `owner` is a user's id. */
export type Candidate = { readonly id: string; readonly owner: string | null }
/** How many each has on their hands today, by the id of their user; those of nobody under `pool`. */
export type Hands = ReadonlyMap<string, number>

export const poolKey = 'pool'

/** How many a person takes at a time. */
export const capacityOf = ({ perPerson, people }: ChurnCapacity, userId: string): number => people[userId] ?? perPerson

/**
 * Who comes onto the list today, and to whom: each to their owner while the owner has room; a customer of a full owner waits.
 * Customers of nobody, and of owners who take none or work here no longer, share the room of the pool.
 */
export function shareCapacity<C extends Candidate>(
  candidates: readonly C[],
  capacity: ChurnCapacity,
  taken: Hands,
  working: ReadonlySet<string>,
): { readonly candidate: C; readonly userId: string | null }[] {
  const hands = new Map(taken)
  return candidates.flatMap((candidate) => {
    const takes = candidate.owner !== null && working.has(candidate.owner) && capacityOf(capacity, candidate.owner) > 0
    const key = takes && candidate.owner ? candidate.owner : poolKey
    const room = (takes ? capacityOf(capacity, key) : capacity.pool) - (hands.get(key) ?? 0)
    if (room <= 0) return []
    hands.set(key, (hands.get(key) ?? 0) + 1)
    return [{ candidate, userId: takes ? candidate.owner : null }]
  })
}
