import { z } from 'zod'
import type { Ctx } from '../../../platform/actions/context.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { doLeased, endWork, type LeasedWork } from '../../../platform/jobs/leased-work.ts'
import type { SetBody } from '../set-body.ts'
import { workKind } from './ask-making.ts'
import { lastVerdict } from './last-verdict.ts'
import { learnedChances, readFigures } from './learn-chances.ts'
import { readMargin } from './margin-basis.ts'
import { beginOf, dayNumber, readPasts, type ReadPasts } from './read-pasts.ts'
import type { SetRow } from '../sets.ts'
import { currentSet, readSettings } from './sets.ts'
import { startThread, type Thread } from './start-thread.ts'
import type { MakingPlan } from './worker/thread-jobs.ts'
import { type WritePoint, type WrittenSet, writeSet } from './write-set.ts'

export type MakingPoint = 'claimed' | 'read' | 'fitted' | WritePoint

export type MakingOptions = {
  /** A test breaks off here, or kills the process. */
  readonly at?: (point: MakingPoint) => void | Promise<void> | undefined
  readonly stopping?: AbortSignal | undefined
}

type Phase = 'reading' | 'choosing' | 'fitting' | 'writing'
/** The first one reads everybody and chooses the models; the second one learns from behaviour meanwhile. Then both predict. */
type Pair = readonly [Thread, Thread]
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
    const told = (phases: readonly Phase[]) => (share: number) => {
      if (phases.includes(progress.phase)) progress.share = shareOf(progress.phase, share)
    }
    const threads: Pair = [startThread(told(['choosing', 'writing']), stop), startThread(told(['fitting']), stop)]
    try {
      await options.at?.('claimed')
      await make(services, work, threads, progress, options)
    } finally {
      await Promise.all(threads.map((thread) => thread.end()))
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

async function make(services: Services, work: LeasedWork, threads: Pair, progress: Progress, { at }: MakingOptions): Promise<void> {
  const { db } = services.database
  const old = await currentSet(db)
  const isNew = makingOf(work.input) === 'fit' || old === null
  const readAt = services.clock()
  const [first, second] = threads
  const begun = await asSystem(services, 'predictions', async (ctx) => {
    const read = await readPasts(ctx, first, isNew)
    progress.customers = read.buyers
    progress.phase = 'choosing'
    const plan = await planOf(ctx, read, isNew || !old ? services.newId() : old.id, isNew)
    if (!isNew && old) return { read, plan, body: Promise.resolve(old.body) }
    // What learns from behaviour needs none of what the models come to: both go on at once.
    const fitted = first.run({ kind: 'fit', plan })
    fitted.catch(() => {})
    await readFigures(ctx, second, read)
    const body = bodyOf(fitted, second, plan, read, progress)
    body.catch(() => {})
    return { read, plan, body }
  })
  const { read, plan } = begun
  await at?.('read')
  const body = { ...(await begun.body), margin: await readMargin(db) }
  await at?.('fitted')
  progress.phase = 'writing'
  const set: WrittenSet = { id: plan.setId, state: stateOf(body), model: modelOf(body), cut_day: read.cutDay, customers: read.buyers, body }
  await asSystem(services, 'predictions', async (ctx) => {
    await share(first, second)
    await learnedChances(ctx, threads, read, body)
    for (const [place, thread] of threads.entries())
      await thread.run({ kind: 'speak', plan, body, part: { at: place, of: threads.length } })
    await writeSet(ctx, threads, set, { isNew, readAt, beginsAt: new Date(plan.beginsAt), at: (point) => at?.(point) })
    await endWork(ctx, work.id, { ...progress, share: 1 })
  })
}

/** Nothing of them is kept here: they go with the threads, when those are no longer needed. */
async function share(first: Thread, second: Thread): Promise<void> {
  const { columns } = await first.run({ kind: 'columns' })
  if (columns) await second.run({ kind: 'share', columns })
}

async function planOf({ db, now, shop }: Ctx, read: ReadPasts, setId: string, isNew: boolean): Promise<MakingPlan> {
  const { yearlyDiscount } = await readSettings(db)
  return {
    cutDay: dayNumber(read.cutDay),
    trial: read.trial && { day: dayNumber(read.trial.day), horizon: read.trial.horizon },
    closed: read.closed,
    yearlyDiscount,
    seed: 1,
    beginsAt: beginOf(read.cutDay, shop.timeZone).getTime(),
    withdrawn: isNew ? await lastVerdict(db, now) : null,
    setId,
    predictedAt: now.toISOString(),
  }
}

type Fitted = Awaited<ReturnType<Thread['run']>>

async function bodyOf(
  fitted: Promise<Fitted>,
  second: Thread,
  { seed }: MakingPlan,
  read: ReadPasts,
  progress: Progress,
): Promise<SetBody> {
  const learned = second.run({ kind: 'fit-chance', seed })
  learned.catch(() => {})
  const { body } = await fitted
  if (!body) throw new Error('the thread gave no set')
  progress.phase = 'fitting'
  const { chance } = await learned
  return { ...body, chance: (body.fit && chance) ?? null, notes: read.notes }
}

const stateOf = ({ standing, withdrawn }: SetBody): SetRow['state'] => (standing === 'plain' && withdrawn ? 'withdrawn' : 'current')
export const modelOf = ({ standing, fit: chosen }: SetBody): string => (standing === 'none' ? 'none' : (chosen?.kind ?? standing))
