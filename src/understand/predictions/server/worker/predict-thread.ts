// The thread that fits and predicts. It knows no database: pasts come in as the bytes of a copy, and predictions go out so.
import { serveThread, tellProgress } from '../../../../platform/jobs/serve-thread.ts'
import { gradePredictions } from '../../grade-predictions.ts'
import { chanceFiller, figureFiller } from './figure-lines.ts'
import { fitChance } from './fit-chance.ts'
import { fitSet } from './fit-set.ts'
import { gradeFiller } from './grade-columns.ts'
import { columnFiller } from './fill-columns.ts'
import { makeColumns, type PastColumns } from './past-columns.ts'
import type { ThreadAnswer, ThreadJob } from './thread-jobs.ts'
import { lineWriter } from './write-lines.ts'

let columns: PastColumns = makeColumns(0)
let pasts: ReturnType<typeof columnFiller> | null = null
let filler: { readonly take: (piece: Uint8Array) => void } | null = null
const figures: Partial<Record<'train' | 'test', ReturnType<typeof figureFiller>>> = {}
let grading: ReturnType<typeof gradeFiller> | null = null
let writer: (() => Uint8Array<ArrayBuffer> | null) | null = null

function answer(job: ThreadJob): Omit<ThreadAnswer, 'done'> {
  switch (job.kind) {
    case 'begin':
      filler = pasts = columnFiller(job.expected)
      return {}
    case 'take':
      filler?.take(job.piece)
      return {}
    case 'ready':
      columns = pasts?.columns() ?? columns
      filler = pasts = null
      return { buyers: columns.days.length }
    case 'columns':
      return { columns }
    case 'share':
      columns = job.columns
      return {}
    case 'fit':
      return { body: fitSet(columns, job.plan, tellProgress) }
    case 'figures':
      filler = figures[job.at] = figureFiller()
      return {}
    case 'fit-chance': {
      const chance = fitChance({ train: figures.train?.table(), test: figures.test?.table() }, job.seed, tellProgress)
      delete figures.train
      delete figures.test
      return { chance }
    }
    case 'chances':
      filler = chanceFiller(job.kept, columns, job.cutDay, job.isLong)
      return {}
    case 'speak':
      filler = null
      writer = lineWriter(columns, job.plan, job.body, tellProgress, job.part)
      return {}
    case 'write':
      return { lines: writer?.() ?? null }
    case 'grade-begin':
      grading = gradeFiller(job.rows)
      filler = grading
      return {}
    case 'grade-end':
      return { grade: grading ? gradePredictions(grading.rows) : null }
  }
}

serveThread<ThreadJob, ThreadAnswer>(
  (job) => ({ done: true, ...answer(job) }),
  ({ lines }) => (lines ? [lines.buffer] : []),
)
