import { sql } from 'kysely'
import { Problem } from '../../core/kit/problem.ts'
import type { Ctx } from '../actions/context.ts'
import type { Services } from '../actions/services.ts'
import { isOutage } from '../database/outage.ts'

/** A row of `work` that this process alone does. */
export type LeasedWork = { readonly id: string; readonly input: unknown; readonly attempts: number }

export type WorkKind<P> = {
  /** As in `work.kind`. */
  readonly kind: string
  /** The code of the problem with which it ends when it was stopped by hand. */
  readonly stopped: string
  /** For the log, when it fails. */
  readonly failed: string
  /** Written to the row every second, so that pages show how far it is. The one who works changes it. */
  readonly progress: P
}

/** Who works says so every second; after so long without a word another takes the work over. */
const leaseMs = 30_000
const heartbeatMs = 1_000
const mostAttempts = 3

/**
 * Does the oldest work of a kind that waits, from beginning to end. What a killed program had begun is begun again: `doing`
 * writes nothing before its last transaction, in which it calls `endWork`.
 * @param doing told to stop by its signal: when somebody stopped the work, when another took it over, when the program ends
 * @returns whether there was anything to do
 */
export async function doLeased<P>(
  services: Services,
  kind: WorkKind<P>,
  stopping: AbortSignal | undefined,
  doing: (work: LeasedWork, stop: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const work = await claim(services, kind.kind)
  if (!work) return false
  const stop = new AbortController()
  const halt = () => stop.abort()
  stopping?.addEventListener('abort', halt)
  const beat = setInterval(
    () =>
      void keepLease(services, work.id, kind.progress).then(
        (isMine) => isMine || halt(),
        () => {},
      ),
    heartbeatMs,
  )
  try {
    await doing(work, stop.signal)
  } catch (error) {
    await bear(services, kind, work, error, stopping?.aborted === true)
  } finally {
    clearInterval(beat)
    stopping?.removeEventListener('abort', halt)
  }
  return true
}

/** In the transaction that wrote what the work was for. */
export async function endWork(ctx: Ctx, id: string, progress: unknown): Promise<void> {
  await sql`update work set state = 'done', lease_until = null, progress = ${JSON.stringify(progress)}::jsonb, updated_at = ${ctx.now}
    where id = ${id}`.execute(ctx.db)
}

async function claim({ database, clock }: Services, kind: string): Promise<LeasedWork | null> {
  const now = clock()
  const { rows } = await sql<LeasedWork & { state: string }>`select id, input, attempts, state from work
    where kind = ${kind} and (state = 'waiting' or state in ('running', 'stopping') and lease_until < ${now}) order by created_at limit 1`.execute(
    database.db,
  )
  const [found] = rows
  if (!found) return null
  const next = found.state === 'stopping' ? 'stopped' : found.attempts >= mostAttempts ? 'failed' : 'running'
  const lease = new Date(now.getTime() + leaseMs)
  const taken = await sql`update work set state = ${next}, lease_until = ${lease}, attempts = attempts + 1, updated_at = ${now}
    where id = ${found.id} and state = ${found.state} and attempts = ${found.attempts} returning 1`.execute(database.db)
  return taken.rows.length > 0 && next === 'running' ? { id: found.id, input: found.input, attempts: found.attempts + 1 } : null
}

/** @returns whether the work is still wanted, and ours */
async function keepLease({ database, clock }: Services, id: string, progress: unknown): Promise<boolean> {
  const now = clock()
  const lease = new Date(now.getTime() + leaseMs)
  const { rows } = await sql`update work set lease_until = ${lease}, progress = ${JSON.stringify(progress)}::jsonb, updated_at = ${now}
    where id = ${id} and state = 'running' returning 1`.execute(database.db)
  return rows.length > 0
}

/** Stopped by hand: dropped. Ended with the program: waits for the next start. A fault: tried again, and given up in the end. */
async function bear<P>(
  services: Services,
  kind: WorkKind<P>,
  { id, attempts }: LeasedWork,
  error: unknown,
  isEnding: boolean,
): Promise<void> {
  if (isOutage(error)) throw error
  const isStopped = error instanceof Problem && error.code === kind.stopped
  const state = isEnding ? 'waiting' : isStopped ? 'stopped' : attempts >= mostAttempts ? 'failed' : 'waiting'
  const failure = isStopped ? null : error instanceof Error ? error.message : String(error)
  if (failure !== null) services.log.error({ err: error, work: id, attempts }, kind.failed)
  await sql`update work set state = ${state}, lease_until = null, failure = ${JSON.stringify(failure)}::jsonb, updated_at = ${services.clock()}
    where id = ${id}`.execute(services.database.db)
}
