type Pair = { readonly low: string; readonly high: string }

/** The connected groups of these pairs, each with its ids in order: of A~B and B~C comes A, B, C. */
export function groupPairs(pairs: readonly Pair[]): string[][] {
  const leader = new Map<string, string>()
  const leaderOf = (id: string): string => {
    let at = id
    for (let next = leader.get(at); next !== undefined && next !== at; next = leader.get(at)) at = next
    leader.set(id, at)
    return at
  }
  for (const { low, high } of pairs) {
    const [a, b] = [leaderOf(low), leaderOf(high)]
    if (a !== b) leader.set(a < b ? b : a, a < b ? a : b)
  }
  const groups = Map.groupBy(leader.keys().toArray().sort(), leaderOf)
  return [...groups.values()]
}
