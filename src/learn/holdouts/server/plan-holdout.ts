import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { compileRule } from '../../../core/rule/compile-rule.ts'
import type { Rule } from '../../../core/rule/rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import type { planHoldout as definition } from '../plan-holdout.ts'
import { type Baseline, recommendHoldout, sizeHoldout, usualPercents, weeksOf } from '../size-holdout.ts'
import { pooledLift } from './kept-readings.ts'

/** Where no trial has told yet what marketing here brings. */
const usualLift = 0.1

/** What could be seen, and how many to hold out. @throws Problem rule.* */
export async function planHoldout(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const baseline = await readBaseline(ctx, input.audience, input.days)
  const coming = input.perWeek === undefined ? { atOnce: input.people ?? baseline.people } : { perWeek: input.perWeek }
  const pooled = await pooledLift(ctx)
  const expected = pooled && pooled.value > 0 ? { relative: pooled.value, trials: pooled.trials } : { relative: usualLift, trials: 0 }
  const percents = [...new Set([...usualPercents, ...(input.percent ? [input.percent] : [])])].toSorted((a, b) => a - b)
  const choices = percents.map((percent) => sizeHoldout(coming, baseline, input.days, percent, expected.relative))
  const weeks = weeksOf(coming, input.days)
  const { percent, reason } = recommendHoldout(
    choices.filter((choice) => usualPercents.some((one) => one === choice.percent)),
    weeks,
  )
  return {
    currency: ctx.shop.currency,
    people: input.perWeek === undefined ? (input.people ?? baseline.people) : null,
    perWeek: input.perWeek ?? null,
    days: input.days,
    baseline: { people: baseline.people, buyingRate: baseline.buyingRate, mean: baseline.mean, deviation: Math.sqrt(baseline.variance) },
    weeks,
    choices: choices.map((choice) => ({ ...choice, weeks: choice.weeks.map((week) => ({ ...week })) })),
    recommended: percent,
    reason,
    expected,
  }
}

/** What the audience's customers of today did in the last so many days: who bought, and net spend a person with its variance. */
async function readBaseline(ctx: Ctx, audience: Rule | undefined, days: number): Promise<Baseline> {
  const card = ctx.registry.cards.get('customer')
  if (!card) throw new Error('no entity customer')
  const dictionary = await ctx.dictionary('customer')
  const rule = audience ? checkRule(audience, dictionary, 'audience') : null
  const condition = rule ? compileRule(rule, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone }) : sql`true`
  const since = new Date(ctx.now.getTime() - days * 86_400_000)
  const { rows } = await sql<{ people: number; buyers: number; sum: number; squares: number }>`
    with audience as materialized (select c.id ${fromClause(card, null, tablesNamed(card, rule ? [rule] : []))} where ${condition}),
    spent as (
      select p.customer_id, sum(case p.kind when 'refund' then -p.amount else p.amount end)::float8 as net, bool_or(p.kind = 'purchase') as bought
      from purchases p where p.occurred_at > ${since} and p.occurred_at <= ${ctx.now} and p.currency = ${ctx.shop.currency}
        and p.customer_id in (select id from audience) group by p.customer_id
    )
    select (select count(*) from audience)::int as people, count(*) filter (where bought)::int as buyers, coalesce(sum(net), 0) as sum, coalesce(sum(net ^ 2), 0) as squares from spent`.execute(
    ctx.db,
  )
  const { people = 0, buyers = 0, sum = 0, squares = 0 } = rows[0] ?? {}
  if (people < 2) return { people, buyingRate: 0, mean: 0, variance: 0 }
  return { people, buyingRate: buyers / people, mean: sum / people, variance: Math.max(0, (squares - sum ** 2 / people) / (people - 1)) }
}
