import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { saveStagePlan as saving } from '../actions.ts'
import type { readStagePlans as reading } from '../questions.ts'
import { isMet, type StagePlay, type StageTarget } from '../stage-plan.ts'
import { stagesInOrder } from '../stages.ts'
import { stageConversion } from './read-lifecycle.ts'

/** @throws Problem stages.unknown, stages.no-such-person */
export async function saveStagePlan(ctx: Ctx, plan: InputOf<typeof saving>): Promise<AnswerOf<typeof saving>> {
  const stages = (await stagesInOrder.execute(ctx.db)).rows
  const keys = stages.map(({ key }) => key)
  for (const key of [plan.stage, ...(plan.target?.to === undefined ? [] : [plan.target.to])])
    if (!keys.includes(key)) throw new Problem('stages.unknown', { name: key })
  if (plan.ownerId !== null) await refuseStranger(ctx, plan.ownerId)
  await sql`insert into stage_plans (stage, id, name, owner_id, plays, target, updated_by, updated_at)
    values (${plan.stage}, ${ctx.newId()}, ${stages.find(({ key }) => key === plan.stage)?.label.zh ?? plan.stage}, ${plan.ownerId}, ${JSON.stringify(plan.plays)}::jsonb, ${plan.target ? JSON.stringify(plan.target) : null}::jsonb, ${ctx.actor.id}, ${ctx.now})
    on conflict (stage) do update set name = excluded.name, owner_id = excluded.owner_id, plays = excluded.plays, target = excluded.target,
      updated_by = excluded.updated_by, updated_at = excluded.updated_at`.execute(ctx.db)
  return { stage: plan.stage }
}

async function refuseStranger(ctx: Ctx, id: string): Promise<void> {
  const { rows } = await sql`select 1 from auth.users where 'user:' || id::text = ${id} and disabled_at is null`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('stages.no-such-person')
}

type PlanRow = { stage: string; owner_id: string | null; owner_name: string | null; plays: StagePlay[]; target: StageTarget | null }

/** The plans in the order of the stages; one of a stage that is no longer there is passed over, and kept. */
export async function readStagePlans(ctx: Ctx): Promise<AnswerOf<typeof reading>> {
  const keys = (await stagesInOrder.execute(ctx.db)).rows.map(({ key }) => key)
  const { rows } = await sql<PlanRow>`select p.stage, p.owner_id, u.name as owner_name, p.plays, p.target
    from stage_plans p left join auth.users u on 'user:' || u.id::text = p.owner_id`.execute(ctx.db)
  const counts = await sql<{ stage: string | null; n: number }>`select stage, count(*) as n from metrics group by stage`.execute(ctx.db)
  const inside = new Map(counts.rows.map(({ stage, n }) => [stage, n]))
  const everybody = counts.rows.reduce((sum, { n }) => sum + n, 0)
  const plans = []
  for (const row of keys.flatMap((key) => rows.find(({ stage }) => stage === key) ?? [])) {
    const { target } = row
    const measured = target ? await measure(ctx, row.stage, target, inside, everybody) : { actual: null, rows: 0 }
    plans.push({
      stage: row.stage,
      ownerId: row.owner_id,
      ownerName: row.owner_name,
      plays: row.plays,
      target,
      ...measured,
      met: target ? isMet(target, measured.actual) : null,
    })
  }
  return { asOf: ctx.now.toISOString(), plans }
}

type Measured = { readonly actual: number | null; readonly rows: number }

async function measure(
  ctx: Ctx,
  stage: string,
  { measure: by, to = '', days = 0 }: StageTarget,
  inside: ReadonlyMap<string | null, number>,
  everybody: number,
): Promise<Measured> {
  const here = inside.get(stage) ?? 0
  if (by === 'customers') return { actual: here, rows: everybody }
  if (by === 'share') return { actual: everybody > 0 ? (100 * here) / everybody : null, rows: everybody }
  const { rate, entered } = await stageConversion(ctx, { from: stage, to, days })
  return { actual: rate === null ? null : 100 * rate, rows: entered }
}
