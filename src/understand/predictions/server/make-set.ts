import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { isOutage } from '../../../platform/database/outage.ts'
import type { SetBody } from '../set-body.ts'
import { type MakingKind, workKind } from './ask-making.ts'
import { lastVerdict } from './last-verdict.ts'
import { readFigures } from './learn-chances.ts'
import { beginOf, dayNumber, readPasts, type ReadPasts } from './read-pasts.ts'
import { currentSet, readSettings, type SetRow } from './sets.ts'
import { startThread, type Thread } from './start-thread.ts'
import type { MakingPlan } from './worker/thread-jobs.ts'
import { type WritePoint, type WrittenSet, writeSet } from './write-set.ts'

export type MakingPoint = 'claimed' | 'read' | 'fitted' | WritePoint

export type MakingOptions = {
  /** A test breaks off here, or kills the process. */
  readonly at?: (point: MakingPoint) => void
  readonly stopping?: AbortSignal | undefined
}

type Phase = 'reading' | 'choosing' | 'fitting' | 'writing'
type Progress = { phase: Phase; share: number; customers: number }
type Work = { readonly id: string; readonly making: MakingKind; readonly attempts: number }

/** Who works says so every second; after so long without a word another takes the work over. */
const leaseMs = 30_000
const heartbeatMs = 1_000
const mostAttempts = 3

/**
 * Does the making that was asked for, from beginning to end. What a killed program had begun is dropped and begun again:
 * nothing of it was written.
 * @returns whether there was anything to do
 */
export async function workOnPredictions(services: Services, options: MakingOptions = {}): Promise<boolean> {
  const work = await claim(services)
  if (!work) return false
  const stop = new AbortController()
  const halt = () => stop.abort()
  options.stopping?.addEventListener('abort', halt)
  const progress: Progress = { phase: 'reading', share: 0, customers: 0 }
  const beat = setInterval(
    () =>
      void keepLease(services, work.id, progress).then(
        (mine) => mine || halt(),
        () => {},
      ),
    heartbeatMs,
  )
  const thread = startThread((share) => (progress.share = shareOf(progress.phase, share)), stop.signal)
  try {
    options.at?.('claimed')
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
const spans: Readonly<Record<Phase, readonly [number, number]>> = {
  reading: [0, 0.25],
  choosing: [0.25, 0.4],
  fitting: [0.4, 0.55],
  writing: [0.55, 1],
}
const shareOf = (phase: Phase, share: number): number => spans[phase][0] + share * (spans[phase][1] - spans[phase][0])

async function claim({ database, clock }: Services): Promise<Work | null> {
  const now = clock()
  const lease = new Date(now.getTime() + leaseMs)
  const { rows } = await sql<{
    id: string
    making: MakingKind
    attempts: number
    state: string
  }>`select id, input ->> 'making' as making, attempts, state from work
    where kind = ${workKind} and (state = 'waiting' or state in ('running', 'stopping') and lease_until < ${now}) order by created_at limit 1`.execute(
    database.db,
  )
  const [found] = rows
  if (!found) return null
  const next = found.state === 'stopping' ? 'stopped' : found.attempts >= mostAttempts ? 'failed' : 'running'
  const taken = await sql`update work set state = ${next}, lease_until = ${lease}, attempts = attempts + 1, updated_at = ${now}
    where id = ${found.id} and state = ${found.state} and attempts = ${found.attempts} returning 1`.execute(database.db)
  return taken.rows.length > 0 && next === 'running' ? { ...found, attempts: found.attempts + 1 } : null
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
  const { db } = services.database
  const old = await currentSet(db)
  const isNew = work.making === 'fit' || old === null
  const settings = await readSettings(db)
  const readAt = services.clock()
  const { read, shop } = await asSystem(services, 'predictions', async (ctx) => {
    const pasts = await readPasts(ctx, thread, isNew)
    if (isNew) await readFigures(ctx, thread, pasts)
    return { read: pasts, shop: ctx.shop }
  })
  progress.customers = read.buyers
  at?.('read')
  progress.phase = 'choosing'
  const beginsAt = beginOf(read.cutDay, shop.timeZone)
  const plan: MakingPlan = {
    cutDay: dayNumber(read.cutDay),
    trial: read.trial && { day: dayNumber(read.trial.day), horizon: read.trial.horizon },
    closed: read.closed,
    yearlyDiscount: settings.yearlyDiscount,
    seed: 1,
    beginsAt: beginsAt.getTime(),
    withdrawn: isNew ? await lastVerdict(db, services.clock()) : null,
    setId: isNew || !old ? services.newId() : old.id,
    predictedAt: services.clock().toISOString(),
  }
  const body = isNew || !old ? await fit(thread, plan, read) : await keep(thread, plan, old)
  at?.('fitted')
  progress.phase = 'writing'
  const set: WrittenSet = { id: plan.setId, state: stateOf(body), model: modelOf(body), cut_day: read.cutDay, customers: read.buyers, body }
  await asSystem(services, 'predictions', async (ctx) => {
    await writeSet(ctx, thread, set, { isNew, readAt, beginsAt, at: (point) => at?.(point) })
    await sql`update work set state = 'done', lease_until = null, progress = ${JSON.stringify({ ...progress, share: 1 })}::jsonb, updated_at = ${ctx.now}
      where id = ${work.id}`.execute(ctx.db)
  })
}

async function fit(thread: Thread, plan: MakingPlan, read: ReadPasts): Promise<SetBody> {
  const { body } = await thread.run({ kind: 'fit', plan })
  if (!body) throw new Error('the thread gave no set')
  const { chance } = body.fit === null ? {} : await thread.run({ kind: 'fit-chance', seed: plan.seed })
  return { ...body, chance: chance ?? null, notes: read.notes }
}

async function keep(thread: Thread, plan: MakingPlan, { body }: SetRow): Promise<SetBody> {
  await thread.run({ kind: 'keep', plan, body })
  return body
}

const stateOf = ({ standing, withdrawn }: SetBody): SetRow['state'] => (standing === 'plain' && withdrawn ? 'withdrawn' : 'current')
export const modelOf = ({ standing, fit: chosen }: SetBody): string => (standing === 'none' ? 'none' : (chosen?.kind ?? standing))

/** Stopped by hand: dropped. Ended with the program: waits for the next start. A fault: tried again, and given up in the end. */
async function bear(services: Services, { id, attempts }: Work, error: unknown, isEnding: boolean): Promise<void> {
  if (isOutage(error)) throw error
  const isStopped = error instanceof Problem && error.code === 'prediction.stopped'
  const state = isEnding ? 'waiting' : isStopped ? 'stopped' : attempts >= mostAttempts ? 'failed' : 'waiting'
  const failure = isStopped ? null : error instanceof Error ? error.message : String(error)
  if (failure !== null) services.log.error({ err: error, work: id, attempts }, 'predictions could not be made')
  await sql`update work set state = ${state}, lease_until = null, failure = ${JSON.stringify(failure)}::jsonb, updated_at = ${services.clock()}
    where id = ${id}`.execute(services.database.db)
}
