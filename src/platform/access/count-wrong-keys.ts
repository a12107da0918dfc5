import { Problem } from '../../core/kit/problem.ts'

/** A program with an old key asks again and again; somebody who guesses does too. */
const most = 100
const minutes = 10
const mostKept = 20_000

export type KeyDoor = {
  /**
   * Asks whose key this is, and counts by address those that are nobody's. A right key is always let through: behind a
   * shared address one wrong client shuts out nobody, and 256 random bits cannot be guessed.
   * @returns null for a wrong key
   * @throws Problem access.too-many-wrong-keys for a wrong key too many
   */
  find<T>(address: string, ask: () => Promise<T | null>): Promise<T | null>
}

/** Counts in memory. */
export function makeKeyDoor(clock: () => number): KeyDoor {
  const wrong = new Map<string, { count: number; until: number }>()
  const count = (address: string) => {
    const known = wrong.get(address)
    if (known && known.until > clock()) return { ...known, count: ++known.count }
    if (wrong.size >= mostKept) wrong.clear()
    const begun = { count: 1, until: clock() + minutes * 60_000 }
    wrong.set(address, begun)
    return begun
  }
  return {
    async find(address, ask) {
      const found = await ask()
      if (found !== null) return found
      const { count: times, until } = count(address)
      if (times > most) throw new Problem('access.too-many-wrong-keys', { minutes: Math.ceil((until - clock()) / 60_000) })
      return null
    },
  }
}
