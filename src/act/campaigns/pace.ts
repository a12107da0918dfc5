/** How many may go at this moment, from when the next are counted, and when to look again. */
export type Pace = { readonly most: number; readonly pacedAt: Date; readonly lookAt: Date }

const hour = 3_600_000
/** What was missed in a longer time, by a pause, a sleep or a clock that jumped, is not caught up with at once. */
const longest = 60_000
const shortest = 1_000

/**
 * A speed as portions: so many in an hour, spread evenly, whatever the ticks do. No speed lets a whole portion go.
 * @param pacedAt from when on those not yet sent are counted; null at the beginning
 */
export function paced(perHour: number | null, pacedAt: Date | null, now: Date, portion: number): Pace {
  if (perHour === null) return { most: portion, pacedAt: now, lookAt: now }
  const each = hour / perHour
  const from = Math.max(pacedAt === null || pacedAt > now ? now.getTime() : pacedAt.getTime(), now.getTime() - Math.max(longest, each))
  const isFirst = pacedAt === null
  const most = Math.min(portion, isFirst ? 1 : Math.floor((now.getTime() - from) / each))
  const next = from + (isFirst ? 0 : most * each)
  return {
    most,
    pacedAt: new Date(next),
    lookAt: new Date(Math.max(now.getTime() + shortest, Math.min(next + each, now.getTime() + longest))),
  }
}
