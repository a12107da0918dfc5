import { z } from 'zod'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { doLeased, endWork, type LeasedWork } from '../../../platform/jobs/leased-work.ts'
import type { SetBody } from '../set-body.ts'
import { workKind } from './ask-making.ts'
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
/**
 * Does the making that was asked for, from beginning to end. What a killed program had begun is dropped and begun again:
 * nothing of it was written.
 * @returns whether there was anything to do
 */
export async function workOnPredictions(services: Services, options: MakingOptions = {}): Promise<boolean> {
  const progress: Progress = { phase: 'reading', share: 0, customers: 0 }
  const kind = { kind: workKind, stopped: 'prediction.stopped', failed: 'predictions could not be made', progress }
  return doLeased(services, kind, options.stopping, async (work, stop) => {
    const thread = startThread((share) => (progress.share = shareOf(progress.phase, share)), stop)
    try {
      options.at?.('claimed')
      await make(services, work, thread, progress, options)
    } finally {
      await thread.end()
    }
  })
}

/** About so the time is spent. */
const spans: Readonly<Record<Phase, readonly [number, number]>> = {
  reading: [0, 0.25],
  choosing: [0.25, 0.4],
  fitting: [0.4, 0.55],
  writing: [0.55, 1],
}
const shareOf = (phase: Phase, share: number): number => spans[phase][0] + share * (spans[phase][1] - spans[phase][0])

const makingOf = (input: unknown) => z.object({ making: z.string() }).parse(input).making

async function make(services: Services, work: LeasedWork, thread: Thread, progress: Progress, { at }: MakingOptions): Promise<void> {
  const { db } = services.database
  const old = await currentSet(db)
  const isNew = makingOf(work.input) === 'fit' || old === null
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
    await endWork(ctx, work.id, { ...progress, share: 1 })
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
