import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { keptSettings, newestSet, settingsOf, whyNoModel } from '../../predictions/sets.ts'
import type * as questions from '../questions.ts'
import { roundSteps } from '../round-steps.ts'

type Sums = {
  customers: number
  predicted_at: Date | null
  twelve: number
  spread: number | null
  thirty_six: number
  spread36: number | null
  most: number
  by_margin: boolean | null
}

/** The 90 % quantile of the normal distribution: an 80 % interval reaches so many deviations to each side. */
const reach = 1.2815515655446004

/** The deviation of the sum of a column of values, from the widths of the customers' own intervals. */
const spreadOf = (value: 'clv12' | 'clv36') =>
  sql`sqrt(sum(power((${sql.ref(`${value}_high`)} - ${sql.ref(`${value}_low`)})::double precision / ${2 * reach}::double precision, 2)))`

function intervalOf(expected: number, spread: number | null): { expected: number; low: number; high: number } {
  const width = Math.round((spread ?? 0) * reach)
  return { expected, low: Math.max(0, expected - width), high: expected + width }
}

/**
 * What is expected of everybody together. Its interval takes customers to be independent of each other and the model to be
 * right: the deviation of a sum is the root of the sum of squares, each taken from the width of the customer's own interval.
 */
export async function lifetimeValue(ctx: Ctx): Promise<AnswerOf<typeof questions.lifetimeValue>> {
  const { rows } =
    await sql<Sums>`select count(clv12) as customers, max(predicted_at) as predicted_at, coalesce(sum(clv12), 0)::bigint as twelve,
      ${spreadOf('clv12')} as spread, ${spreadOf('clv36')} as spread36, coalesce(sum(clv36), 0)::bigint as thirty_six, coalesce(max(clv12), 0) as most, bool_or(margin_share is not null) as by_margin
    from predictions where clv12 is not null`.execute(ctx.db)
  const [set] = (await newestSet.execute(ctx.db)).rows
  const sums = rows[0] ?? { customers: 0, predicted_at: null, twelve: 0, spread: 0, thirty_six: 0, spread36: 0, most: 0, by_margin: null }
  return {
    asOf: ctx.now.toISOString(),
    predictedAt: sums.predicted_at?.toISOString() ?? null,
    whyNone: set && !sums.predicted_at && set.body.standing !== 'model' ? whyNoModel(set.body) : null,
    customers: sums.customers,
    buyers: await countOf(ctx, sql<{ n: number }>`select count(*) as n from metrics where purchase_count > 0`),
    twelve: intervalOf(sums.twelve, sums.spread),
    thirtySix: intervalOf(sums.thirty_six, sums.spread36),
    lastTwelve: sums.customers > 0 ? await lastYear(ctx) : 0,
    basis: sums.by_margin ? 'margin' : 'spend',
    margin: await knownMargin(ctx),
    discount: (set?.body ?? settingsOf((await keptSettings.execute(ctx.db)).rows[0])).yearlyDiscount,
    buckets: sums.customers > 0 ? await bucketsOf(ctx, sums.most) : [],
    silent: sums.customers > 0 ? await silentOnes(ctx) : null,
  }
}

async function countOf(ctx: Ctx, question: ReturnType<typeof sql<{ n: number }>>): Promise<number> {
  return (await question.execute(ctx.db)).rows[0]?.n ?? 0
}

const lastYear = (ctx: Ctx) =>
  countOf(
    ctx,
    sql<{
      n: number
    }>`select coalesce(round(sum(p.amount * coalesce(x.margin_share, 1))), 0)::bigint as n from purchases p join predictions x on x.customer_id = p.customer_id and x.clv12 is not null
      where p.kind = 'purchase' and p.occurred_at > ${new Date(ctx.now.getTime() - 365 * 86_400_000)}`,
  )

/** Gross margin by what was sold, refunds deducted, where all costs are known. */
async function knownMargin(ctx: Ctx): Promise<number | null> {
  const { rows } = await sql<{
    margin: number | null
  }>`select sum(gross_margin)::double precision / nullif(sum(revenue - refunds), 0)::double precision as margin
    from customer_profit where gross_margin is not null`.execute(ctx.db)
  return rows[0]?.margin ?? null
}

async function bucketsOf(ctx: Ctx, most: number): Promise<{ from: number; to: number; customers: number; value: number }[]> {
  const steps = roundSteps(most, ctx.shop.currency)
  const { rows } = await sql<{
    n: number
    customers: number
    value: number
  }>`select width_bucket(clv12, ${steps}::bigint[]) as n, count(*) as customers, sum(clv12)::bigint as value
    from predictions where clv12 is not null group by n order by n`.execute(ctx.db)
  const first = rows[0]?.n
  if (first === undefined) return []
  const last = rows.at(-1)?.n ?? first
  return steps.slice(first, last + 1).map((to, i) => {
    const row = rows.find((one) => one.n === first + i)
    return { from: steps[first + i - 1] ?? 0, to, customers: row?.customers ?? 0, value: row?.value ?? 0 }
  })
}

/** Silent VIPs: among the top fifth by what they spent, and in the lower half by what is expected of them. */
async function silentOnes(ctx: Ctx): Promise<{ customers: number; spendFrom: number; below: number }> {
  const { rows } = await sql<{
    spend: number | null
    below: number | null
  }>`select percentile_disc(0.8) within group (order by m.spend) as spend, percentile_disc(0.5) within group (order by p.clv12) as below
    from predictions p join metrics m on m.customer_id = p.customer_id where p.clv12 is not null`.execute(ctx.db)
  const spendFrom = rows[0]?.spend ?? 0
  const below = rows[0]?.below ?? 0
  const customers = await countOf(
    ctx,
    sql<{
      n: number
    }>`select count(*) as n from predictions p join metrics m on m.customer_id = p.customer_id where m.spend >= ${spendFrom} and p.clv12 < ${below}`,
  )
  return { customers, spendFrom, below }
}
