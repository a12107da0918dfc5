import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { ProblemDetails } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { asSystem, makeContext, type Services } from '../../../platform/actions/services.ts'
import type { listDeliveries as listing, playAgain as playing } from '../hook-actions.ts'
import { findHook } from './find-hook.ts'
import { noSource } from './no-source.ts'
import { sayReason } from './say-reason.ts'
import { type DeliveryState, makeOf, settle } from './take-hook.ts'
import { actorOf } from './take-messages.ts'

type Reason = { code: string; details: ProblemDetails }
type Row = { id: string; at: Date; state: DeliveryState; reason: Reason | null; headers: Record<string, string>; body: string | null }

export async function listDeliveries(ctx: Ctx, { id, state }: InputOf<typeof listing>): Promise<AnswerOf<typeof listing>> {
  const among = state ? sql`and state = ${state}` : sql``
  const { rows } = await sql<Row>`select id, at, state, reason, headers, body from hook_deliveries
    where source_id = ${id} ${among} order by id desc limit 50`.execute(ctx.db)
  const deliveries = rows.map(({ at, reason, ...row }) => ({ ...row, at: at.toISOString(), words: reason && sayReason(ctx, reason) }))
  return { deliveries, waiting: await countWaiting(ctx, id) }
}

async function countWaiting(ctx: Ctx, id: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from hook_deliveries
    where source_id = ${id} and state in ('failed', 'held') and body is not null`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

/** What one transaction plays. */
const portion = 200

/**
 * Reads kept deliveries once more, by the mapping as it is now, as if they had come at their time.
 * @throws Problem record.missing
 */
export async function playAgain(ctx: Ctx, { id, delivery }: InputOf<typeof playing>): Promise<AnswerOf<typeof playing>> {
  const hook = await findHook(ctx.db, id)
  if (!hook) throw noSource()
  const which = delivery ? sql`id = ${delivery}` : sql`state in ('failed', 'held')`
  const { rows } = await sql<Row & { delivery: string; body: string }>`select delivery, at, headers, body from hook_deliveries
    where source_id = ${id} and ${which} and body is not null order by id limit ${portion}`.execute(ctx.db)
  const makeCtx = (quiet: boolean) => makeContext(ctx.services, actorOf(hook), hook.name, { db: ctx.db, client: ctx.client, quiet })
  const own = await makeCtx(false)
  const counts: Record<DeliveryState, number> = { kept: 0, skipped: 0, failed: 0, held: 0 }
  for (const row of rows) {
    const outcome = await makeOf(own, makeCtx, hook, { delivery: row.delivery, at: row.at, headers: row.headers, text: row.body })
    await settle(ctx, hook, row.delivery, outcome)
    counts[outcome.state]++
  }
  const { kept, skipped, failed } = counts
  return { played: rows.length, kept, skipped, failed, left: await countWaiting(ctx, id) }
}

const dayMs = 86_400_000
/** How long bodies stay: what became something, what may yet be played again, and that it came at all. */
const kept = { done: 7 * dayMs, open: 30 * dayMs, row: 90 * dayMs }

/** Lets go of what is old. */
export async function sweepDeliveries(services: Services): Promise<boolean> {
  await asSystem(services, 'sources', async (ctx) => {
    const before = (ms: number) => new Date(ctx.now.getTime() - ms)
    await sql`update hook_deliveries set body = null, headers = '{}'::jsonb where body is not null
      and at < (case when state in ('failed', 'held') then ${before(kept.open)}::timestamptz else ${before(kept.done)}::timestamptz end)`.execute(
      ctx.db,
    )
    await sql`delete from hook_deliveries where at < ${before(kept.row)}`.execute(ctx.db)
    await sql`delete from source_keys where ends_at < ${ctx.now}`.execute(ctx.db)
    await sql`delete from source_secrets where ends_at < ${ctx.now}`.execute(ctx.db)
  })
  return false
}
