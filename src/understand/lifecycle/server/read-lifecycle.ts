import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { beforeBeginning } from '../../../core/kit/input-reasons.ts'
import { addDays, localDate, startOfDay } from '../../../core/kit/local-time.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { sayInBoth } from '../../../core/rule/say-rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { explainRule } from '../../../platform/records/explain-rule.ts'
import { isAnyHidden } from '../../../platform/rights/hidden-fields.ts'
import type * as questions from '../questions.ts'
import { stagesAsOf, stays } from '../stage-as-of.ts'
import type { FirmRhythm } from '../../rhythm/firm-rhythm.ts'
import { rhythmRuleFor, stagesInOrder } from '../stages.ts'

/** From so many customers with a second purchase on, what they have in common tells more than what stands until then. */
const fewestWithGaps = 20

async function pooledRhythm({ db }: Ctx): Promise<AnswerOf<typeof questions.readStages>['rhythm']> {
  const { rows } = await sql<{ body: FirmRhythm }>`select body from firm_rhythms order by taken_at desc limit 1`.execute(db)
  const firm = rows[0]?.body
  if (!firm || firm.customers < fewestWithGaps) return null
  return { days: Math.max(1, Math.round(Math.exp(firm.middle))), customers: firm.customers, gaps: firm.gaps }
}

export async function readStages(ctx: Ctx): Promise<AnswerOf<typeof questions.readStages>> {
  const stages = (await stagesInOrder.execute(ctx.db)).rows
  const dictionary = await ctx.dictionary('customer')
  const { rows } = await sql<{
    stage: string | null
    customers: number
    spend: number | null
  }>`select stage, count(*) as customers, sum(spend)::bigint as spend from metrics group by stage`.execute(ctx.db)
  const customers = rows.reduce((sum, row) => sum + row.customers, 0)
  const isHidden = isAnyHidden(ctx, 'spend')
  const spend = isHidden ? null : rows.reduce((sum, row) => sum + (row.spend ?? 0), 0)
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0)
  return {
    asOf: ctx.now.toISOString(),
    customers,
    spend,
    stages: stages.map((stage) => {
      const row = rows.find((one) => one.stage === stage.key) ?? { customers: 0, spend: isHidden ? null : 0 }
      const counted = {
        customers: row.customers,
        share: share(row.customers, customers),
        spend: row.spend,
        spendShare: row.spend === null || spend === null ? null : share(row.spend, spend),
      }
      return { ...stage, sentence: sayInBoth(stage.rule, dictionary, ctx.shop), ...counted }
    }),
    rhythm: stages.some((stage) => rhythmRuleFor(stage) !== null) ? await pooledRhythm(ctx) : null,
  }
}

/** The moment in which a day ends by the shop's clock, and no later than now. */
const endOf = (day: string, ctx: Ctx) => new Date(Math.min(startOfDay(addDays(day, 1), ctx.shop.timeZone).getTime(), ctx.now.getTime()))

type FlowRow = { from: string | null; to: string; customers: number; reconstructed: boolean }

export async function stageFlows(ctx: Ctx, input: InputOf<typeof questions.stageFlows>): Promise<AnswerOf<typeof questions.stageFlows>> {
  if (input.from > input.to) throw new Problem('input.invalid', { path: 'to', reason: beforeBeginning(input.from) })
  const { rows } =
    await sql<FlowRow>`select a.stage as from, b.stage as to, count(*) as customers, coalesce(bool_or(a.reconstructed), false) or bool_or(b.reconstructed) as reconstructed
    from ${stagesAsOf(endOf(input.to, ctx))} b left join ${stagesAsOf(endOf(input.from, ctx))} a on a.customer_id = b.customer_id group by 1, 2 order by 3 desc, 1, 2`.execute(
      ctx.db,
    )
  return {
    asOf: ctx.now.toISOString(),
    flows: rows.map(({ from, to, customers }) => ({ from, to, customers })),
    reconstructed: rows.some((row) => row.reconstructed),
  }
}

type ConversionRow = { entered: number; converted: number; median: number | null; early: number }

