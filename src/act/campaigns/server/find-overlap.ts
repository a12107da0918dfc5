import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { findOverlap as findDefinition, listOverlap as listDefinition } from '../audience-actions.ts'
import { audienceSql } from './choose-members.ts'
import { type Plan, plansAround, plansSql } from './plans-around.ts'

const week = 7 * 86_400_000

function spanOf(ctx: Ctx, at: string | undefined) {
  const middle = at === undefined ? ctx.now.getTime() : Math.max(ctx.now.getTime(), Date.parse(at))
  return { from: new Date(middle - week), to: new Date(middle + week) }
}

export const plainPlan = ({ kind, id, name, at }: Plan) => ({ kind, id, name, at: at?.toISOString() ?? null })

/** Of an audience, how many are in each of the others within a week before and after, and in how many at once. */
export async function findOverlap(ctx: Ctx, input: InputOf<typeof findDefinition>): Promise<AnswerOf<typeof findDefinition>> {
  const plans = await plansAround(ctx, spanOf(ctx, input.at), input.id ?? null)
  const { rows } = await sql<{ plan: number | null; others: number | null; n: number }>`
    with mine as materialized (select c.id ${await audienceSql(ctx, input.audience)}),
    plans as (${plansSql(plans)}),
    shared as materialized (select p.plan, p.customer_id from plans p join mine m on m.id = p.customer_id)
    select plan, null::int as others, count(*) as n from shared group by 1
    union all select null, least(k, 3)::int, count(*) from (select count(*) as k from shared group by customer_id) busy group by 2
    union all select null, null, count(*) from mine`.execute(ctx.db)
  const busy = (k: number) => rows.find((row) => row.others === k)?.n ?? 0
  return {
    audience: rows.find((row) => row.plan === null && row.others === null)?.n ?? 0,
    others: plans
      .map((plan, i) => ({ ...plainPlan(plan), both: rows.find((row) => row.plan === i)?.n ?? 0 }))
      .toSorted((a, b) => b.both - a.both),
    busy: { one: busy(1) + busy(2) + busy(3), two: busy(2) + busy(3), more: busy(3) },
  }
}

export async function listOverlap(ctx: Ctx, input: InputOf<typeof listDefinition>): Promise<AnswerOf<typeof listDefinition>> {
  const plans = await plansAround(ctx, spanOf(ctx, input.at), input.id ?? null)
  const chosen = plans.filter(({ kind, id }) => kind === input.with.kind && id === input.with.id)
  const { rows } = await sql<{ id: string; name: string | null }>`
    with mine as materialized (select c.id ${await audienceSql(ctx, input.audience)}), plans as (${plansSql(chosen)})
    select c.id, c.name from plans p join mine m on m.id = p.customer_id join customers c on c.id = m.id
    where ${input.after ? sql`c.id > ${input.after}::uuid` : sql`true`} order by c.id limit ${input.limit + 1}`.execute(ctx.db)
  return pageOf(rows, input.limit)
}

export function pageOf(rows: readonly { readonly id: string; readonly name: string | null }[], limit: number) {
  const kept = rows.slice(0, limit)
  return { rows: kept, next: rows.length > limit ? (kept.at(-1)?.id ?? null) : null }
}
