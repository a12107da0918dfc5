import { sql } from 'kysely'
import type { Services } from '../../../platform/actions/services.ts'
import { watchInbox } from '../../../platform/channels/imap-inbox.ts'
import { nameOf, openSettings, readOnce } from './inbox-tick.ts'

/** A connection is opened anew after so long, before anything on the way takes it for dead. */
const roundMs = 4 * 60_000
/** Whoever watches has it for a little longer than a round; when they die, another takes over. */
const leaseMs = 5 * 60_000
/** A server that cannot tell is asked again after so long whether it learned to. */
const cannotMs = 3_600_000

/**
 * Watches the inbox, so that an answer is here within seconds; one worker of the firm alone keeps the connection. Where the server
 * cannot tell, or does not let us stay, the reading of every minute goes on as ever.
 */
export function makeWatch(rounds: { readonly forMs?: number } = {}): (services: Services, stopping?: AbortSignal) => Promise<boolean> {
  let cannotUntil = 0
  return async (services, stopping) => {
    const settings = await openSettings(services)
    if (!settings || services.clock().getTime() < cannotUntil) return false
    const inbox = nameOf(settings)
    const watcher = services.newId()
    if (!(await takeWatch(services, inbox, watcher))) return false
    const reading = readAsTold(services, stopping)
    const ended = await watchInbox(settings, reading.tell, { forMs: rounds.forMs ?? roundMs, ...(stopping ? { stopping } : {}) })
    await reading.end()
    await leaveWatch(services, inbox, watcher)
    if (ended === 'cannot') cannotUntil = services.clock().getTime() + cannotMs
    if (typeof ended === 'object') services.log.info({ reason: ended.reason }, 'the inbox could not be watched; it is read every minute')
    return ended === 'over' && stopping?.aborted !== true
  }
}

/** Reads while there is something; what is told of meanwhile is read after it. */
function readAsTold(services: Services, stopping: AbortSignal | undefined) {
  let isTold = false
  let reading: Promise<void> | null = null
  const read = async () => {
    while (isTold && stopping?.aborted !== true) {
      isTold = false
      while (await readOnce(services, stopping)) if (stopping?.aborted) return
    }
  }
  const fail = (err: unknown) => services.log.warn({ err }, 'what came in could not be read at once; the reading of every minute does it')
  return {
    tell: () => {
      isTold = true
      reading ??= read()
        .catch(fail)
        .finally(() => {
          reading = null
        })
    },
    end: async () => {
      while (reading !== null) await reading
    },
  }
}

async function takeWatch({ database, clock }: Services, inbox: string, watcher: string): Promise<boolean> {
  const now = clock()
  const { rows } =
    await sql`insert into inbox_watches as w (inbox, watcher, until) values (${inbox}, ${watcher}, ${new Date(now.getTime() + leaseMs)})
    on conflict (inbox) do update set watcher = excluded.watcher, until = excluded.until
      where w.until <= ${now} or w.until > ${new Date(now.getTime() + 2 * leaseMs)} returning 1`.execute(database.db)
  return rows.length > 0
}

async function leaveWatch({ database }: Services, inbox: string, watcher: string): Promise<void> {
  await sql`delete from inbox_watches where inbox = ${inbox} and watcher = ${watcher}`.execute(database.db)
}
