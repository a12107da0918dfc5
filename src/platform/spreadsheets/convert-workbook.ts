import { codeOf } from '../../core/kit/error-code.ts'
import { Problem } from '../../core/kit/problem.ts'
import { startWorker } from '../jobs/start-worker.ts'
import type { ConvertAnswer, ConvertJob } from './convert-worker.ts'
import { type Limits, usualLimits } from './limits.ts'
import type { SheetSummary } from './sheet-summary.ts'

type Options = { readonly limits?: Limits; readonly deadlineMs?: number; readonly heapMb?: number }

/** One after the other: two large workbooks at once would be twice the memory. */
let tail: Promise<unknown> = Promise.resolve()

/**
 * Writes the rows of all sheets of a workbook down, each in a file `<name>.<n>.rows`, in a thread that is ended when it
 * takes more time or heap than it may.
 * @throws Problem spreadsheet.*
 */
export function convertWorkbook(job: Omit<ConvertJob, 'limits'>, options: Options = {}): Promise<readonly SheetSummary[]> {
  const result = tail.then(() => convert(job, options))
  tail = result.catch(() => {})
  return result
}

async function convert(job: Omit<ConvertJob, 'limits'>, options: Options): Promise<readonly SheetSummary[]> {
  const { limits = usualLimits, deadlineMs = 600_000, heapMb = job.kind === 'zip' ? 160 : 640 } = options
  const answer = await ask({ ...job, limits }, deadlineMs, heapMb)
  if (answer === null) throw new Problem('spreadsheet.too-heavy', { limit: `${Math.round(deadlineMs / 60_000)} min, ${heapMb} MB` })
  if ('problem' in answer) throw new Problem(answer.problem.code, answer.problem.details)
  if ('broken' in answer) throw new Problem('spreadsheet.broken', { reason: answer.broken })
  return answer.sheets
}

/** @returns null when the thread ran out of time or memory */
function ask(job: ConvertJob, deadlineMs: number, heapMb: number): Promise<ConvertAnswer | null> {
  const worker = startWorker(new URL('./convert-worker.ts', import.meta.url), {
    workerData: job,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  })
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(null), deadlineMs)
    const finish = (answer: ConvertAnswer | null) => {
      clearTimeout(timer)
      void worker.terminate()
      resolve(answer)
    }
    worker.on('message', finish)
    worker.on('exit', () => finish(null))
    worker.on('error', (error) => {
      const code = codeOf(error)
      if (code === 'ERR_WORKER_OUT_OF_MEMORY') return finish(null)
      clearTimeout(timer)
      reject(error)
    })
  })
}
