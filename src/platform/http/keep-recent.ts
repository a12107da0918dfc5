/** Keeps what is dear to make for the few that were asked for last; of others it is made anew. */
export function keepRecent<K, V>(most: number): { of(key: K, make: () => V): V; clear(): void } {
  const kept = new Map<K, V>()
  return {
    of: (key, make) => {
      const value = kept.get(key) ?? make()
      // A map goes in the order in which its keys came: whoever is asked for goes to its end.
      kept.delete(key)
      kept.set(key, value)
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
      return value
    },
    clear: () => kept.clear(),
  }
}
