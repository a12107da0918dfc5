import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { enterJourney as definition } from '../actions.ts'
import { enterRuns } from './enter-runs.ts'
import { type KeptJourney, readOne } from './read-journeys.ts'

/** So many members are let in with one transaction: it locks the log of each. */
export const doorPortion = 5_000

/** The kind under which work keeps who has not been let in yet. */
export const doorWork = 'enter-journey'

export type DoorWork = { readonly journey: string; readonly segment: string; readonly cause: string }

export type Came = { readonly entered: number; readonly more: boolean }

/** @throws Problem journey.not-live, journey.nobody-named */
export async function enterJourney(
  ctx: Ctx,
  { id, segment, customerIds }: InputOf<typeof definition>,
): Promise<AnswerOf<typeof definition>> {
  const journey = await readOne(ctx, id)
  if (journey.row.state !== 'live') throw new Problem('journey.not-live', { name: journey.row.name })
  if (segment === undefined && customerIds === undefined) throw new Problem('journey.nobody-named')
  if (segment !== undefined) return enterSegment(ctx, journey, segment)
  const rows = sql`select customer_id, ${causeOf(ctx)}::text as cause from unnest(${customerIds ?? []}::uuid[]) as customer_id group by 1`
  return { entered: await comeIn(ctx, journey, rows), more: false }
}

/** Lets the members of a segment in: a portion at once, the others by a tick that goes on where this ends. */
export async function enterSegment(ctx: Ctx, journey: KeptJourney, segment: string, portion = doorPortion): Promise<Came> {
  const work: DoorWork = { journey: journey.row.id, segment, cause: causeOf(ctx) }
  const { entered, next } = await enterPortion(ctx, journey, work, null, portion)
  if (next !== null) await keepWork(ctx, work, next)
  return { entered, more: next !== null }
}

/** @returns how many entered, and after whom the next portion begins; null when this was the last */
export async function enterPortion(
  ctx: Ctx,
  journey: KeptJourney,
  { segment, cause }: DoorWork,
  after: string | null,
  portion = doorPortion,
): Promise<{ entered: number; next: string | null }> {
  const beyond = after === null ? sql`true` : sql`customer_id > ${after}::uuid`
  const members = sql`select customer_id from memberships where segment_id = ${segment}::uuid and left_at is null and ${beyond}
    order by customer_id limit ${portion}`
  const { rows } = await sql<{
    n: number
    last: string | null
  }>`select count(*) as n, max(customer_id::text collate "C") as last from (${members}) m`.execute(ctx.db)
  const { n = 0, last = null } = rows[0] ?? {}
  if (last === null) return { entered: 0, next: null }
  const these = sql`select customer_id, ${cause}::text as cause from memberships where segment_id = ${segment}::uuid and left_at is null
    and ${beyond} and customer_id <= ${last}::uuid`
  return { entered: await comeIn(ctx, journey, these), next: n < portion ? null : last }
}

const comeIn = (ctx: Ctx, journey: KeptJourney, rows: RawBuilder<unknown>) =>
  enterRuns(ctx, journey, { rows, among: null, why: { code: 'by-hand' } })

/** Every portion has the cause of the first, so that one click lets nobody in twice. */
const causeOf = (ctx: Ctx) => `by-hand:${ctx.now.toISOString()}`

async function keepWork(ctx: Ctx, work: DoorWork, after: string): Promise<void> {
  await sql`insert into work (id, kind, state, input, progress, created_at, updated_at)
    values (${ctx.newId()}, ${doorWork}, 'waiting', ${JSON.stringify(work)}::jsonb, ${JSON.stringify({ after })}::jsonb, ${ctx.now}, ${ctx.now})`.execute(
    ctx.db,
  )
}
