import { Worker } from 'node:worker_threads'
import { Problem } from '../../../core/kit/problem.ts'
import type { FromThread, ThreadAnswer, ThreadJob } from './worker/thread-jobs.ts'

export type Thread = {
  /** One job after the other. @throws Error when the thread fails, or is ended */
  run(job: ThreadJob): Promise<ThreadAnswer>
  end(): Promise<void>
}

type Waiting = { readonly resolve: (answer: ThreadAnswer) => void; readonly reject: (error: Error) => void }

/** Columns of numbers stand outside of these. Without a limit V8 keeps every line that was ever read until memory is short elsewhere. */
const resourceLimits = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 320 }

/** A thread that fits and predicts, so that whoever is served meanwhile does not notice. `stop` ends it wherever it is. */
export function startThread(progress: (share: number) => void, stop: AbortSignal): Thread {
  const worker = new Worker(new URL('./worker/predict-thread.ts', import.meta.url), {
    execArgv: [],
    env: {},
    resourceLimits,
  })
  let waiting: Waiting | null = null
  let ended: Error | null = null
  const fail = (error: Error) => {
    ended ??= error
    waiting?.reject(ended)
    waiting = null
    void worker.terminate()
  }
  const onStop = () => fail(new Problem('prediction.stopped'))
  worker.on('message', (message: FromThread) => {
    if ('progress' in message) return progress(message.progress)
    if ('failed' in message) return fail(new Error(message.failed))
    const { resolve } = waiting ?? {}
    waiting = null
    resolve?.(message)
  })
  worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', () => fail(new Error('the thread of predictions ended')))
  if (stop.aborted) onStop()
  stop.addEventListener('abort', onStop)
  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended)
        waiting = { resolve, reject }
        worker.postMessage(job, 'piece' in job ? [job.piece.buffer] : [])
      }),
    end: async () => {
      stop.removeEventListener('abort', onStop)
      if (ended) return void (await worker.terminate())
      ended = new Error('the thread was let go')
      // It ends by itself, for it has nothing to do; to break it off is for when it has.
      const gone = new Promise((resolve) => worker.once('exit', resolve))
      worker.postMessage({ kind: 'end' } satisfies ThreadJob)
      await gone
    },
  }
}
