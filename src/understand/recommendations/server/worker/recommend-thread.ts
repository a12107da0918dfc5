// The thread in which methods are tried and lists are made, so that whoever is served meanwhile does not notice.
import { parentPort } from 'node:worker_threads'
import { recommendWork } from './recommend-work.ts'
import type { FromThread, ThreadJob } from './thread-jobs.ts'

const tell = (message: FromThread) => parentPort?.postMessage(message)
const work = recommendWork((share) => tell({ progress: share }))

parentPort?.on('message', (job: ThreadJob) => {
  try {
    tell(work(job))
  } catch (error) {
    tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
})
