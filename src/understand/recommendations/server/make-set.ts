import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { isOutage } from '../../../platform/database/outage.ts'
import { sayVerdict } from '../say-verdict.ts'
import type { SetBody } from '../set-body.ts'
import { workKind } from './ask-making.ts'
import { type ReadBuyings, readBuyings } from './read-buyings.ts'
import { readSettings } from './sets.ts'
import { startThread, type Thread } from './start-thread.ts'
import type { ThreadAnswer } from './worker/thread-jobs.ts'
import { type WritePoint, writeSet } from './write-set.ts'

export type MakingPoint = 'claimed' | 'read' | 'chosen' | WritePoint

export type MakingOptions = {
  /** A test breaks off here. */
  readonly at?: (point: MakingPoint) => void | Promise<void>
  readonly stopping?: AbortSignal | undefined
}

type Phase = 'reading' | 'choosing' | 'writing'
type Progress = { phase: Phase; share: number }
type Work = { readonly id: string; readonly attempts: number }

/** Who works says so every second; after so long without a word another takes the work over. */
const leaseMs = 30_000
const heartbeatMs = 1_000
const mostAttempts = 3

/**
 * Does the making that was asked for. What a killed program had begun is begun again: nothing of it was written.
 * @returns whether there was anything to do
 */
export async function workOnRecommendations(services: Services, options: MakingOptions = {}): Promise<boolean> {
  const work = await claim(services)
  if (!work) return false
  const stop = new AbortController()
  const halt = () => stop.abort()
  options.stopping?.addEventListener('abort', halt)
  const progress: Progress = { phase: 'reading', share: 0 }
  const beat = setInterval(
    () =>
      void keepLease(services, work.id, progress).then(
        (isMine) => isMine || halt(),
        () => {},
      ),
    heartbeatMs,
  )
  const thread = startThread((share) => (progress.share = shareOf(progress.phase, share)), stop.signal)
  try {
    await options.at?.('claimed')
    await make(services, work, thread, progress, options)
  } catch (error) {
    await bear(services, work, error, options.stopping?.aborted === true)
  } finally {
    clearInterval(beat)
    options.stopping?.removeEventListener('abort', halt)
    await thread.end()
  }
  return true
}

/** About so the time is spent. */
const spans: Readonly<Record<Phase, readonly [number, number]>> = { reading: [0, 0.2], choosing: [0.2, 0.7], writing: [0.7, 1] }
const shareOf = (phase: Phase, share: number): number => spans[phase][0] + share * (spans[phase][1] - spans[phase][0])

async function claim({ database, clock }: Services): Promise<Work | null> {
  const now = clock()
  const { rows } = await sql<Work & { state: string }>`select id, attempts, state from work
    where kind = ${workKind} and (state = 'waiting' or state in ('running', 'stopping') and lease_until < ${now}) order by created_at limit 1`.execute(
    database.db,
  )
  const [found] = rows
  if (!found) return null
  const next = found.state === 'stopping' ? 'stopped' : found.attempts >= mostAttempts ? 'failed' : 'running'
  const taken =
    await sql`update work set state = ${next}, lease_until = ${new Date(now.getTime() + leaseMs)}, attempts = attempts + 1, updated_at = ${now}
    where id = ${found.id} and state = ${found.state} and attempts = ${found.attempts} returning 1`.execute(database.db)
  return taken.rows.length > 0 && next === 'running' ? { id: found.id, attempts: found.attempts + 1 } : null
}

/** @returns whether the work is still wanted, and ours */
async function keepLease({ database, clock }: Services, id: string, progress: Progress): Promise<boolean> {
  const now = clock()
  const { rows } =
    await sql`update work set lease_until = ${new Date(now.getTime() + leaseMs)}, progress = ${JSON.stringify(progress)}::jsonb, updated_at = ${now}
    where id = ${id} and state = 'running' returning 1`.execute(database.db)
  return rows.length > 0
}

async function make(services: Services, work: Work, thread: Thread, progress: Progress, { at }: MakingOptions): Promise<void> {
  const settings = await readSettings(services.database.db)
  const readAt = services.clock()
  const read = await asSystem(services, 'recommendations', (ctx) => readBuyings(ctx, thread, settings))
  await at?.('read')
  progress.phase = 'choosing'
  const chosen = await thread.run({ kind: 'choose' })
  await at?.('chosen')
  progress.phase = 'writing'
  const body = bodyOf(read, chosen)
  await asSystem(services, 'recommendations', async (ctx) => {
    await writeSet(ctx, thread, body, { readAt, at: (point) => at?.(point) })
    await sql`update work set state = 'done', lease_until = null, progress = ${JSON.stringify({ phase: 'writing', share: 1 })}::jsonb, updated_at = ${ctx.now}
      where id = ${work.id}`.execute(ctx.db)
  })
}

/** Of the most bought as many as make a list for somebody who has bought a good part of them already. */
const mostPopular = 50

function bodyOf({ plan, leftOut, minBuyers, trial }: ReadBuyings, { choice, taken }: ThreadAnswer): SetBody {
  if (!choice || !taken) throw new Error('the thread gave no choice')
  const offered = plan.products.filter(({ allowed }) => allowed)
  return {
    verdict: choice.verdict,
    words: sayVerdict(choice),
    mode: plan.mode,
    minBuyers,
    kind: plan.products.length === 0 ? 'none' : choice.chosen.kind,
    lambda: choice.chosen.lambda,
    trials: choice.trials,
    trial: trial && choice.trials.length > 0 ? { ...trial, customers: choice.tried, of: choice.of } : null,
    learnt: plan.products.length,
    offered: offered.length,
    shown: 0,
    buyers: taken.buyers,
    withoutPersonal: taken.withoutPersonal,
    leftOut,
    popular: offered.slice(0, mostPopular).map(({ code }) => code),
  }
}

/** Stopped by hand: dropped. Ended with the program: waits for the next start. A fault: tried again, and given up in the end. */
async function bear(services: Services, { id, attempts }: Work, error: unknown, isEnding: boolean): Promise<void> {
  if (isOutage(error)) throw error
  const isStopped = error instanceof Problem && error.code === 'recommendation.stopped'
  const state = isEnding ? 'waiting' : isStopped ? 'stopped' : attempts >= mostAttempts ? 'failed' : 'waiting'
  const failure = isStopped ? null : error instanceof Error ? error.message : String(error)
  if (failure !== null) services.log.error({ err: error, work: id, attempts }, 'recommendations could not be made')
  await sql`update work set state = ${state}, lease_until = null, failure = ${JSON.stringify(failure)}::jsonb, updated_at = ${services.clock()}
    where id = ${id}`.execute(services.database.db)
}
