import { Problem } from '../../../core/kit/problem.ts'
import { startThread as start, type WorkThread } from '../../../platform/jobs/work-thread.ts'
import type { ThreadAnswer, ThreadJob } from './worker/thread-jobs.ts'

export type Thread = WorkThread<ThreadJob, ThreadAnswer>

/** The thread that tries the methods and makes the lists. */
export const startThread = (progress: (share: number) => void, stop: AbortSignal): Thread =>
  start({
    file: new URL('./worker/recommend-thread.ts', import.meta.url),
    name: 'recommendations',
    progress,
    stop,
    stopped: () => new Problem('recommendation.stopped'),
    given: (job) => ('piece' in job ? [job.piece.buffer] : []),
  })
