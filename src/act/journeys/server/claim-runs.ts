import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { RunState } from '../journey.ts'

/** What a run keeps: where its facts are counted from, the variant drawn last, what it was given at the door. */
type RunContext = {
  readonly from?: { readonly at: string; readonly seq: number }
  readonly here?: { readonly at: string; readonly seq: number }
  readonly variant?: string
  readonly given?: Readonly<Record<string, unknown>>
  readonly asksAudience?: boolean
}

export type ClaimedRun = {
  readonly customer_id: string
  readonly id: string
  readonly version: number
  readonly step: string
  readonly state: RunState
  readonly arm: string
  readonly wake_at: Date | null
  readonly steps_taken: number
  readonly context: RunContext
}

/** What was taken, and the candidates among it that a fact brought. */
export type Claim = { readonly runs: readonly ClaimedRun[]; readonly poked: readonly Candidate[] }

type Candidate = { readonly customer_id: string; readonly id: string }

const notRestricted = sql`not exists (select 1 from restrictions x where x.customer_id = r.customer_id)`

/**
 * Runs whose time has come, and those that a fact may concern. Whoever is restricted waits where they are. Candidates without
 * a lock, twice as many as wanted, so that a second worker finds some that the first did not take.
 * @param without versions of the journey whose runs are left alone
 */
export async function claimRuns(ctx: Ctx, journeyId: string, portion: number, without: readonly number[] = []): Promise<Claim> {
  const [isMeant, isMeantPoke] =
    without.length === 0
      ? [sql`true`, sql`true`]
      : [
          sql`r.version <> all(${without}::int[])`,
          sql`not exists (select 1 from journey_runs v where v.customer_id = r.customer_id and v.id = r.run_id and v.version = any(${without}::int[]))`,
        ]
  const due = await sql<Candidate>`select r.customer_id, r.id from journey_runs r
    where r.journey_id = ${journeyId} and r.wake_at <= ${ctx.now} and ${notRestricted} and ${isMeant} order by r.wake_at limit ${portion * 2}`.execute(
    ctx.db,
  )
  const poked = await sql<Candidate>`select r.customer_id, r.run_id as id from journey_pokes r
    where r.journey_id = ${journeyId} and ${notRestricted} and ${isMeantPoke} order by r.at limit ${portion}`.execute(ctx.db)
  const candidates = [...due.rows, ...poked.rows]
  if (candidates.length === 0) return { runs: [], poked: [] }
  const { rows } = await sql<ClaimedRun>`select customer_id, id, version, step, state, arm, wake_at, steps_taken, context from journey_runs
    where customer_id = any(${candidates.map((row) => row.customer_id)}::uuid[]) and id = any(${candidates.map((row) => row.id)}::uuid[])
      and state in ('ready', 'waiting') and (wake_at <= ${ctx.now} or id = any(${poked.rows.map((row) => row.id)}::uuid[]))
    limit ${portion} for update skip locked`.execute(ctx.db)
  return { runs: rows, poked: poked.rows }
}

/** What is looked at now, or can never be: a poke that comes while this goes on is a row of its own and stays. */
export async function forgetPokes(ctx: Ctx, poked: Claim['poked'], claimed: readonly ClaimedRun[]): Promise<void> {
  if (poked.length === 0) return
  await sql`delete from journey_pokes p where p.customer_id = any(${poked.map((row) => row.customer_id)}::uuid[]) and p.run_id = any(${poked.map((row) => row.id)}::uuid[])
    and (p.run_id = any(${claimed.map((row) => row.id)}::uuid[]) or not exists (
      select 1 from journey_runs r where r.customer_id = p.customer_id and r.id = p.run_id and r.state in ('ready', 'waiting')))`.execute(
    ctx.db,
  )
}
