import { type RawBuilder, sql } from 'kysely'
import { subtractDuration } from '../../../core/kit/duration.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { type PlacedItem, readWholePlan } from './quality-plan.ts'

type Among = (column: RawBuilder<unknown>) => RawBuilder<unknown>

const worth = { good: 1, stale: 0.5 } as const

/** Whether the field says something: not empty, and not merely what stands where nobody said anything. */
function isKnown({ placed }: PlacedItem): RawBuilder<unknown> {
  const text = sql`(${placed.sql})::text`
  const { otherwise } = placed.field
  return otherwise === undefined ? sql`coalesce(${text}, '') <> ''` : sql`coalesce(${text}, '') not in ('', ${otherwise})`
}

/** What is judged is a digest, so that this table tells nobody's phone. */
export const digestOf = (value: RawBuilder<unknown>): RawBuilder<unknown> => sql`md5((${value})::text)`

/** `missing`, `doubted`, `stale`, `good`; null where the field is not expected of this kind of customer. */
export function stateOf(item: PlacedItem, now: Date): RawBuilder<string | null> {
  const check = sql`k.checks -> ${sql.lit(item.field)}`
  const cutoff = subtractDuration(now, { unit: 'days', amount: item.freshFor })
  const expected = item.of === 'everyone' ? sql`` : sql`when c.kind is distinct from ${item.of} then null `
  return sql`case ${expected}when not (${isKnown(item)}) then 'missing'
    when ${check} ->> 0 = 'wrong' and ${check} ->> 1 = ${digestOf(item.placed.sql)} then 'doubted'
    when coalesce((${check} ->> 2)::timestamptz, c.created_at) < ${cutoff} then 'stale' else 'good' end`
}

export function checksOf(among: Among): RawBuilder<unknown> {
  return sql`(select customer_id, jsonb_object_agg(field, jsonb_build_array(verdict, value, at, how, by_whom)) as checks from field_checks
    where ${among(sql`customer_id`)} group by customer_id)`
}

/**
 * Works out the score of these customers from what is known and what was said of it, in one statement, and writes the
 * differences. The score is 100 × Σ weight × worth ÷ Σ weight over the fields that are expected of the customer's kind,
 * where a value is worth 1, one that nobody confirmed in time ½, a missing or doubted one 0.
 */
export async function scoreCustomers(ctx: Ctx, among: Among): Promise<void> {
  const plan = await readWholePlan(ctx)
  if (plan.length === 0) return
  const columns = plan.map((_, at) => sql.id(`s${at}`))
  const states = sql.join(plan.map((item, at) => sql`${stateOf(item, ctx.now)} as ${columns[at]}`))
  const sum = (value: (at: number, item: PlacedItem) => RawBuilder<unknown>) =>
    sql.join(
      plan.map((item, at) => value(at, item)),
      sql` + `,
    )
  const earned = sum(
    (at, item) =>
      sql`${sql.lit(item.weight)} * case ${columns[at]} when 'good' then ${sql.lit(worth.good)} when 'stale' then ${sql.lit(worth.stale)} else 0 end`,
  )
  const whole = sum((at, item) => sql`case when ${columns[at]} is null then 0 else ${sql.lit(item.weight)} end`)
  const named = (state: string) =>
    sql`array_remove(array[${sql.join(plan.map((item, at) => sql`case when ${columns[at]} = ${sql.lit(state)} then ${sql.lit(item.field)} end`))}]::text[], null)`
  await sql`insert into customer_quality (customer_id, score, missing, doubted, stale, computed_at)
    select id, coalesce(round(100.0 * (${earned}) / nullif(${whole}, 0)), 100), ${named('missing')}, ${named('doubted')}, ${named('stale')}, ${ctx.now}::timestamptz
    from (select c.id, ${states} from customers c left join ${checksOf(among)} k on k.customer_id = c.id where ${among(sql`c.id`)}) judged
    on conflict (customer_id) do update set score = excluded.score, missing = excluded.missing, doubted = excluded.doubted, stale = excluded.stale,
      computed_at = excluded.computed_at
    where (customer_quality.score, customer_quality.missing, customer_quality.doubted, customer_quality.stale)
      is distinct from (excluded.score, excluded.missing, excluded.doubted, excluded.stale)`.execute(ctx.db)
}
