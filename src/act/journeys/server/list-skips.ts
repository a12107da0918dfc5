import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { isUuid } from '../../../core/kit/id.ts'
import { inputReasons } from '../../../core/kit/input-reasons.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { customerJourneys, listSkips as definition } from '../actions.ts'
import type { Why } from '../steps/step.ts'
import { reasonSayer, type SayReason, type Walked } from './say-reasons.ts'

type SkipRow = {
  id: string
  customer_id: string
  customer_name: string | null
  journey_id: string
  journey_name: string | null
  at: Date
  code: string
  reason: Why | null
}

/** Newest first, page by page behind (at, id). */
export async function listSkips(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const [at = '', id = ''] = input.after?.split('_') ?? []
  if (input.after !== undefined && (Number.isNaN(Date.parse(at)) || !isUuid(id)))
    throw new Problem('input.invalid', { path: 'after', reason: inputReasons.cursor })
  const { rows } =
    await sql<SkipRow>`select s.id, s.customer_id, c.name as customer_name, s.journey_id, null as journey_name, s.at, s.code, s.reason
    from journey_skips s left join customers c on c.id = s.customer_id where s.journey_id = ${input.id}
      ${input.code ? sql`and s.code = ${input.code}` : sql``} ${input.after ? sql`and (s.at, s.id) < (${new Date(at)}::timestamptz, ${id}::uuid)` : sql``}
    order by s.at desc, s.id desc limit ${input.limit + 1}`.execute(ctx.db)
  const kept = rows.slice(0, input.limit)
  const say = await reasonSayer(ctx, kept.map(walkedBy))
  const last = kept.at(-1)
  return {
    rows: kept.map((row) => ({
      id: row.id,
      customerId: row.customer_id,
      customerName: row.customer_name,
      at: row.at.toISOString(),
      code: row.code,
      words: saySkip(say, row),
    })),
    next: rows.length > input.limit && last ? `${last.at.toISOString()}_${last.id}` : null,
  }
}

/** The newest hundred of one customer. */
export async function readCustomerSkips(ctx: Ctx, id: string): Promise<readonly SkipRow[]> {
  const { rows } =
    await sql<SkipRow>`select s.id, s.customer_id, null as customer_name, s.journey_id, j.name as journey_name, s.at, s.code, s.reason
    from journey_skips s left join journeys j on j.id = s.journey_id where s.customer_id = ${id} order by s.at desc, s.id desc limit 100`.execute(
      ctx.db,
    )
  return rows
}

export const sayCustomerSkip = (say: SayReason, row: SkipRow): AnswerOf<typeof customerJourneys>['skipped'][number] => ({
  journeyId: row.journey_id,
  journeyName: row.journey_name,
  at: row.at.toISOString(),
  code: row.code,
  words: saySkip(say, row),
})

const saySkip = (say: SayReason, row: SkipRow): Words => say(walkedBy(row), row.reason ?? { code: row.code })

/** The version whose rule kept somebody outside. */
export function walkedBy({ journey_id, reason }: SkipRow): Walked {
  const version = reason?.details?.version
  return { journey_id, version: typeof version === 'number' ? version : 0 }
}
