import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { queueMessages, type QueuedMessage } from '../../messages/actions.ts'
import type { Advance } from '../advance.ts'
import { journeyEnded } from '../events.ts'
import type { ClaimedRun } from './advance-due.ts'

export type AdvancedRun = { readonly run: ClaimedRun; readonly advance: Advance }

/** All that follows from a claim, in a handful of statements whatever its size. */
export async function writeAdvances(ctx: Ctx, journeyId: string, advanced: readonly AdvancedRun[]): Promise<void> {
  await writeRuns(ctx, advanced)
  await writeTrail(ctx, journeyId, advanced)
  const messages = advanced.flatMap((one) => messagesOf(journeyId, one))
  for (let i = 0; i < messages.length; i += 5_000) await ctx.run(queueMessages, { messages: messages.slice(i, i + 5_000) })
  await tellEnded(ctx, journeyId, advanced)
}

async function writeRuns(ctx: Ctx, advanced: readonly AdvancedRun[]): Promise<void> {
  const column = <T>(of: (one: AdvancedRun) => T): T[] => advanced.map(of)
  const customers = column(({ run }) => run.customer_id)
  await sql`update journey_runs r set step = n.step, state = n.state, wake_at = n.wake_at, outcome = n.outcome, steps_taken = n.steps_taken,
      ended_at = case when n.state = 'ended' then ${ctx.now}::timestamptz end
    from unnest(${customers}::uuid[], ${column(({ run }) => run.id)}::uuid[], ${column(({ advance }) => advance.step)}::text[],
      ${column(({ advance }) => advance.state)}::text[], ${column(({ advance }) => advance.wakeAt)}::timestamptz[],
      ${column(({ advance }) => advance.outcome)}::text[], ${column(({ run, advance }) => run.steps_taken + advance.trail.length)}::int[])
      as n(customer_id, id, step, state, wake_at, outcome, steps_taken)
    where r.customer_id = n.customer_id and r.id = n.id and r.customer_id = any(${customers}::uuid[])`.execute(ctx.db)
}

async function writeTrail(ctx: Ctx, journeyId: string, advanced: readonly AdvancedRun[]): Promise<void> {
  const lines = advanced.flatMap(({ run, advance }) => advance.trail.map((line, i) => ({ run, line, number: run.steps_taken + i })))
  const column = <T>(of: (one: (typeof lines)[number]) => T): T[] => lines.map(of)
  await sql`insert into journey_steps (customer_id, run_id, number, journey_id, step, at, what, reason)
    select customer_id, run_id, number, ${journeyId}::uuid, step, ${ctx.now}::timestamptz, what, reason
    from unnest(${column(({ run }) => run.customer_id)}::uuid[], ${column(({ run }) => run.id)}::uuid[], ${column(({ number }) => number)}::int[],
      ${column(({ line }) => line.step)}::text[], ${column(({ line }) => line.what)}::text[],
      ${column(({ line }) => (line.why ? JSON.stringify(line.why) : null))}::jsonb[]) as n(customer_id, run_id, number, step, what, reason)`.execute(
    ctx.db,
  )
}

/** The line's number is part of the key: a circle may send the same template again, a repeated claim may not. */
function messagesOf(journeyId: string, { run, advance }: AdvancedRun): QueuedMessage[] {
  return advance.sends.map((send, i) => ({
    customerId: run.customer_id,
    templateId: send.templateId,
    key: `run:${run.id}:${run.steps_taken}:${i}`,
    journeyId,
    runId: run.id,
    step: send.step,
  }))
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
