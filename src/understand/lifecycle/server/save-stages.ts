import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { checkRule } from '../../../core/rule/check-rule.ts'
import { leavesOf, placedLeaves } from '../../../core/rule/leaves.ts'
import { isEverybody, type Rule } from '../../../core/rule/rule.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import { alone } from '../../../platform/event-log/refresh-lock.ts'
import { segmentRules } from '../../segments/segment.ts'
import type { saveStages as saveDefinition } from '../actions.ts'
import { historyAsked } from '../ask-for-history.ts'
import type { simulateStages as simulateDefinition } from '../questions.ts'
import { type Stage, stageExpression, stagesInOrder } from '../stages.ts'
import { writeStages } from './begin-stages.ts'

/**
 * Saves the stages and asks everybody again at once. No log is told: nobody did anything, only the ruler changed.
 * @throws Problem rule.*, stages.*
 */
export async function saveStages(ctx: Ctx, { stages: given }: InputOf<typeof saveDefinition>): Promise<{ moved: number }> {
  const stages = await checkStages(ctx, given)
  await refuseLostStages(ctx, stages)
  await alone.execute(ctx.db)
  await writeStages(ctx, stages)
  const { from, stage } = await askedOf(ctx, { stages })
  const { rows } = await sql<{
    n: number
  }>`with asked as materialized (select c.id as customer_id, metrics.stage as old_stage, ${stage} as stage ${from}),
    moved as (insert into stage_moves (customer_id, at, from_stage, to_stage) select customer_id, ${ctx.now}::timestamptz, old_stage, stage from asked where stage is distinct from old_stage
      on conflict (customer_id, at) do update set to_stage = excluded.to_stage),
    written as (update metrics m set stage = a.stage, stage_since = ${ctx.now} from asked a where a.customer_id = m.customer_id and a.stage is distinct from m.stage)
    select count(*) as n from asked where stage is distinct from old_stage`.execute(ctx.db)
  await historyAsked(ctx.newId(), ctx.now).execute(ctx.db)
  return { moved: rows[0]?.n ?? 0 }
}

export async function simulateStages(
  ctx: Ctx,
  { stages: given }: InputOf<typeof simulateDefinition>,
): Promise<AnswerOf<typeof simulateDefinition>> {
  const { from, stage, inForce } = await askedOf(ctx, { stages: await checkStages(ctx, given), before: await stagesInForce(ctx) })
  const { rows } =
    await sql<Tried>`select kept, due, stage, count(*) as customers from (select metrics.stage as kept, ${inForce} as due, ${stage} as stage ${from}) a
    group by 1, 2, 3`.execute(ctx.db)
  return {
    asOf: ctx.now.toISOString(),
    customers: rows.reduce((sum, row) => sum + row.customers, 0),
    ...movesOf(rows.map(({ due, stage: to, customers }) => ({ from: due, to, customers }))),
    // Whom these stages put elsewhere is told above.
    due: movesOf(rows.flatMap(({ kept, due, stage, customers }) => (due === stage ? [{ from: kept, to: due, customers }] : []))),
  }
}

type Tried = { kept: string | null; due: string | null; stage: string; customers: number }
type Move = { from: string | null; to: string; customers: number }

/** Those who end elsewhere, the most first. */
function movesOf(rows: readonly Move[]): { moved: number; flows: Move[] } {
  const flows = new Map<string, Move>()
  for (const { from, to, customers } of rows) {
    const way = `${from} ${to}`
    if (from !== to) flows.set(way, { from, to, customers: customers + (flows.get(way)?.customers ?? 0) })
  }
  const found = [...flows.values()].toSorted((a, b) => b.customers - a.customers)
  return { moved: found.reduce((sum, { customers }) => sum + customers, 0), flows: found }
}

/** The stages in force; none where one of them asks for what this reader may not ask, or nobody can any more. */
async function stagesInForce(ctx: Ctx): Promise<readonly Stage[]> {
  const dictionary = await ctx.dictionary('customer')
  try {
    return (await stagesInOrder.execute(ctx.db)).rows.map((stage) => ({ ...stage, rule: checkRule(stage.rule, dictionary) }))
  } catch (error) {
    if (error instanceof Problem) return []
    throw error
  }
}

type Asking = { readonly stages: readonly Stage[]; readonly before?: readonly Stage[] }
type Asked = { readonly from: RawBuilder<unknown>; readonly stage: RawBuilder<unknown>; readonly inForce: RawBuilder<unknown> }

/** Everybody whose metrics are known, and the stage that these rules give them; that of the rules before as of now, or as it is kept where there are none. */
async function askedOf(ctx: Ctx, { stages, before = [] }: Asking): Promise<Asked> {
  const card = ctx.registry.cards.get('customer')
  if (!card) throw new Error('no entity customer')
  const dictionary = await ctx.dictionary('customer')
  const stageBy = (rules: readonly Stage[]) => stageExpression(rules, dictionary, { now: ctx.now, timeZone: ctx.shop.timeZone })
  return {
    from: sql`${fromClause(
      card,
      null,
      new Set([
        'metrics',
        ...tablesNamed(
          card,
          [...stages, ...before].map((one) => one.rule),
        ),
      ]),
    )} where metrics.customer_id is not null`,
    stage: stageBy(stages),
    inForce: before.length > 0 ? stageBy(before) : sql`metrics.stage`,
  }
}

async function checkStages(
  ctx: Ctx,
  given: readonly { key: string; label: Stage['label']; colour: string; rule: Rule }[],
): Promise<Stage[]> {
  const dictionary = await ctx.dictionary('customer')
  const stages = given.map((stage, i) => ({ ...stage, rule: checkRule(stage.rule, dictionary, `stages.${i}.rule`) }))
  const [first] = stages
  if (first && !isEverybody(first.rule)) throw new Problem('stages.first-not-open', { path: 'stages.0.rule', name: first.label })
  const keys = stages.map((stage) => stage.key)
  const twice = keys.find((key, i) => keys.indexOf(key) !== i)
  if (twice !== undefined) throw new Problem('stages.twice', { path: `stages.${keys.lastIndexOf(twice)}.key`, name: twice })
  for (const [i, stage] of stages.entries()) refuseSelf(stage.rule, `stages.${i}.rule`)
  return stages
}

const following = new Set(['stage', 'stageSince', 'tier', 'tierSince', 'tierUntil', 'tierStanding'])

function refuseSelf(rule: Rule, place: string): void {
  for (const { leaf, path } of placedLeaves(rule, place))
    if ('segment' in leaf || 'stage' in leaf || 'tier' in leaf || ('field' in leaf && following.has(leaf.field)))
      throw new Problem('stages.looks-at-itself', { path })
}

/** A stage that a segment asks for stays. */
async function refuseLostStages(ctx: Ctx, stages: readonly Stage[]): Promise<void> {
  const before = (await stagesInOrder.execute(ctx.db)).rows
  const lost = before.filter((old) => !stages.some((stage) => stage.key === old.key))
  if (lost.length === 0) return
  const segments = (await segmentRules.execute(ctx.db)).rows
  for (const stage of lost) {
    const users = segments.filter((segment) => stagesIn(segment.rule).includes(stage.key))
    if (users.length > 0) throw new Problem('stages.in-use', { name: stage.label, names: users.map((user) => user.name).join('、') })
  }
}

const stagesIn = (rule: Rule): readonly string[] => leavesOf(rule).flatMap((leaf) => ('stage' in leaf ? leaf.stage : []))
