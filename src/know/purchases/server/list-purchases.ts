import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { inputReasons } from '../../../core/kit/input-reasons.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { isUuid } from '../../../core/kit/id.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { listPurchases as definition } from '../actions.ts'

type Answer = AnswerOf<typeof definition>
type Line = Answer['purchases'][number]['lines'][number]
type Row = {
  id: string
  kind: 'purchase' | 'refund'
  number: string
  order_number: string | null
  occurred_at: Date
  amount: number
  currency: string
  items: string | null
  channel: string | null
  source: string
  lines: Line[]
}

/** By keyset on (time, id); lines come in the order of the receipt. */
export async function listPurchases(ctx: Ctx, input: InputOf<typeof definition>): Promise<Answer> {
  const behind = input.after === undefined ? null : readCursor(input.after)
  const { rows } =
    await sql<Row>`select p.id, p.kind, p.number, p.order_number, p.occurred_at, p.amount, p.currency, p.items, p.channel, p.source,
      coalesce((select jsonb_agg(jsonb_build_object('product', l.product, 'name', l.name, 'category', l.category, 'quantity', l.quantity, 'amount', l.amount) order by l.line)
        from purchase_lines l where l.customer_id = p.customer_id and l.purchase_id = p.id), '[]'::jsonb) as lines
    from purchases p where p.customer_id = ${input.id} ${behind ? sql`and (p.occurred_at, p.id) < (${behind.at}, ${behind.id})` : sql``}
    order by p.occurred_at desc, p.id desc limit ${input.limit + 1}`.execute(ctx.db)
  const kept = rows.slice(0, input.limit)
  const last = kept.at(-1)
  return {
    purchases: kept.map((row) => ({
      id: row.id,
      kind: row.kind,
      number: row.number,
      orderNumber: row.order_number,
      occurredAt: row.occurred_at.toISOString(),
      amount: row.amount,
      currency: row.currency,
      items: row.items === null ? null : Number(row.items),
      channel: row.channel,
      source: row.source,
      lines: row.lines,
    })),
    next: rows.length > input.limit && last ? `${last.occurred_at.toISOString()}_${last.id}` : null,
  }
}

function readCursor(text: string): { at: Date; id: string } {
  const [at = '', id = ''] = text.split('_')
  const instant = new Date(at)
  if (Number.isNaN(instant.getTime()) || !isUuid(id)) throw new Problem('input.invalid', { path: 'after', reason: inputReasons.cursor })
  return { at: instant, id }
}
