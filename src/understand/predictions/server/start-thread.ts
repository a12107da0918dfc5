import { Problem } from '../../../core/kit/problem.ts'
import { startThread as start, type WorkThread } from '../../../platform/jobs/work-thread.ts'
import type { ThreadAnswer, ThreadJob } from './worker/thread-jobs.ts'

export type Thread = WorkThread<ThreadJob, ThreadAnswer>

/** The thread that fits, predicts and grades. */
export const startThread = (progress: (share: number) => void, stop: AbortSignal): Thread =>
  start({
    file: new URL('./worker/predict-thread.ts', import.meta.url),
    name: 'predictions',
    progress,
    stop,
    stopped: () => new Problem('prediction.stopped'),
    given: (job) => ('piece' in job ? [job.piece.buffer] : []),
    limits: { maxYoungGenerationSizeMb: 12, maxOldGenerationSizeMb: 320 },
  })
