import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Tick } from '../actions/feature.ts'

const MB = 1_000_000

export type MemoryLook = {
  readonly rss: number
  /** What was left when memory was last given back; 0 before the first time. */
  readonly rssAfterLast: number
  /** The seconds of hard work since then (`hardSeconds`). */
  readonly hardSeconds: number
  /** The share of one core that was used since the last look. */
  readonly busyShare: number
}

/**
 * Worth a pause of a tenth of a second: nothing is going on, and either there is much more held than the last time, or so
 * much was worked since that what was left the last time says nothing: it may have been taken in the middle of that work.
 */
export function isWorthGivingBack({ rss, rssAfterLast, hardSeconds, busyShare }: MemoryLook): boolean {
  return busyShare < 0.1 && rss > 150 * MB && (rss > rssAfterLast * 1.15 || hardSeconds > 4)
}

/** More of one core than serving a shop takes: below, it is merely in use, and has code that is used again the next moment. */
const usualShare = 0.25

/** What was worked beyond what a shop in use takes, in seconds of one core. */
export const hardSeconds = (usedMs: number, elapsedMs: number): number => Math.max(0, usedMs - usualShare * elapsedMs) / 1_000

/**
 * After an import V8 keeps the pages that it needed for it, some 200 MB, until memory is short somewhere. On the small
 * machines that shops have, that is memory taken from PostgreSQL's files. So when it is quiet again, all of it is given
 * back; V8 offers that only as `gc` behind a flag.
 */
export function giveBackMemoryTick(): Tick {
  let rssAfterLast = 0
  let hard = 0
  let usedBefore = process.cpuUsage()
  let lookedAt = performance.now()
  return {
    name: 'give-back-memory',
    everyMs: 15_000,
    run: async () => {
      const used = process.cpuUsage(usedBefore)
      const elapsedMs = Math.max(1, performance.now() - lookedAt)
      usedBefore = process.cpuUsage()
      lookedAt = performance.now()
      const usedMs = (used.user + used.system) / 1_000
      hard += hardSeconds(usedMs, elapsedMs)
      const look = { rss: process.memoryUsage.rss(), rssAfterLast, hardSeconds: hard, busyShare: usedMs / elapsedMs }
      if (!isWorthGivingBack(look)) return false
      giveBack()
      rssAfterLast = process.memoryUsage.rss()
      hard = 0
      return false
    },
  }
}

/**
 * A full collection that also returns pooled pages to the system, and forgets all compiled code. V8 would forget by itself what was
 * not used for six collections, of which a program at rest has none.
 */
export function giveBack(): void {
  for (const flag of forgetCode) setFlagsFromString(`--${flag}`)
  try {
    run('last-resort')
  } finally {
    // Left on, code would be forgotten at every collection.
    for (const flag of forgetCode) setFlagsFromString(`--no-${flag}`)
  }
}

const forgetCode = ['stress-flush-code', 'flush-baseline-code']

/** A full collection in the middle of work: the code that is at work stays compiled. */
export const collect = (): void => run('regular')

function run(flavor: 'last-resort' | 'regular'): void {
  setFlagsFromString('--expose-gc')
  const gc: unknown = runInNewContext('gc')
  setFlagsFromString('--no-expose-gc')
  if (typeof gc === 'function') gc({ type: 'major', execution: 'sync', flavor })
}
