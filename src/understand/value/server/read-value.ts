import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { isAnyHidden } from '../../../platform/rights/hidden-fields.ts'
import type * as questions from '../questions.ts'
import type * as rfm from '../rfm-questions.ts'
import { roundSteps } from '../round-steps.ts'
import { newestThresholds, type Thresholds, thresholdsOf } from '../thresholds.ts'
import { customersIn, gridOf, groupsIn, largestFields, oneOrderMakesIt, type ScoredCell, sumOf, tellThresholds } from './rfm-cells.ts'
import { settingsInForce } from './retake-thresholds.ts'

export async function rfmGrid(ctx: Ctx): Promise<AnswerOf<typeof rfm.rfmGrid>> {
  const taken = thresholdsOf((await newestThresholds.execute(ctx.db)).rows[0])
  const { version, settings } = taken ?? (await settingsInForce(ctx))
  const { rows } =
    await sql<ScoredCell>`select recency_score as recency, frequency_score as frequency, monetary_score as monetary, count(*) as customers,
      sum(spend)::bigint as spend, sum(purchase_count)::bigint as purchases
    from metrics where recency_score is not null group by 1, 2, 3`.execute(ctx.db)
  return {
    asOf: ctx.now.toISOString(),
    version,
    settings,
    thresholds: tellThresholds(ctx, taken),
    buyers: customersIn(rows),
    purchases: sumOf(rows, 'purchases'),
    cells: gridOf(rows, settings.bands),
    scores: scoresIn(rows, settings.bands),
    monetary: monetaryIn(rows, settings.bands),
    groups: groupsIn(rows, settings.bands),
    oneOrder: isAnyHidden(ctx, ...largestFields) ? null : taken ? await countOneOrder(ctx, taken) : 0,
  }
}

const scoresIn = (rows: readonly ScoredCell[], bands: number) =>
  Array.from({ length: bands }, (_, at) => {
    const of = (which: 'recency' | 'frequency' | 'monetary') => customersIn(rows.filter((row) => row[which] === at + 1))
    return { score: at + 1, recency: of('recency'), frequency: of('frequency'), monetary: of('monetary') }
  })

const monetaryIn = (rows: readonly ScoredCell[], bands: number) =>
  Array.from({ length: bands }, (_, at) => {
    const inside = rows.filter((row) => row.monetary === at + 1)
    return { score: at + 1, customers: customersIn(inside), spend: sumOf(inside, 'spend') }
  })

async function countOneOrder(ctx: Ctx, taken: Thresholds): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from metrics m where ${oneOrderMakesIt(taken)}`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

type Spread = { buyers: number; spend: number; most: number; median: number | null; weighted: string | null }

/**
 * Gini = 2 Σ i·x(i) / (n Σ x) − (n + 1) / n with x ascending (Gini 1912, for a whole population, without the correction
 * for samples).
 */
export async function spendDistribution(ctx: Ctx): Promise<AnswerOf<typeof questions.spendDistribution>> {
  const { rows } =
    await sql<Spread>`select count(*) as buyers, coalesce(sum(spend), 0)::bigint as spend, coalesce(max(spend), 0) as most, percentile_cont(0.5) within group (order by spend) as median,
    sum(n::numeric * spend) as weighted from (select spend, row_number() over (order by spend) as n from metrics where purchase_count > 0) m`.execute(
      ctx.db,
    )
  const { buyers, spend, most, median, weighted } = rows[0] ?? { buyers: 0, spend: 0, most: 0, median: null, weighted: null }
  const gini = buyers > 0 && spend > 0 ? (2 * Number(weighted)) / (buyers * spend) - (buyers + 1) / buyers : null
  const curve = await curveOf(ctx, buyers, spend)
  const top = [0.01, 0.05, 0.1, 0.2].flatMap((share) => {
    const customers = Math.round(buyers * share)
    return customers > 0 ? [{ share, customers, spendShare: curve.get(customers) ?? 0 }] : []
  })
  const few = Math.min(10, buyers)
  const topTen = { customers: few, spendShare: curve.get(few) ?? 0, spend: Math.round((curve.get(few) ?? 0) * spend) }
  const points = [...curve].map(([customers, part]) => ({ customers: buyers > 0 ? customers / buyers : 0, spend: part }))
  return { asOf: ctx.now.toISOString(), buyers, spend, median, buckets: await bucketsOf(ctx, most), top, topTen, gini, curve: points }
}

/** By number of customers, greatest first: the share of spend that they bring, at every hundredth of them and at the tenth customer. */
async function curveOf(ctx: Ctx, buyers: number, spend: number): Promise<ReadonlyMap<number, number>> {
  if (buyers === 0) return new Map()
  const places = [...new Set([Math.min(10, buyers), ...Array.from({ length: 101 }, (_, i) => Math.round((buyers * i) / 100))])]
  const { rows } = await sql<{ n: number; part: number }>`select n, part from (
      select row_number() over w as n, (sum(spend) over w)::bigint as part from metrics where purchase_count > 0 window w as (order by spend desc, customer_id rows unbounded preceding)
    ) m where n = any(${places}::bigint[]) order by n`.execute(ctx.db)
  return new Map([[0, 0], ...rows.map((row) => [row.n, spend > 0 ? row.part / spend : 0] as const)])
}

async function bucketsOf(ctx: Ctx, most: number): Promise<{ from: number; to: number; customers: number; spend: number }[]> {
  const steps = roundSteps(most, ctx.shop.currency)
  const { rows } = await sql<{
    n: number
    customers: number
    spend: number
  }>`select width_bucket(spend, ${steps}::bigint[]) as n, count(*) as customers, sum(spend)::bigint as spend
    from metrics where purchase_count > 0 group by n order by n`.execute(ctx.db)
  const first = rows[0]?.n
  if (first === undefined) return []
  const last = rows.at(-1)?.n ?? first
  return steps.slice(first, last + 1).map((to, i) => {
    const row = rows.find((one) => one.n === first + i)
    return { from: steps[first + i - 1] ?? 0, to, customers: row?.customers ?? 0, spend: row?.spend ?? 0 }
  })
}

type Summary = {
  customers: number
  buyers: number
  repeats: number
  purchases: number
  spend: number | null
  refunds: number | null
  gap: number | null
}

export async function valueSummary(ctx: Ctx): Promise<AnswerOf<typeof questions.valueSummary>> {
  const { rows } =
    await sql<Summary>`select count(*) as customers, count(*) filter (where purchase_count > 0) as buyers, count(*) filter (where purchase_count > 1) as repeats,
    coalesce(sum(purchase_count), 0)::bigint as purchases, sum(spend)::bigint as spend, sum(refund_total)::bigint as refunds,
    percentile_cont(0.5) within group (order by mean_gap_days::double precision) as gap from metrics`.execute(ctx.db)
  const row = rows[0]
  const { customers, buyers, repeats, purchases, gap } = row ?? { customers: 0, buyers: 0, repeats: 0, purchases: 0, gap: null }
  const spend = isAnyHidden(ctx, 'spend') ? null : (row?.spend ?? 0)
  const refunds = isAnyHidden(ctx, 'refundTotal') ? null : (row?.refunds ?? 0)
  const mean = (of: number) => (of > 0 && spend !== null ? spend / of : null)
  return {
    asOf: ctx.now.toISOString(),
    customers,
    buyers,
    repeatBuyers: repeats,
    purchases,
    spend,
    refunds,
    averagePurchase: mean(purchases),
    averageSpend: mean(buyers),
    medianGapDays: gap,
  }
}
