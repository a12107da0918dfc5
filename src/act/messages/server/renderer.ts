import type { Worker } from 'node:worker_threads'
import { startWorker } from '../../../platform/jobs/start-worker.ts'
import type { Rendered, RenderAnswer, RenderJob, Variables, Wrong } from './render-worker.ts'

export type RenderResult =
  | { readonly wrong: Wrong }
  | { readonly variables: Variables; readonly rendered: readonly Rendered[] }
  | { readonly ranAway: true }

export type Renderer = { run(job: RenderJob): Promise<RenderResult> }

type Options = {
  /** A job that takes longer is ended together with its thread. */
  readonly deadlineMs?: number
  /** A thread without work for so long is let go, and its memory with it. */
  readonly idleMs?: number
}

const limits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 }

/** One thread that fills in templates, one job after the other. A thread that exceeds its limits is replaced. */
export function makeRenderer({ deadlineMs = 2_000, idleMs = 20_000 }: Options = {}): Renderer {
  let worker: Promise<Worker> | null = null
  let idle: NodeJS.Timeout | undefined
  let tail: Promise<unknown> = Promise.resolve()

  const letGo = async () => {
    const ending = worker
    worker = null
    clearTimeout(idle)
    await (await ending?.catch(() => null))?.terminate()
  }
  const attempt = async (job: RenderJob): Promise<RenderResult> => {
    clearTimeout(idle)
    const thread = await (worker ??= startRenderer())
    const result = await ask(thread, job, deadlineMs)
    if ('ranAway' in result) await letGo()
    else idle = setTimeout(() => void letGo(), idleMs).unref()
    return result
  }
  return {
    run: (job) => {
      const result = tail.then(() => attempt(job))
      tail = result.catch(letGo)
      return result
    },
  }
}

function startRenderer(): Promise<Worker> {
  const worker = startWorker(new URL('./render-worker.ts', import.meta.url), { resourceLimits: limits, execArgv: [], env: {} })
  worker.unref()
  return new Promise((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', () => {
      worker.off('error', reject)
      // A thread that runs out of memory while nobody waits for it must not end the program.
      worker.on('error', () => {})
      resolve(worker)
    })
  })
}

/** The thread is kept from letting the program end only while somebody waits for it. */
function ask(worker: Worker, job: RenderJob, deadlineMs: number): Promise<RenderResult> {
  return new Promise((resolve) => {
    const finish = (result: RenderResult) => {
      clearTimeout(timer)
      worker.off('message', onMessage)
      worker.off('exit', onEnd)
      worker.off('error', onEnd)
      worker.unref()
      resolve(result)
    }
    const onMessage = (answer: RenderAnswer) => finish('ready' in answer ? { ranAway: true } : answer)
    const onEnd = () => finish({ ranAway: true })
    const timer = setTimeout(onEnd, deadlineMs)
    worker.ref()
    worker.on('message', onMessage)
    worker.on('exit', onEnd)
    worker.on('error', onEnd)
    worker.postMessage(job)
  })
}

/** The program's own; it starts its thread with the first template. */
export const renderer = makeRenderer()
