import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { fromClause } from '../../../platform/records/find-records.ts'
import type { listToMend as definition } from '../actions.ts'

type Row = { id: string; name: string | null; score: number; spend: number | null; missing: string[]; doubted: string[]; stale: string[] }

/** So many of those who spent most are looked at; the order by value at stake is exact among them. */
const lookedAt = 5_000

/**
 * Customers whose details lack something (this, or anything), those with the most at stake first: what they have spent ×
 * what their score lacks to 100. Where nobody has spent anything, the poorest score comes first.
 */
export async function listToMend(ctx: Ctx, { field, lack, limit }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const card = ctx.card('customer')
  const spend = card.fields.get('spend') ?? null
  const worth = spend?.sql ?? sql`null::bigint`
  const lacks = (['missing', 'doubted', 'stale'] as const).filter((each) => lack === undefined || each === lack)
  const wanted =
    field === undefined
      ? sql`customer_quality.score < 100`
      : sql`(${sql.join(
          lacks.map((each) => sql`customer_quality.${sql.id(each)} @> array[${field}]::text[]`),
          sql` or `,
        )})`
  const from = fromClause(card, null, new Set(['customer_quality', ...(spend ? [spend.table] : [])]))
  const { rows } = await sql<Row>`select * from (
      select c.id, coalesce(c.name, c.code) as name, customer_quality.score, ${worth} as spend, customer_quality.missing, customer_quality.doubted, customer_quality.stale
      ${from} where ${wanted} order by ${worth} desc nulls last, customer_quality.score, c.id limit ${lookedAt}) found
    order by spend * (100 - score) desc nulls last, score, id limit ${limit}`.execute(ctx.db)
  return { rows: rows.map((row) => ({ ...row, atStake: row.spend === null ? null : Math.round((row.spend * (100 - row.score)) / 100) })) }
}
