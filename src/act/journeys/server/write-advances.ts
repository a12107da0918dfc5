import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../../platform/actions/context.ts'
import { queueMessages, type QueuedMessage } from '../../messages/actions.ts'
import { journeyEnded } from '../events.ts'
import { type AdvancedRun, doActs } from './do-acts.ts'
import { tally } from './tallies.ts'

/** The moments at which a test breaks the program off. */
export type AdvancePoint = 'claimed' | 'decided' | 'acted' | 'written'

/** All that follows from a claim, in a handful of statements whatever its size. */
export async function writeAdvances(
  ctx: Ctx,
  journeyId: string,
  decided: readonly AdvancedRun[],
  at: (point: AdvancePoint) => void = () => {},
): Promise<void> {
  if (decided.length === 0) return
  const advanced = await doActs(ctx, journeyId, decided)
  at('acted')
  await writeRuns(ctx, advanced)
  await writeTrail(ctx, journeyId, advanced)
  const priority = await priorityOf(ctx, journeyId)
  const messages = advanced.flatMap((one) => messagesOf(journeyId, one, priority))
  for (let i = 0; i < messages.length; i += 5_000) await ctx.run(queueMessages, { messages: messages.slice(i, i + 5_000) })
  await tellEnded(ctx, journeyId, advanced)
}

/** Where facts are waited for, those count that come after what is known now. */
async function writeRuns(ctx: Ctx, advanced: readonly AdvancedRun[]): Promise<void> {
  const column = <T>(of: (one: AdvancedRun) => T): T[] => advanced.map(of)
  const customers = column(({ run }) => run.customer_id)
  await sql`update journey_runs r set step = n.step, state = n.state, wake_at = n.wake_at, outcome = n.outcome, steps_taken = n.steps_taken,
      ended_at = case when n.state = 'ended' then ${ctx.now}::timestamptz end,
      context = case when n.listens or n.variant is not null then r.context
        || case when n.listens then jsonb_build_object('here', jsonb_build_object('at', ${ctx.now}::timestamptz, 'seq',
          coalesce((select h.seq from log_heads h where h.customer_id = r.customer_id), 0))) else '{}'::jsonb end
        || case when n.variant is not null then jsonb_build_object('variant', n.variant) else '{}'::jsonb end else r.context end
    from unnest(${customers}::uuid[], ${column(({ run }) => run.id)}::uuid[], ${column(({ advance }) => advance.step)}::text[],
      ${column(({ advance }) => advance.state)}::text[], ${column(({ advance }) => advance.wakeAt)}::timestamptz[],
      ${column(({ advance }) => advance.outcome)}::text[], ${column(({ run, advance }) => run.steps_taken + advance.trail.length)}::int[],
      ${column(({ advance }) => advance.listens)}::bool[], ${column(({ advance }) => advance.variant)}::text[])
      as n(customer_id, id, step, state, wake_at, outcome, steps_taken, listens, variant)
    where r.customer_id = n.customer_id and r.id = n.id and r.customer_id = any(${customers}::uuid[])`.execute(ctx.db)
}

async function writeTrail(ctx: Ctx, journeyId: string, advanced: readonly AdvancedRun[]): Promise<void> {
  const lines = advanced.flatMap(({ run, advance }) => advance.trail.map((line, i) => ({ run, line, number: run.steps_taken + i })))
  if (lines.length === 0) return
  const column = <T>(of: (one: (typeof lines)[number]) => T): T[] => lines.map(of)
  await sql`insert into journey_steps (customer_id, run_id, number, journey_id, step, at, what, reason)
    select customer_id, run_id, number, ${journeyId}::uuid, step, ${ctx.now}::timestamptz, what, reason
    from unnest(${column(({ run }) => run.customer_id)}::uuid[], ${column(({ run }) => run.id)}::uuid[], ${column(({ number }) => number)}::int[],
      ${column(({ line }) => line.step)}::text[], ${column(({ line }) => line.what)}::text[],
      ${column(({ line }) => (line.why ? JSON.stringify(line.why) : null))}::jsonb[]) as n(customer_id, run_id, number, step, what, reason)`.execute(
    ctx.db,
  )
  await tally(
    ctx,
    journeyId,
    lines.map(({ line }) => line),
  )
}

async function priorityOf(ctx: Ctx, journeyId: string): Promise<number | undefined> {
  const { rows } = await sql<{
    priority: number | null
  }>`select (definition ->> 'priority')::int as priority from journeys where id = ${journeyId}`.execute(ctx.db)
  return rows[0]?.priority ?? undefined
}

const givenShape = z.record(z.string().max(60), z.json())

/**
 * The line's number is the key: a circle may send the same template again, a repeated claim may not; and the line finds its
 * message by it.
 */
function messagesOf(journeyId: string, { run, advance }: AdvancedRun, usual: number | undefined): QueuedMessage[] {
  const given = givenShape.safeParse(run.context.given).data
  return advance.sends.map((send) => {
    const priority = send.priority ?? usual
    const variant = send.variant ?? run.context.variant
    return {
      customerId: run.customer_id,
      templateId: send.templateId,
      key: `run:${run.id}:${run.steps_taken + send.line}`,
      journeyId,
      runId: run.id,
      step: send.step,
      ...(send.channel ? { channel: send.channel } : {}),
      ...(send.accountId ? { accountId: send.accountId } : {}),
      ...(priority === undefined ? {} : { priority }),
      ...(variant ? { variant } : {}),
      ...(given ? { context: given } : {}),
    }
  })
}

async function tellEnded(ctx: Ctx, journeyId: string, advanced: readonly AdvancedRun[]): Promise<void> {
  const ended = advanced.filter(({ advance }) => advance.state === 'ended')
  if (ended.length === 0) return
  const { rows } = await sql<{ name: string }>`select name from journeys where id = ${journeyId}`.execute(ctx.db)
  const name = rows[0]?.name ?? ''
  await ctx.recordAll(
    ended.map(({ run, advance }) => ({
      customerId: run.customer_id,
      kind: journeyEnded.name,
      occurredAt: ctx.now,
      payload: { journey: journeyId, name, arm: run.arm, reason: advance.outcome },
    })),
  )
}
