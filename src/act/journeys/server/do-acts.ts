import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Action, ActionStep } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Advance, TrailLine } from '../advance.ts'
import type { ClaimedRun } from './claim-runs.ts'

export type AdvancedRun = { readonly run: ClaimedRun; readonly advance: Advance }

type Act = Advance['acts'][number]
type Done = { readonly one: AdvancedRun; readonly act: Act }

/**
 * Does what the steps say, in this transaction: an action that takes many customers once for all who come with the same input,
 * others one by one. What is refused undoes nothing else; the line in the log says why.
 * @returns the same advances, with the lines of what was refused changed
 */
export async function doActs(ctx: Ctx, journeyId: string, advanced: readonly AdvancedRun[]): Promise<readonly AdvancedRun[]> {
  const acts = advanced.flatMap((one) => one.advance.acts.map((act): Done => ({ one, act })))
  if (acts.length === 0) return advanced
  const refused = new Map<AdvancedRun, Map<number, TrailLine>>()
  const refuse = ({ one, act }: Done, line: TrailLine) => refused.set(one, (refused.get(one) ?? new Map()).set(act.line, line))
  for (const [, same] of Map.groupBy(acts, ({ act }) => `${act.action} ${act.line} ${act.step} ${JSON.stringify(act.input)}`)) {
    const [first] = same
    if (!first) continue
    const entry = ctx.registry.actions.get(first.act.action)?.definition
    const step = entry?.step
    if (!entry || !step)
      for (const done of same)
        refuse(done, lineOf(done.act, new Problem('journey.action-unknown', { step: done.act.step, action: done.act.action }), ctx))
    else await doSame(ctx, journeyId, { entry, step }, same, (done, problem) => refuse(done, lineOf(done.act, problem, ctx)))
  }
  return advanced.map((one) => {
    const lines = refused.get(one)
    return lines ? { ...one, advance: { ...one.advance, trail: one.advance.trail.map((line, i) => lines.get(i) ?? line) } } : one
  })
}

type Form = { readonly entry: Action; readonly step: ActionStep }

async function doSame(
  ctx: Ctx,
  journeyId: string,
  { entry, step }: Form,
  same: readonly Done[],
  refuse: (done: Done, problem: Problem) => void,
): Promise<void> {
  const groups = step.many ? [same] : same.map((done) => [done])
  for (const group of groups) {
    const problem = await attempt(ctx, entry, inputOf(ctx, journeyId, step, group))
    if (!problem) continue
    // One of many may be why: each by itself, so that the others are served.
    if (group.length === 1 || !step.many) for (const done of group) refuse(done, problem)
    else
      for (const done of group) {
        const own = await attempt(ctx, entry, inputOf(ctx, journeyId, step, [done]))
        if (own) refuse(done, own)
      }
  }
}

function inputOf(ctx: Ctx, journeyId: string, step: ActionStep, group: readonly Done[]): object {
  const [first] = group
  const written = first?.act.input ?? {}
  const input = step.fill ? step.fill(step.input.parse(written), { now: ctx.now, timeZone: ctx.shop.timeZone, journeyId }) : written
  const ids = group.map(({ one }) => one.run.customer_id)
  return { ...input, [step.customer]: step.many ? [...new Set(ids)] : ids[0] }
}

/** @returns the problem where it was refused, with all that it wrote taken back */
async function attempt(ctx: Ctx, action: Action, input: object): Promise<Problem | null> {
  await sql`savepoint journey_act`.execute(ctx.db)
  try {
    await ctx.run(action, input)
    await sql`release savepoint journey_act`.execute(ctx.db)
    return null
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await sql`rollback to savepoint journey_act`.execute(ctx.db)
    return error
  }
}

const lineOf = (act: Act, { code }: Problem, ctx: Ctx): TrailLine => {
  const words = ctx.registry.problems.get(code)?.words ?? { zh: code, en: code }
  return { step: act.step, what: 'refused', why: { code: 'refused', details: { action: act.action, problem: words } } }
}
