import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { Problem } from '../../core/kit/problem.ts'
import type { Answer, FromThread, Job, LoaderSetup, WriterSetup } from './part-jobs.ts'

export type Threads = {
  /** Hands the job to the next free thread. The first failure ends all of them. */
  run(job: Job): Promise<Answer>
  end(): Promise<void>
}

type Waiting = { readonly job: Job; readonly resolve: (answer: Answer) => void; readonly reject: (error: Error) => void }

/** Two at least: while one computes, the database fills the other. */
export const usualThreads = () => Math.min(4, Math.max(2, availableParallelism()))

/** Threads that copy out of or into the database, each over a connection of its own. */
export async function startThreads(
  setup: WriterSetup | LoaderSetup,
  options: { readonly count: number; readonly moved: (bytes: number) => void; readonly stop?: AbortSignal | undefined },
): Promise<Threads> {
  const queue: Waiting[] = []
  const busy = new Map<Worker, Waiting>()
  const idle: Worker[] = []
  let ended: Error | null = null
  const workers = Array.from(
    { length: options.count },
    () => new Worker(new URL('./part-thread.ts', import.meta.url), { workerData: setup, execArgv: [], env: {} }),
  )

  const fail = (error: Error) => {
    ended ??= error
    for (const { reject } of [...busy.values(), ...queue]) reject(ended)
    busy.clear()
    queue.length = 0
    for (const worker of workers) void worker.terminate()
  }
  const feed = () => {
    while (idle.length > 0 && queue.length > 0) {
      const worker = idle.pop()
      const next = queue.shift()
      if (!worker || !next) return
      busy.set(worker, next)
      worker.postMessage(next.job)
    }
  }
  const hear = (worker: Worker, message: FromThread) => {
    if (message.type === 'moved') return options.moved(message.bytes)
    if (message.type === 'failed') return fail(errorOf(message))
    if (message.type === 'answer') busy.get(worker)?.resolve(message.answer)
    busy.delete(worker)
    idle.push(worker)
    feed()
  }
  for (const worker of workers) {
    worker.on('message', (message: FromThread) => hear(worker, message))
    worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))))
  }
  const onStop = () => fail(new Problem('backup.stopped'))
  if (options.stop?.aborted) onStop()
  options.stop?.addEventListener('abort', onStop)
  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        if (ended) return reject(ended)
        queue.push({ job, resolve, reject })
        feed()
      }),
    end: async () => {
      options.stop?.removeEventListener('abort', onStop)
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}

function errorOf({ message, code, problem }: Extract<FromThread, { type: 'failed' }>): Error {
  if (problem) return new Problem(code, problem)
  return Object.assign(new Error(message), { code })
}
