// The thread that fits and predicts. It knows no database: pasts come in as the text of a copy, predictions go out as one.
import { serveThread, tellProgress } from '../../../../platform/jobs/serve-thread.ts'
import { gradePredictions } from '../../grade-predictions.ts'
import type { SetBody } from '../../set-body.ts'
import { chanceFiller, figureFiller } from './figure-lines.ts'
import { fitChance } from './fit-chance.ts'
import { fitSet } from './fit-set.ts'
import { gradeFiller } from './grade-columns.ts'
import { columnFiller, makeColumns, type PastColumns } from './past-columns.ts'
import type { MakingPlan, ThreadAnswer, ThreadJob } from './thread-jobs.ts'
import { lineWriter } from './write-lines.ts'

let columns: PastColumns = makeColumns(0)
let filler: { readonly take: (piece: Uint8Array) => void } | null = null
const figures: Partial<Record<'train' | 'test', ReturnType<typeof figureFiller>>> = {}
let chances: ReturnType<typeof chanceFiller> | null = null
let grading: ReturnType<typeof gradeFiller> | null = null
let writer: (() => Uint8Array<ArrayBuffer> | null) | null = null

const writerOf = (plan: MakingPlan, body: Omit<SetBody, 'notes'>) => lineWriter(columns, plan, body, tellProgress)

function answer(job: ThreadJob): Omit<ThreadAnswer, 'done'> {
  switch (job.kind) {
    case 'begin':
      columns = makeColumns(job.rows)
      filler = columnFiller(columns)
      return {}
    case 'take':
      filler?.take(job.piece)
      return {}
    case 'fit': {
      const body = fitSet(columns, job.plan, tellProgress)
      writer = writerOf(job.plan, body)
      return { body }
    }
    case 'keep':
      writer = writerOf(job.plan, job.body)
      return {}
    case 'write':
      return { lines: writer?.() ?? null }
    case 'figures':
      filler = figures[job.at] = figureFiller()
      return {}
    case 'fit-chance':
      return { chance: fitChance({ train: figures.train?.table(), test: figures.test?.table() }, job.seed, tellProgress) }
    case 'chances':
      filler = chances = chanceFiller(job.kept)
      return {}
    case 'chances-next':
      return { lines: chances?.next() ?? null }
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
