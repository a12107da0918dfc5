import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { doLeased, endWork, type LeasedWork } from '../../../platform/jobs/leased-work.ts'
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
/**
 * Does the making that was asked for. What a killed program had begun is begun again: nothing of it was written.
 * @returns whether there was anything to do
 */
export async function workOnRecommendations(services: Services, options: MakingOptions = {}): Promise<boolean> {
  const progress: Progress = { phase: 'reading', share: 0 }
  const kind = { kind: workKind, stopped: 'recommendation.stopped', failed: 'recommendations could not be made', progress }
  return doLeased(services, kind, options.stopping, async (work, stop) => {
    const thread = startThread((share) => (progress.share = shareOf(progress.phase, share)), stop)
    try {
      await options.at?.('claimed')
      await make(services, work, thread, progress, options)
    } finally {
      await thread.end()
    }
  })
}

/** About so the time is spent. */
const spans: Readonly<Record<Phase, readonly [number, number]>> = { reading: [0, 0.2], choosing: [0.2, 0.7], writing: [0.7, 1] }
const shareOf = (phase: Phase, share: number): number => spans[phase][0] + share * (spans[phase][1] - spans[phase][0])

async function make(services: Services, work: LeasedWork, thread: Thread, progress: Progress, { at }: MakingOptions): Promise<void> {
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
    await endWork(ctx, work.id, { phase: 'writing', share: 1 })
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
