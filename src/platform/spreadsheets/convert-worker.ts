// Runs in a thread of its own: what somebody uploads must not keep the server from answering, nor take its memory.
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { Problem, type ProblemDetails } from '../../core/kit/problem.ts'
import type { FileKind } from './file-kind.ts'
import type { Limits } from './limits.ts'
import { readXlsx } from './read-xlsx.ts'
import type { SheetSummary } from './sheet-summary.ts'

export type ConvertJob = {
  readonly path: string
  readonly kind: Exclude<FileKind, 'text'>
  /** Of a text. */
  readonly encoding: string
  readonly folder: string
  /** The rows of the n-th sheet are written into `<folder>/<name>.<n>.rows`. */
  readonly name: string
  readonly limits: Limits
}

export type ConvertAnswer =
  | { readonly sheets: readonly SheetSummary[] }
  | { readonly problem: { readonly code: string; readonly details: ProblemDetails } }
  | { readonly broken: string }

async function convert({ path, kind, encoding, folder, name, limits }: ConvertJob): Promise<ConvertAnswer> {
  const pathOf = (sheet: number) => join(folder, `${name}.${sheet}.rows`)
  try {
    if (kind === 'zip') return { sheets: await readXlsx(path, pathOf, limits) }
    const { readOldWorkbook } = await import('./read-old-workbook.ts')
    return { sheets: readOldWorkbook(path, kind, encoding, pathOf, limits) }
  } catch (error) {
    if (error instanceof Problem) return { problem: { code: error.code, details: error.details } }
    return { broken: error instanceof Error ? error.message : String(error) }
  }
}

const job: ConvertJob = workerData
parentPort?.postMessage(await convert(job))
