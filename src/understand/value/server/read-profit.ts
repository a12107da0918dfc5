import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { needCustomer } from '../../../platform/records/need-customer.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import type { saveProfitSettings as saveDefinition } from '../actions.ts'
import { profitParts } from '../profit-parts.ts'
import type { ProfitSettings } from '../profit-settings.ts'
import type * as questions from '../questions.ts'
import { askProfitSweep, isSweepingProfit, profitSettingsInForce } from './keep-profit.ts'

type Amounts = Readonly<Record<string, number | null>>

/** The parts with their signs: what takes away is negative. */
function partsOf(amounts: Amounts, settings: ProfitSettings) {
  return profitParts.map(({ key, column, sign, isSet }) => {
    if (!column) return { key, state: 'not-yet' as const, amount: null }
    const amount = amounts[column] ?? null
    const state = isSet && !isSet(settings) ? ('unset' as const) : ('kept' as const)
    return { key, state, amount: amount === null || amount === 0 ? amount : sign * amount }
  })
}

const sums = sql.join(
  profitParts.flatMap(({ column }) => (column ? [sql`coalesce(sum(${sql.id(column)}), 0)::bigint as ${sql.id(column)}`] : [])),
)

/** What somebody must have spent to be among the top fifth of buyers by spend. */
export async function bigSpendFrom(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{
    from: number | null
  }>`select percentile_disc(0.8) within group (order by revenue) as from from customer_profit where revenue > 0`.execute(ctx.db)
  return rows[0]?.from ?? 0
}

type Known = Amounts & { customers: number; gross_margin: number; profit: number }
type Told = { customers: number; revenue: number; covered: number }
type Losing = { customers: number; loss: number; big: number }

export async function profitSummary(ctx: Ctx): Promise<AnswerOf<typeof questions.profitSummary>> {
  const settings = await profitSettingsInForce(ctx)
  const known =
    await sql<Known>`select count(*) as customers, ${sums}, coalesce(sum(gross_margin), 0)::bigint as gross_margin, coalesce(sum(contribution_profit), 0)::bigint as profit
    from customer_profit where contribution_profit is not null`.execute(ctx.db)
  const unknown =
    await sql<Told>`select count(*) as customers, coalesce(sum(revenue), 0)::bigint as revenue, coalesce(sum(covered), 0)::bigint as covered
    from customer_profit where contribution_profit is null`.execute(ctx.db)
  const from = await bigSpendFrom(ctx)
  const losing =
    await sql<Losing>`select count(*) as customers, coalesce(-sum(contribution_profit), 0)::bigint as loss, count(*) filter (where revenue >= ${from}) as big
    from customer_profit where contribution_profit < 0`.execute(ctx.db)
  const found = known.rows[0]
  return {
    asOf: ctx.now.toISOString(),
    working: await isSweepingProfit(ctx),
    customers: found?.customers ?? 0,
    parts: partsOf(found ?? {}, settings),
    grossMargin: found?.gross_margin ?? 0,
    profit: found?.profit ?? 0,
    unknown: unknown.rows[0] ?? { customers: 0, revenue: 0, covered: 0 },
    losing: losing.rows[0] ?? { customers: 0, loss: 0, big: 0 },
  }
}

type Kept = Amounts & {
  revenue: number
  covered: number
  gross_margin: number | null
  contribution_profit: number | null
  at: string
}

export async function customerProfitParts(
  ctx: Ctx,
  { id }: InputOf<typeof questions.customerProfitParts>,
): Promise<AnswerOf<typeof questions.customerProfitParts>> {
  await needCustomer(ctx, id)
  const settings = await profitSettingsInForce(ctx)
  const { rows } = await sql<Kept & { computed_at: Date }>`select * from customer_profit where customer_id = ${id}`.execute(ctx.db)
  const [kept] = rows
  return {
    asOf: kept?.computed_at.toISOString() ?? null,
    parts: kept ? partsOf(kept, settings) : [],
    grossMargin: kept?.gross_margin ?? null,
    profit: kept?.contribution_profit ?? null,
    covered: kept?.covered ?? 0,
    revenue: kept?.revenue ?? 0,
  }
}

export async function readProfitSettings(ctx: Ctx): Promise<AnswerOf<typeof questions.readProfitSettings>> {
  const { rows } = await sql<{
    name: string | null
    products: number
    withCost: number
  }>`select category as name, count(*) as products, count(cost) as "withCost"
    from products group by 1 order by 2 desc, 1 limit 500`.execute(ctx.db)
  const sum = (of: 'products' | 'withCost') => rows.reduce((total, row) => total + row[of], 0)
  return {
    settings: await profitSettingsInForce(ctx),
    categories: rows.flatMap((row) => (row.name === null ? [] : [{ ...row, name: row.name }])),
    products: sum('products'),
    withCost: sum('withCost'),
  }
}

export async function saveProfitSettings(ctx: Ctx, { settings }: InputOf<typeof saveDefinition>): Promise<AnswerOf<typeof saveDefinition>> {
  const before = await profitSettingsInForce(ctx)
  await saveSetting(ctx, 'profit', settings)
  await askProfitSweep(ctx)
  ctx.changed(changeOf('settings', 'profit', before, settings))
  return { saved: true }
}
