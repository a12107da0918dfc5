import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { inputReasons } from '../../../core/kit/input-reasons.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { refuseHidden } from '../../../platform/rights/hidden-fields.ts'
import { maySee } from '../../../platform/rights/sight.ts'
import type * as questions from '../questions.ts'
import { newestThresholds, scoresOf, thresholdsOf } from '../thresholds.ts'
import { monthOf } from '../shop-months.ts'
import { largestFields, oneOrderMakesIt } from './rfm-cells.ts'
import { movesSince } from './read-moves.ts'
import { bigSpendFrom } from './read-profit.ts'
import { boughtWithin, edgesWithin } from './read-scoped.ts'
import { settingsInForce } from './retake-thresholds.ts'

type Input = InputOf<typeof questions.valuePeople>
/** Who it is (customer_id, amount, rank; the greatest rank comes first). */
type Found = RawBuilder<unknown> | null

/** What each list is drawn by: from whom that is hidden, the list is too. */
const drawnBy: Readonly<Record<Input['what'], readonly string[]>> = {
  'one-order': ['monetaryScore', ...largestFields],
  movers: ['recencyScore', 'frequencyScore', 'monetaryScore'],
  scope: [],
  lifetime: ['clv12'],
  losing: ['contributionProfit'],
}

const finders: Readonly<Record<Input['what'], (ctx: Ctx, input: Input) => Promise<Found>>> = {
  'one-order': async (ctx) => {
    const taken = thresholdsOf((await newestThresholds.execute(ctx.db)).rows[0])
    return (
      taken &&
      sql`select m.customer_id, m.largest_purchase as amount, m.largest_purchase as rank from metrics m where ${oneOrderMakesIt(taken)}`
    )
  },
  movers: async (ctx, { since, from, to }) => {
    if (!since || !to) throw new Problem('input.invalid', { path: since ? 'to' : 'since', reason: inputReasons.required })
    const { settings } = await settingsInForce(ctx)
    return sql`select x.customer_id, null::bigint as amount, m.spend as rank from ${movesSince(monthOf(since), settings.bands)} x join metrics m on m.customer_id = x.customer_id
      where x.from_group is not distinct from ${from ?? null}::text and x.to_group = ${to}`
  },
  scope: async (ctx, { scope, value, recency, frequency }) => {
    if (!maySee(ctx.sight, 'purchase')) throw new Problem('rights.figures-hidden')
    if (!scope || !value) throw new Problem('input.invalid', { path: scope ? 'value' : 'scope', reason: inputReasons.required })
    const taken = await edgesWithin(ctx, { scope, value })
    if (!taken) return null
    const s = scoresOf(taken, 'w', ctx.shop.timeZone)
    const is = (score: RawBuilder<unknown>, wanted: number | undefined) => (wanted === undefined ? sql`true` : sql`${score} = ${wanted}`)
    return sql`select w.customer_id, w.spend as amount, w.spend as rank from ${boughtWithin({ scope, value })} w where ${is(s.recency, recency)} and ${is(s.frequency, frequency)}`
  },
  lifetime: () => Promise.resolve(sql`select customer_id, clv12 as amount, clv12 as rank from predictions where clv12 is not null`),
  losing: async (ctx, { big }) => {
    const from = big ? await bigSpendFrom(ctx) : null
    const only = from === null ? sql`` : sql`and revenue >= ${from}`
    return sql`select customer_id, contribution_profit as amount, -contribution_profit as rank from customer_profit where contribution_profit < 0 ${only}`
  },
}

type Row = {
  id: string
  name: string | null
  spend: number | null
  purchases: number | null
  last: Date | null
  amount: number | null
  customers: number
}

/** One page of the customers behind a number, and how many there are in all. @throws Problem rights.figures-hidden */
export async function valuePeople(ctx: Ctx, input: Input): Promise<AnswerOf<typeof questions.valuePeople>> {
  refuseHidden(ctx, ...drawnBy[input.what])
  const found = await finders[input.what](ctx, input)
  if (!found) return { customers: 0, rows: [] }
  const { rows } =
    await sql<Row>`select c.id, c.name, m.spend, m.purchase_count as purchases, m.last_purchase_at as last, f.amount, count(*) over () as customers
    from (${found}) f join customers c on c.id = f.customer_id left join metrics m on m.customer_id = c.id
    order by f.rank desc nulls last, c.id offset ${input.skip} limit ${input.limit}`.execute(ctx.db)
  return {
    customers: rows[0]?.customers ?? 0,
    rows: rows.map(({ id, name, spend, purchases, last, amount }) => ({
      id,
      name,
      spend,
      purchases,
      lastPurchaseAt: last?.toISOString() ?? null,
      amount,
    })),
  }
}
