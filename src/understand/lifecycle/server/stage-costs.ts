import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { stageChanged } from '../events.ts'
import type { stageCosts as definition } from '../questions.ts'
import { stays } from '../stage-as-of.ts'
import { stagesInOrder } from '../stages.ts'
import { costsOf, type Fall, fallDays, fewest, type StageSpend, type Step, usualShare } from '../stage-costs.ts'

const day = 86_400_000
/** Spend is averaged over so many days. */
const spendDays = 90

/** What is lost each month where customers stall or fall back, from the averages of the stages. */
export async function stageCosts(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const stages = (await stagesInOrder.execute(ctx.db)).rows.map(({ key }) => key)
  const spends = await spendsOf(ctx)
  const steps = await stepsOf(ctx, spends)
  const falls = await fallsOf(ctx)
  const { rows } = await sql<{ some: boolean }>`select exists (select 1 from stage_moves where reconstructed) as some`.execute(ctx.db)
  const costs = costsOf(stages, spends, steps, falls)
  return {
    asOf: ctx.now.toISOString(),
    reconstructed: rows[0]?.some ?? false,
    stages: costs,
    cost: costs.reduce((sum, { step, fell }) => sum + (step?.cost ?? 0) + fell.cost, 0),
  }
}

async function spendsOf(ctx: Ctx): Promise<ReadonlyMap<string, StageSpend>> {
  const since = new Date(ctx.now.getTime() - spendDays * day)
  const { rows } = await sql<{ stage: string; customers: number; spend: number }>`
    with p as (select customer_id, sum(amount) as spend from purchases
      where kind = 'purchase' and amount > 0 and occurred_at > ${since} and occurred_at <= ${ctx.now} group by customer_id)
    select m.stage, count(*) as customers, coalesce(sum(p.spend), 0)::bigint as spend
    from metrics m left join p on p.customer_id = m.customer_id where m.stage is not null group by m.stage`.execute(ctx.db)
  return new Map(
    rows.map(({ stage, customers, spend }) => [stage, { customers, monthly: customers > 0 ? (spend * 30) / spendDays / customers : 0 }]),
  )
}

type StepRow = { stage: string; next: string; ended: number; days: number }

/** For each stage where those went who went on to spend more, how long it took most of them, and who has stayed longer. */
async function stepsOf(ctx: Ctx, spends: ReadonlyMap<string, StageSpend>): Promise<ReadonlyMap<string, Step>> {
  const { rows } = await sql<StepRow>`select stage, next, count(*) as ended,
      percentile_cont(${usualShare}::float8) within group (order by extract(epoch from left_at - entered_at)) / 86400 as days
    from ${stays} s where left_at is not null and next is not null group by stage, next`.execute(ctx.db)
  const monthly = (stage: string) => spends.get(stage)?.monthly ?? 0
  const steps = new Map<string, Step>()
  for (const stage of new Set(rows.map((row) => row.stage))) {
    const ways = rows.filter((row) => row.stage === stage)
    const ups = ways.filter((row) => monthly(row.next) > monthly(stage)).toSorted((a, b) => b.ended - a.ended)
    const [most] = ups
    const wentOn = ups.reduce((sum, row) => sum + row.ended, 0)
    if (!most || wentOn < fewest) continue
    const usualDays = Math.max(1, Math.ceil(most.days))
    const stalled = await stalledIn(ctx, stage, usualDays)
    const ended = ways.reduce((sum, row) => sum + row.ended, 0)
    steps.set(stage, { to: most.next, usualDays, stays: ended + stalled, wentOn, stalled })
  }
  return steps
}

async function stalledIn(ctx: Ctx, stage: string, days: number): Promise<number> {
  const before = new Date(ctx.now.getTime() - days * day)
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from metrics where stage = ${stage} and stage_since < ${before}`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

/** By the log, which tells what was seen: neither what was worked out afterwards nor what other rules of the stages made of anybody. */
async function fallsOf(ctx: Ctx): Promise<readonly Fall[]> {
  const since = new Date(ctx.now.getTime() - fallDays * day)
  const { rows } = await sql<Fall>`select e.payload ->> 'from' as from, m.stage as to, count(distinct e.customer_id) as customers
    from events e join metrics m on m.customer_id = e.customer_id and m.stage = e.payload ->> 'to'
    where e.kind = ${stageChanged.name} and e.occurred_at >= ${since} and e.occurred_at <= ${ctx.now} and e.payload ->> 'from' is not null
    group by 1, 2`.execute(ctx.db)
  return rows
}
