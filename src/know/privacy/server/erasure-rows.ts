import { sql } from 'kysely'
import { z } from 'zod'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { listErasures } from '../erasure-actions.ts'

export type ErasureState = 'asked' | 'running' | 'done' | 'dropped'
export type ErasureStep = 'records' | 'traces' | 'files' | 'certificate'

const sums = z.record(z.string(), z.number())
/** What was done so far. */
export const countsShape = z.object({
  deleted: sums.catch({}),
  kept: sums.catch({}),
  emptied: sums.catch({}),
  files: z.number().catch(0),
})
export type Counts = z.output<typeof countsShape>

/** How far it came: the tables that were looked through, and the contents that are to go. */
export const progressShape = z.object({ tables: z.array(z.string()).catch([]), contents: z.array(z.string()).catch([]) })

export type ErasureRow = {
  id: string
  about_id: string
  customer_ids: string[]
  request_id: string | null
  state: ErasureState
  step: ErasureStep
  progress: unknown
  counts: unknown
  sealed: string | null
  asked_by: string
  asked_by_name: string
  asked_at: Date
  confirmed_by: string | null
  confirmed_by_name: string | null
  done_at: Date | null
  applied_again: number
  certificate: string | null
  certificate_hash: string | null
  certificate_signature: string | null
}

/** @throws Problem erasure.missing */
export async function findErasure(ctx: Ctx, id: string): Promise<ErasureRow> {
  const { rows } = await sql<ErasureRow>`select * from erasures where id = ${id}`.execute(ctx.db)
  if (!rows[0]) throw new Problem('erasure.missing')
  return rows[0]
}

export type ShownErasure = z.output<typeof listErasures.output>['rows'][number]

export function shownErasure(ctx: Ctx, row: ErasureRow): ShownErasure {
  const { deleted, emptied } = countsShape.parse(row.counts)
  const sum = (all: Readonly<Record<string, number>>) => Object.values(all).reduce((total, rows) => total + rows, 0)
  return {
    id: row.id,
    state: row.state,
    step: row.step,
    requestId: row.request_id,
    customerId: row.about_id,
    askedBy: row.asked_by_name,
    askedAt: row.asked_at.toISOString(),
    mine: row.asked_by === ctx.actor.id,
    confirmedBy: row.confirmed_by_name,
    doneAt: row.done_at?.toISOString() ?? null,
    rows: sum(deleted) + sum(emptied),
    appliedAgain: row.applied_again,
    certificateHash: row.certificate_hash,
  }
}
