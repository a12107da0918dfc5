import { parentPort } from 'node:worker_threads'
import type { FromThread } from './work-thread.ts'

/**
 * The thread's side of `startThread`: one job after the other, until it is let go.
 * @param given memory that goes over with an answer, in place of being copied
 */
export function serveThread<Job, Answer>(answer: (job: Job) => Answer, given: (answer: Answer) => ArrayBuffer[]): void {
  parentPort?.on('message', (job: Job | null) => {
    if (job === null) return parentPort?.close()
    try {
      const done = answer(job)
      parentPort?.postMessage({ answer: done } satisfies FromThread<Answer>, given(done))
    } catch (error) {
      const failed = error instanceof Error ? (error.stack ?? error.message) : String(error)
      parentPort?.postMessage({ failed } satisfies FromThread<Answer>)
    }
  })
}

/** How far the job under way is, from 0 to 1. */
export const tellProgress = (progress: number): void => parentPort?.postMessage({ progress } satisfies FromThread<never>)
