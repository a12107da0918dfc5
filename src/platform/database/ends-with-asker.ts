import { AsyncLocalStorage } from 'node:async_hooks'
import type pg from 'pg'

const askers = new AsyncLocalStorage<AbortSignal>()

/** What questions send to the database within `work` ends when the signal says that nobody waits for the answer any more. */
export const whileAsked = <T>(gone: AbortSignal, work: () => Promise<T>): Promise<T> => askers.run(gone, work)

const never = new AbortController().signal

/** Tells when nobody waits any more for the answer that is worked out here: never, where no request stands behind it. */
export const askerGone = (): AbortSignal => askers.getStore() ?? never

/** As the database says it of a statement that it ended. */
export const nobodyWaits = (): Error => Object.assign(new Error('nobody waits for the answer any more'), { code: '57014' })

/**
 * Sends a statement of a question, and has the database end it (57014) when whoever asked has gone. The connection is given
 * back only after the database was told, so that no later statement is ended in its place.
 * @param telling connections over which the database is told
 */
export async function endingWithAsker<T>(telling: pg.Pool, client: pg.PoolClient, send: () => Promise<T>): Promise<T> {
  const gone = askers.getStore()
  if (!gone) return send()
  if (gone.aborted) throw nobodyWaits()
  const told: Promise<unknown>[] = []
  const tell = () => void told.push(telling.query('select pg_cancel_backend($1)', [processOf(client)]).catch(() => {}))
  gone.addEventListener('abort', tell, { once: true })
  try {
    return await send()
  } finally {
    gone.removeEventListener('abort', tell)
    await Promise.all(told)
  }
}

/** The driver knows the number of the connection's process in the database; its types do not. */
const processOf = (client: pg.PoolClient): unknown => ('processID' in client ? client.processID : null)
