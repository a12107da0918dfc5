import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { askForWork } from '../../../platform/jobs/ask-for-work.ts'
import { followConsents } from '../../../platform/records/consent-records.ts'
import { consentChanged } from '../../customers/events.ts'
import { refreshMinors } from './refresh-minors.ts'

const kind = 'follow-consents'
const portion = 5_000

/**
 * What depends on everybody's consents is asked again, a portion at a time: a wording that asks anew, another age. The door
 * of sending needs not wait for it, for it computes the state itself.
 */
export async function followEverybody(ctx: Ctx): Promise<void> {
  await sql`delete from work where kind = ${kind}`.execute(ctx.db)
  await askForWork(ctx, { kind, progress: { after: null } })
}

export const followTick: Tick = { name: 'consents-follow', everyMs: 2_000, run: (services) => asSystem(services, 'consent', followNext) }

type Work = { readonly id: string; readonly progress: { readonly after: string | null } }

/** @returns whether there is more */
export async function followNext(ctx: Ctx): Promise<boolean> {
  const mine = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(7236, 19) as mine`.execute(ctx.db)
  if (!mine.rows[0]?.mine) return false
  const { rows } = await sql<Work>`select id, progress from work where kind = ${kind} order by created_at limit 1`.execute(ctx.db)
  const [work] = rows
  if (!work) return false
  const { after } = work.progress
  const next = await sql<{
    id: string
  }>`select id from customers where ${after === null ? sql`true` : sql`id > ${after}::uuid`} order by id limit ${portion}`.execute(ctx.db)
  const ids = next.rows.map((row) => row.id)
  await refreshMinors(ctx, (column) => sql`${column} = any(${ids}::uuid[])`)
  await followAndTell(ctx, ids, 'wording')
  const last = ids.at(-1)
  await (ids.length < portion || last === undefined
    ? sql`delete from work where id = ${work.id}`
    : sql`update work set progress = ${JSON.stringify({ after: last })}::jsonb, updated_at = ${ctx.now} where id = ${work.id}`
  ).execute(ctx.db)
  return ids.length === portion
}

/** Brings customers in step and tells whose e-mail consent changed by it. */
export async function followAndTell(ctx: Ctx, ids: readonly string[], how: string): Promise<void> {
  const sorted = [...new Set(ids)].sort()
  await sql`select 1 from customers where id = any(${sorted}::uuid[]) order by id for no key update`.execute(ctx.db)
  const followed = await followConsents(ctx, sorted)
  await ctx.recordAll(
    followed.map(({ id, before, after }) => ({
      customerId: id,
      kind: consentChanged.name,
      occurredAt: ctx.now,
      payload: { from: before, to: after, how },
    })),
  )
}
