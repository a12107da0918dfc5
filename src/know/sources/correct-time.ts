import { z } from 'zod'
import { latestTime } from '../purchases/latest-time.ts'

const written = z.iso.datetime({ offset: true, local: true })

/** Earlier facts than this are mistakes of a clock, not history. */
const earliest = Date.UTC(1990, 0, 1)
/** A sender's clock that is off by less than this is taken for the time that the message travelled. */
const tolerated = 5_000

/** An ISO 8601 time; without an offset it is UTC. @returns null when it is none, or no such day exists */
export function readTime(text: unknown): Date | null {
  if (typeof text !== 'string' || !written.safeParse(text).success) return null
  const at = new Date(/(?:z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`)
  return Number.isNaN(at.getTime()) ? null : at
}

export type Clocks = { readonly timestamp: unknown; readonly sentAt: unknown; readonly receivedAt: Date }

/**
 * When it happened by our clock: the sender's clock may be wrong, but the time from `timestamp` to `sentAt` is right on
 * it (Segment spec, common fields: `timestamp = receivedAt - (sentAt - originalTimestamp)`). Differences of a few
 * seconds are left alone, so that an exact time from the past stays exact.
 * @returns null for a time that cannot be read or cannot be
 */
export function correctTime({ timestamp, sentAt, receivedAt }: Clocks): Date | null {
  if (timestamp === undefined || timestamp === null) return receivedAt
  const told = readTime(timestamp)
  if (!told) return null
  const sent = readTime(sentAt)
  const off = sent ? receivedAt.getTime() - sent.getTime() : 0
  const at = told.getTime() + (Math.abs(off) > tolerated ? off : 0)
  // A fact from further in the future is refused; a nearer one is taken as having happened now.
  if (at < earliest || at > latestTime(receivedAt).getTime()) return null
  return new Date(Math.min(at, receivedAt.getTime()))
}
