import { setFlagsFromString } from 'node:v8'
import { Worker, type WorkerOptions } from 'node:worker_threads'

const flag = '--max-semi-space-size='
/** How much room the program was given for what is young (scripts/prepare.mjs), if it was told. */
const ofProgram = process.execArgv.find((arg) => arg.startsWith(flag))

let beginning = 0

/**
 * A thread that keeps to its own limits. V8 takes the room that the program was given for what is young for each thread too,
 * whatever the thread's own say, so it is put by until the thread has begun: 24 MB less for each.
 */
export function startWorker(file: URL, options: WorkerOptions): Worker {
  if (ofProgram === undefined || options.resourceLimits?.maxYoungGenerationSizeMb === undefined) return new Worker(file, options)
  beginning++
  setFlagsFromString(`${flag}0`)
  const worker = new Worker(file, options)
  let isBegun = false
  const begun = () => {
    if (isBegun) return
    isBegun = true
    beginning--
    if (beginning === 0) setFlagsFromString(ofProgram)
  }
  worker.once('online', begun)
  worker.once('exit', begun)
  return worker
}
