import { Problem } from '../../core/kit/problem.ts'

type Limit = { readonly most: number; readonly minutes: number }

/** ASVS allows a hundred failures an hour on one account; from one place we allow far fewer. */
const limits = {
  pair: { most: 10, minutes: 10 },
  account: { most: 100, minutes: 60 },
  address: { most: 60, minutes: 10 },
} satisfies Record<string, Limit>

const mostKept = 20_000

export type TryCounter = {
  /** Counts a try before it is made, so that many at once do not slip through. @throws Problem access.too-many-tries */
  admit(address: string, account: string): void
  /** Takes the try back: it was right. */
  succeeded(address: string, account: string): void
}

/** Counts wrong tries at the door, in memory: by account and place together, by account, and by place. */
export function makeTryCounter(clock: () => number): TryCounter {
  const counts = new Map<string, { tries: number; until: number }>()
  const keysOf = (address: string, account: string) =>
    [
      [`pair ${address} ${account}`, limits.pair],
      [`account ${account}`, limits.account],
      [`address ${address}`, limits.address],
    ] as const
  const current = (key: string) => {
    const count = counts.get(key)
    return count && count.until > clock() ? count : null
  }
  return {
    admit(address, account) {
      const keys = keysOf(address, account)
      for (const [key, { most }] of keys) {
        const count = current(key)
        if (count && count.tries >= most)
          throw new Problem('access.too-many-tries', { minutes: Math.ceil((count.until - clock()) / 60_000) })
      }
      if (counts.size > mostKept) counts.clear()
      for (const [key, { minutes }] of keys) {
        const count = current(key)
        if (count) count.tries++
        else counts.set(key, { tries: 1, until: clock() + minutes * 60_000 })
      }
    },
    succeeded(address, account) {
      const [[pair], ...others] = keysOf(address, account)
      counts.delete(pair)
      for (const [key] of others) {
        const count = current(key)
        if (count) count.tries--
      }
    },
  }
}
