import { sql } from 'kysely'
import type { GlobalHoldout } from '../../../know/shop/global-holdout.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { lineCost } from '../../../understand/value/profit-parts.ts'
import { profitSettingsInForce } from '../../../understand/value/server/keep-profit.ts'
import { type Sample, sampleOf } from '../../../understand/models/measure/sequential.ts'
import { counts, peopleWith, type Reading, type Trial } from './trial-people.ts'

export type Margins = { readonly treated: Sample; readonly holdout: Sample; readonly covered: number }

type Row = {
  arm: string
  people: number
  buyers: number
  sum: number
  squares: number
  known: number
  paid: number
}

/**
 * Gross margin a person of both arms: purchases less what the goods cost less refunds, by the costs and margins that the profit page
 * goes by. Purchases whose cost nobody knows are left out; `covered` is the share of revenue whose cost is known. Null where nobody bought.
 */
export async function readMargin(ctx: Ctx, trial: Trial, setting: GlobalHoldout, reading: Reading): Promise<Margins | null> {
  const settings = await profitSettingsInForce(ctx)
  const { rows } = await sql<Row>`
    with ${peopleWith(trial, setting, reading, ctx.now)},
    sold as (
      select k.arm, k.customer_id, f.kind, f.amount, coalesce(l.cost, case when l.lines is null then f.amount * (1 - ${settings.usualMargin}::numeric / 100) end) as cost
      from people k join purchases f on f.customer_id = k.customer_id and f.currency = ${ctx.shop.currency} and ${counts(reading, sql`f.occurred_at`, ctx.now)}
      left join lateral (select count(*) as lines, case when bool_and(${lineCost(settings)} is not null) then sum(${lineCost(settings)}) end as cost
        from purchase_lines l left join products g on g.code = l.product where l.customer_id = f.customer_id and l.purchase_id = f.id having count(*) > 0) l on true
    ), each as (
      select arm, customer_id, sum(case when kind = 'refund' then -amount when cost is not null then amount - cost else 0 end)::float8 as margin,
        coalesce(sum(amount) filter (where kind <> 'refund' and cost is not null), 0)::float8 as known, coalesce(sum(amount) filter (where kind <> 'refund'), 0)::float8 as paid
      from sold group by arm, customer_id
    )
    select arm, 0 as people, count(*)::int as buyers, sum(margin) as sum, sum(margin ^ 2) as squares, sum(known) as known, sum(paid) as paid from each group by arm
    union all select arm, count(*)::int, 0, 0, 0, 0, 0 from people group by arm`.execute(ctx.db)
  const total = (name: keyof Omit<Row, 'arm'>, of: readonly Row[] = rows) => of.reduce((sum, row) => sum + row[name], 0)
  const paid = total('paid')
  if (paid === 0) return null
  const sampleIn = (arm: string): Sample => {
    const mine = rows.filter((row) => row.arm === arm)
    return {
      ...sampleOf({ people: total('people', mine), sum: total('sum', mine), squares: total('squares', mine) }),
      active: total('buyers', mine),
    }
  }
  return { treated: sampleIn('treated'), holdout: sampleIn('holdout'), covered: total('known') / paid }
}
