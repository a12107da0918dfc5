import type { ResourceLimits } from 'node:worker_threads'
import { startWorker } from './start-worker.ts'

/** What a thread tells of the job it was given: what came of it, how far it is, or why it failed. */
export type FromThread<Answer> = { readonly answer: Answer } | { readonly progress: number } | { readonly failed: string }

export type WorkThread<Job, Answer> = {
  /** One job after the other. @throws Error when the thread fails, or is ended */
  run(job: Job): Promise<Answer>
  end(): Promise<void>
}

export type ThreadPlan<Job> = {
  /** A file that calls `serveThread`. */
  readonly file: URL
  /** What it does, for whoever reads that it ended by itself. */
  readonly name: string
  readonly progress: (share: number) => void
  /** Ends it wherever it is; the job under way fails with `stopped`. */
  readonly stop: AbortSignal
  readonly stopped: () => Error
  /** Memory that goes over to the thread with a job, in place of being copied. */
  readonly given: (job: Job) => ArrayBuffer[]
  /** Of what is no column of numbers: without a limit V8 keeps what was ever read until memory is short elsewhere. */
  readonly limits?: ResourceLimits
}

type Waiting<Answer> = { readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void }

/** Long work in a thread of its own, so that whoever is served meanwhile does not notice. */
export function startThread<Job, Answer>(plan: ThreadPlan<Job>): WorkThread<Job, Answer> {
  const { stop, stopped, given } = plan
  const worker = startWorker(plan.file, { execArgv: [], env: {}, ...(plan.limits ? { resourceLimits: plan.limits } : {}) })
  let waiting: Waiting<Answer> | null = null
  let ended: Error | null = null
  const fail = (error: Error) => {
    ended ??= error
    waiting?.reject(ended)
    waiting = null
    void worker.terminate()
  }
  const onStop = () => fail(stopped())
  worker.on('message', (message: FromThread<Answer>) => {
    if ('progress' in message) return plan.progress(message.progress)
    if ('failed' in message) return fail(new Error(message.failed))
    const { resolve } = waiting ?? {}
    waiting = null
    resolve?.(message.answer)
  })
  worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))))
  worker.on('exit', () => fail(new Error(`the thread of ${plan.name} ended`)))
  if (stop.aborted) onStop()
  stop.addEventListener('abort', onStop)
  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended)
        waiting = { resolve, reject }
        worker.postMessage(job, given(job))
      }),
    end: async () => {
      stop.removeEventListener('abort', onStop)
      if (ended) return void (await worker.terminate())
      ended = new Error('the thread was let go')
      // It ends by itself, for it has nothing to do; to break it off is for when it has.
      const gone = new Promise((resolve) => worker.once('exit', resolve))
      worker.postMessage(null)
      await gone
    },
  }
}
