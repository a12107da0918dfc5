import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { campaignResults as definition } from '../actions.ts'
import { costOf } from './campaign-cost.ts'
import { attributed, givenBack, type Outcome, outcomeSql } from './outcome-sql.ts'
import { readOne } from './read-campaigns.ts'

type Row = Record<Outcome, number> & { variant: string | null; whole: boolean; people: number; revenue: number; cost: number; open: number }

const counted: readonly Outcome[] = [
  'sent',
  'delivered',
  'clicked',
  'replied',
  'bounced',
  'skipped',
  'failed',
  'unsubscribed',
  'complained',
]
const all: readonly Outcome[] = [...counted, 'bought', 'refunded']

/**
 * What followed, put down to the campaign by its window: of the treated alone, each purchase to the last marketing before it.
 * Revenue is less what was given back of those purchases.
 */
export async function campaignResults(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const campaign = await readOne(ctx, input.id)
  const window = { days: input.days ?? campaign.definition.window.days, by: input.by ?? campaign.definition.window.by }
  const edition = input.edition === undefined ? sql`` : sql`and m.edition = ${input.edition}`
  const is = (outcome: Outcome) => sql`${outcomeSql(outcome, window)} as ${sql.id(outcome)}`
  const sum = (outcome: Outcome) => sql`count(*) filter (where t.${sql.id(outcome)}) as ${sql.id(outcome)}`
  const openSince = new Date(ctx.now.getTime() - window.days * 86_400_000)
  const { rows } = await sql<Row>`
    with t as (
      select m.variant, ${sql.join(counted.map(is))}, coalesce(s.cost, 0) as cost, s.sent_at > ${openSince}::timestamptz as open,
        b.n > 0 as bought, b.back > 0 as refunded, b.amount - b.back as revenue
      from campaign_members m left join messages s on s.customer_id = m.customer_id and s.id = m.message_id
        cross join lateral (select count(*) as n, coalesce(sum(p.amount), 0) as amount, coalesce(sum(${givenBack}), 0) as back
          from purchases p where ${attributed(window)}) b
      where m.campaign_id = ${input.id} and m.arm = 'treated' ${edition}
    )
    select t.variant, grouping(t.variant) = 1 as whole, count(*) as people, ${sql.join(all.map(sum))},
      coalesce(sum(t.revenue), 0)::bigint as revenue, coalesce(sum(t.cost), 0)::bigint as cost, count(*) filter (where t.open) as open
    from t group by grouping sets ((), (t.variant)) order by 1`.execute(ctx.db)
  const lines = rows.map(({ whole, open, ...line }) => ({ whole, open, line }))
  const whole = lines.find((one) => one.whole)
  return {
    asOf: ctx.now.toISOString(),
    ...window,
    open: whole?.open ?? 0,
    whole: { ...(whole?.line ?? nothing), variant: null, cost: await costOf(ctx, { ...input, fixedCost: campaign.definition.fixedCost }) },
    variants: lines.filter((one) => !one.whole).map(({ line }) => line),
  }
}

const nothing = {
  variant: null,
  people: 0,
  sent: 0,
  delivered: 0,
  clicked: 0,
  replied: 0,
  bought: 0,
  revenue: 0,
  skipped: 0,
  failed: 0,
  unsubscribed: 0,
  bounced: 0,
  complained: 0,
  refunded: 0,
  cost: 0,
}
