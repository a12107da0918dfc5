import { Worker } from 'node:worker_threads'
import type { MjmlAnswer } from './mjml-thread.ts'

/** A thread without work for so long is let go, and its memory with it. */
const idleMs = 20_000

let thread: Worker | null = null
let idle: NodeJS.Timeout | undefined
let last: Promise<unknown> = Promise.resolve()

/**
 * MJML as HTML that mail programs draw alike. It names no foreign font and reads no file. The library takes some 40 MB with
 * all that it brings and a layout is made once for all mails that look alike, so it lives in a thread that ends soon after.
 * @throws Error where the MJML, which we write ourselves, is wrong
 */
export function compileMjml(source: string): Promise<string> {
  const made = last.then(() => inThread(source))
  last = made.catch(() => {})
  return made
}

async function inThread(source: string): Promise<string> {
  clearTimeout(idle)
  thread ??= startThread()
  const answer = await ask(thread, source)
  if ('ended' in answer) thread = null
  idle = setTimeout(letGo, idleMs).unref()
  if ('html' in answer) return answer.html
  throw new Error('ended' in answer ? `the thread that lays mails out ended: ${answer.ended}` : answer.wrong)
}

function letGo(): void {
  void thread?.terminate()
  thread = null
}

function startThread(): Worker {
  const worker = new Worker(new URL('./mjml-thread.ts', import.meta.url), { execArgv: [], env: {} })
  // One that breaks while nobody waits for it must not end the program.
  worker.on('error', () => {})
  worker.on('exit', () => {
    if (thread === worker) thread = null
  })
  worker.unref()
  return worker
}

/** The thread keeps the program from ending only while somebody waits for it. */
function ask(worker: Worker, source: string): Promise<MjmlAnswer | { readonly ended: string }> {
  return new Promise((resolve) => {
    const finish = (answer: MjmlAnswer | { readonly ended: string }) => {
      worker.off('message', finish).off('error', onError).off('exit', onExit)
      worker.unref()
      resolve(answer)
    }
    const onError = (error: unknown) => finish({ ended: String(error) })
    const onExit = (code: number) => finish({ ended: String(code) })
    worker.ref()
    worker.on('message', finish).on('error', onError).on('exit', onExit)
    worker.postMessage(source)
  })
}