/** Each customer counts once, by the first entry in the chosen time. */
export async function stageConversion(
  ctx: Ctx,
  input: InputOf<typeof questions.stageConversion>,
): Promise<AnswerOf<typeof questions.stageConversion>> {
  const { timeZone } = ctx.shop
  const since = input.since ? sql`and entered_at >= ${startOfDay(input.since, timeZone)}` : sql``
  const until = input.until ? sql`and entered_at < ${startOfDay(addDays(input.until, 1), timeZone)}` : sql``
  const ripe = new Date(ctx.now.getTime() - input.days * 86_400_000)
  const { rows } =
    await sql<ConversionRow>`with s as materialized (select customer_id, stage, entered_at from ${stays} s where stage in (${input.from}, ${input.to})),
    entries as (select customer_id, min(entered_at) as at from s where stage = ${input.from} ${since} ${until} group by customer_id),
    reached as (select e.customer_id, e.at, extract(epoch from min(t.entered_at) - e.at) / 86400 as days
      from entries e left join s t on t.customer_id = e.customer_id and t.stage = ${input.to} and t.entered_at > e.at group by e.customer_id, e.at)
    select count(*) filter (where at <= ${ripe}) as entered, count(*) filter (where at <= ${ripe} and days <= ${input.days}) as converted,
      percentile_cont(0.5) within group (order by days) filter (where at <= ${ripe} and days <= ${input.days}) as median, count(*) filter (where at > ${ripe}) as early from reached`.execute(
      ctx.db,
    )
  const { entered, converted, median, early } = rows[0] ?? { entered: 0, converted: 0, median: null, early: 0 }
  return { entered, converted, rate: entered > 0 ? converted / entered : null, medianDays: median, tooEarly: early }
}

type TimeRow = { stage: string; ended: number; still: number; quartiles: number[] | null }

export async function timeInStage(ctx: Ctx): Promise<AnswerOf<typeof questions.timeInStage>> {
  const stages = (await stagesInOrder.execute(ctx.db)).rows
  const { rows } = await sql<TimeRow>`select stage, count(left_at) as ended, count(*) filter (where left_at is null) as still,
      percentile_cont(array[0.25, 0.5, 0.75]::double precision[]) within group (order by extract(epoch from left_at - entered_at) / 86400) filter (where left_at is not null) as quartiles
    from ${stays} s group by stage`.execute(ctx.db)
  return {
    stages: stages.map(({ key }) => {
      const row = rows.find((one) => one.stage === key)
      const [lowerQuartile = null, median = null, upperQuartile = null] = row?.quartiles ?? []
      return { key, ended: row?.ended ?? 0, still: row?.still ?? 0, lowerQuartile, median, upperQuartile }
    }),
  }
}

/** Month by month from the moves alone: every move takes one from a stage and adds one to another. */
export async function stagesOverTime(
  ctx: Ctx,
  { months }: InputOf<typeof questions.stagesOverTime>,
): Promise<AnswerOf<typeof questions.stagesOverTime>> {
  const today = localDate(ctx.now, ctx.shop.timeZone)
  const days = [today]
  for (let day = addDays(`${today.slice(0, 7)}-01`, -1); days.length <= months; day = addDays(`${day.slice(0, 7)}-01`, -1))
    days.unshift(day)
  const ends = days.map((day) => endOf(day, ctx))
  const { rows } = await sql<{ n: number; stage: string; customers: number }>`with d as (
      select width_bucket(at, ${ends}::timestamptz[]) as n, at, stage, change from (
        select entered_at - interval '1 microsecond' as at, stage, 1 as change from ${stays} s union all
        select left_at - interval '1 microsecond', stage, -1 from ${stays} s where left_at is not null
      ) m
    ) select n, stage, sum(change)::bigint as customers from d group by n, stage`.execute(ctx.db)
  const counts: Record<string, number> = {}
  const points = days.map((day, i) => {
    for (const row of rows) if (row.n === i) counts[row.stage] = (counts[row.stage] ?? 0) + row.customers
    return { day, counts: { ...counts } }
  })
  return { asOf: ctx.now.toISOString(), points }
}

export async function explainStage(
  ctx: Ctx,
  { id }: InputOf<typeof questions.explainStage>,
): Promise<AnswerOf<typeof questions.explainStage>> {
  const card = ctx.registry.cards.get('customer')
  if (!card) throw new Error('no entity customer')
  const dictionary = await ctx.dictionary('customer')
  const asked = []
  for (const { key, label, rule } of (await stagesInOrder.execute(ctx.db)).rows.toReversed()) {
    const explained = await explainRule(ctx, card, checkRule(rule, dictionary), dictionary, id)
    if (!explained) throw new Problem('record.missing', { what: card.entity.label })
    asked.push({ key, label, explained })
    if (explained.holds) break
  }
  const { rows } = await sql<{
    stage: string | null
    stage_since: Date | null
  }>`select stage, stage_since from metrics where customer_id = ${id}`.execute(ctx.db)
  return { stage: rows[0]?.stage ?? null, since: rows[0]?.stage_since?.toISOString() ?? null, stages: asked }
}
