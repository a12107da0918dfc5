import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { findOverbooked as findDefinition, listOverbooked as listDefinition } from '../calendar-actions.ts'
import { pageOf, plainPlan } from './find-overlap.ts'
import { type Plan, plansAround, plansSql } from './plans-around.ts'
import { readCap } from './reach.ts'

const week = 7 * 86_400_000

/** What reaches people from now on for seven days. */
const ahead = (ctx: Ctx): Promise<Plan[]> => plansAround(ctx, { from: ctx.now, to: new Date(ctx.now.getTime() + week) })

export async function findOverbooked(ctx: Ctx): Promise<AnswerOf<typeof findDefinition>> {
  const plans = await ahead(ctx)
  const { rows } = await sql<{ a: number | null; b: number | null; k: number | null; n: number }>`
    with plans as materialized (${plansSql(plans)})
    select plan as a, null::int as b, null::int as k, count(*) as n from plans group by 1
    union all select x.plan, y.plan, null, count(*) from plans x join plans y on y.customer_id = x.customer_id and y.plan > x.plan group by 1, 2
    union all select null, null, k::int, count(*) from (select count(*) as k from plans group by customer_id) s group by 3`.execute(ctx.db)
  const idOf = (plan: number | null) => (plan === null ? undefined : plans[plan]?.id) ?? ''
  return {
    asOf: ctx.now.toISOString(),
    cap: await readCap(ctx),
    plans: plans.map((plan, i) => ({ ...plainPlan(plan), people: rows.find((row) => row.a === i && row.b === null)?.n ?? 0 })),
    pairs: rows.flatMap(({ a, b, n }) => (a !== null && b !== null ? [{ a: idOf(a), b: idOf(b), both: n }] : [])),
    spread: rows.flatMap(({ k, n }) => (k === null ? [] : [{ plans: k, people: n }])).toSorted((x, y) => x.plans - y.plans),
  }
}

/** Those in so many plans, or in these two. */
export async function listOverbooked(ctx: Ctx, input: InputOf<typeof listDefinition>): Promise<AnswerOf<typeof listDefinition>> {
  const named = [input.a, input.b].filter((id) => id !== undefined)
  const plans = (await ahead(ctx)).filter(({ id }) => named.length === 0 || named.includes(id))
  const atLeast = named.length > 0 ? named.length : (input.atLeast ?? 2)
  const { rows } = await sql<{ id: string; name: string | null }>`with plans as (${plansSql(plans)})
    select c.id, c.name from customers c join (select customer_id from plans group by 1 having count(*) >= ${atLeast}::bigint) s on s.customer_id = c.id
    where ${input.after ? sql`c.id > ${input.after}::uuid` : sql`true`} order by c.id limit ${input.limit + 1}`.execute(ctx.db)
  return pageOf(rows, input.limit)
}
