import { setTimeout as pause } from 'node:timers/promises'
import { codeOf } from '../../core/kit/error-code.ts'

/** What the system says when a connection cannot be made or breaks. */
const systemCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'])
/** PostgreSQL on its way down or up: class 08, and its own words for it (57P01 to 57P03). */
const serverCodes = /^(08...|57P0[123])$/
/** What pg and its pool say, without a code, of a connection that is gone. */
const clientWords = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/** Whether the database was away, rather than that it refused what it was asked. Nothing is known of a COMMIT on its way. */
export function isOutage(error: unknown): boolean {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isOutage)
  if (!(error instanceof Error)) return false
  const code = codeOf(error)
  return serverCodes.test(code) || systemCodes.has(code) || clientWords.test(error.message)
}

export type Outlasting = {
  /** While the program is not asked to stop, it waits for as long as the database is away. */
  readonly stopping?: AbortSignal | undefined
  /** In milliseconds, one after each try. */
  readonly waits?: readonly number[]
}

/**
 * Does work again while the database is away, for about ten seconds at least: longer than the built-in one takes to come back.
 * The work may have been done by the try that broke, so doing it twice must be the same as once.
 * @throws the last outage, or at once whatever is none
 */
export async function outlastOutage<T>(
  work: () => Promise<T>,
  { stopping, waits = [50, 150, 300, 500, 1_000, 2_000, 3_000, 3_000] }: Outlasting = {},
): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (error) {
      const isOver = tries >= waits.length && (stopping?.aborted ?? true)
      if (isOver || !isOutage(error)) throw error
      await pause(waits[tries] ?? waits.at(-1))
    }
  }
}
