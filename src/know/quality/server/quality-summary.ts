import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import { subtractDuration } from '../../../core/kit/duration.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { qualitySummary as definition } from '../actions.ts'
import { readPlan } from './quality-plan.ts'
import { isSweeping, readSweep } from './sweep-state.ts'

const bandWidth = 20
type Lacks = { field: string; missing: number; doubted: number; stale: number }

/** The whole base: the mean, how the scores are spread, and how often each field lacks. */
export async function qualitySummary(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const plan = await readPlan(ctx)
  const kinds = await sql<{ kind: string; n: number }>`select kind, count(*) as n from customers group by kind`.execute(ctx.db)
  const customers = kinds.rows.reduce((sum, { n }) => sum + n, 0)
  const { bands, score, scored } = await readBands(ctx)
  // Of whom nothing has been worked out yet nothing is known to be there either.
  const expectedOf = scored === customers ? kinds.rows : await countScored(ctx)
  const lacks = new Map((await countLacks(ctx)).map((row) => [row.field, row]))
  const since = subtractDuration(ctx.now, { unit: 'days', amount: 90 })
  const links = await sql<{ sent: number; answered: number }>`select count(*) as sent, count(answered_at) as answered from self_checks
    where created_at >= ${since}`.execute(ctx.db)
  return {
    asOf: ctx.now.toISOString(),
    customers,
    scored,
    working: isSweeping(await readSweep(ctx.db)),
    score,
    bands,
    fields: plan.map((item) => {
      const expected = expectedOf.reduce((sum, { kind, n }) => (item.of === 'everyone' || item.of === kind ? sum + n : sum), 0)
      const { missing = 0, doubted = 0, stale = 0 } = lacks.get(item.field) ?? {}
      return {
        field: item.field,
        label: item.placed.field.label,
        weight: item.weight,
        freshFor: item.freshFor,
        expected,
        missing,
        doubted,
        stale,
      }
    }),
    answered: links.rows[0]?.answered ?? 0,
    sent: links.rows[0]?.sent ?? 0,
  }
}

async function countScored(ctx: Ctx): Promise<{ kind: string; n: number }[]> {
  const { rows } = await sql<{ kind: string; n: number }>`select c.kind, count(*) as n
    from customer_quality q join customers c on c.id = q.customer_id group by c.kind`.execute(ctx.db)
  return rows
}

async function countLacks(ctx: Ctx): Promise<Lacks[]> {
  const { rows } =
    await sql<Lacks>`select field, count(*) filter (where lack = 'missing') as missing, count(*) filter (where lack = 'doubted') as doubted,
      count(*) filter (where lack = 'stale') as stale
    from customer_quality q cross join lateral (
      select f as field, 'missing' as lack from unnest(q.missing) f union all select f, 'doubted' from unnest(q.doubted) f union all select f, 'stale' from unnest(q.stale) f) l
    group by field`.execute(ctx.db)
  return rows
}

async function readBands(ctx: Ctx) {
  const { rows } = await sql<{
    band: number
    n: number
    sum: number
  }>`select least(score / ${bandWidth}::int, ${100 / bandWidth - 1}::int) as band, count(*) as n, sum(score) as sum
    from customer_quality group by 1`.execute(ctx.db)
  const scored = rows.reduce((sum, { n }) => sum + n, 0)
  const bands = Array.from({ length: 100 / bandWidth }, (_, at) => ({
    from: at * bandWidth,
    to: at === 100 / bandWidth - 1 ? 100 : (at + 1) * bandWidth - 1,
    customers: rows.find(({ band }) => band === at)?.n ?? 0,
  }))
  const score = scored === 0 ? null : Math.round((10 * rows.reduce((all, { sum }) => all + Number(sum), 0)) / scored) / 10
  return { bands, score, scored }
}
