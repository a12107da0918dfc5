import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { isUuid } from '../../../core/kit/id.ts'
import { inputReasons } from '../../../core/kit/input-reasons.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { listSkips as definition } from '../actions.ts'
import type { Why } from '../steps/step.ts'
import { sayWhy } from '../why.ts'
import { sayInstant } from './say-instant.ts'

type Row = { id: string; customer_id: string; customer_name: string | null; at: Date; code: string; reason: Why | null }

/** Newest first, page by page behind (at, id). */
export async function listSkips(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const [at = '', id = ''] = input.after?.split('_') ?? []
  if (input.after !== undefined && (Number.isNaN(Date.parse(at)) || !isUuid(id)))
    throw new Problem('input.invalid', { path: 'after', reason: inputReasons.cursor })
  const { rows } = await sql<Row>`select s.id, s.customer_id, c.name as customer_name, s.at, s.code, s.reason
    from journey_skips s left join customers c on c.id = s.customer_id where s.journey_id = ${input.id}
      ${input.code ? sql`and s.code = ${input.code}` : sql``} ${input.after ? sql`and (s.at, s.id) < (${new Date(at)}::timestamptz, ${id}::uuid)` : sql``}
    order by s.at desc, s.id desc limit ${input.limit + 1}`.execute(ctx.db)
  const kept = rows.slice(0, input.limit)
  const last = kept.at(-1)
  return {
    rows: kept.map((row) => ({
      id: row.id,
      customerId: row.customer_id,
      customerName: row.customer_name,
      at: row.at.toISOString(),
      code: row.code,
      words: saySkip(ctx, row),
    })),
    next: rows.length > input.limit && last ? `${last.at.toISOString()}_${last.id}` : null,
  }
}

export function saySkip(ctx: Ctx, { code, reason }: { readonly code: string; readonly reason: Why | null }): Words {
  const due = reason?.details?.due
  return sayWhy({ code, details: { ...reason?.details, ...(typeof due === 'string' ? { due: sayInstant(ctx, due) } : {}) } })
}
