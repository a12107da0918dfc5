import { type RawBuilder, sql } from 'kysely'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Dictionary } from '../../../core/rule/dictionary.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { tablesNamed } from '../../../platform/records/find-records.ts'
import { customerMetrics } from '../../../understand/metrics/metrics.ts'
import { metricsFromFacts } from '../../../understand/metrics/metrics-from-facts.ts'

/**
 * For which of these customers a rule held at an instant in the past, as far as the log tells: facts and what follows from
 * purchases are those known to have occurred by then; what else is kept of a customer is only known as it is now.
 */
export async function whoMatchedThen(
  ctx: Ctx,
  rule: Rule,
  ids: readonly string[],
  dictionary: Dictionary,
  asOf: Date,
): Promise<Set<string>> {
  const card = ctx.card('customer')
  const { timeZone } = ctx.shop
  const among = sql`${ids}::uuid[]`
  const named = tablesNamed(card, [rule])
  const joins = card.extensions
    .filter((one) => named.has(one.table))
    .map((one): RawBuilder<unknown> => {
      if (one.table !== customerMetrics.table) return sql` left join ${sql.id(one.table)} on ${sql.ref(`${one.table}.${one.key}`)} = c.id`
      const then = metricsFromFacts({ ids: among, until: asOf, timeZone })
      return sql` left join (select f.*, null::smallint as recency_score, null::smallint as frequency_score, null::smallint as monetary_score from (${then}) f) metrics
        on metrics.customer_id = c.id`
    })
  const holds = compileRule(rule, dictionary, { now: asOf, timeZone, until: asOf, among })
  const { rows } = await sql<{
    id: string
  }>`select c.id from customers c ${sql.join(joins, sql``)} where c.id = any(${among}) and ${holds}`.execute(ctx.db)
  return new Set(rows.map((row) => row.id))
}
