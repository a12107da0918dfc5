import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { type Effect, poolEffects } from '../../../understand/models/measure/pool-effects.ts'
import { globalTrialId, type TrialKind, usualDays } from '../trial.ts'
import { type KeptReading, keptReading } from '../trials.ts'
import { type ReadTrial, readTrial } from './read-trial.ts'
import { plain } from './tell-result.ts'
import { tellTrial } from './tell-trial.ts'

export type Kept = {
  readonly kind: TrialKind
  readonly id: string
  readonly reading: KeptReading
  readonly verdict_since: Date
  readonly read_at: Date
}

/** All that is kept; what is unreadable is as good as not read yet. */
export async function readKept(ctx: Ctx): Promise<Kept[]> {
  const { rows } = await sql<
    Omit<Kept, 'reading'> & { reading: unknown }
  >`select kind, trial_id as id, reading, verdict_since, read_at from trial_readings`.execute(ctx.db)
  return rows.flatMap(({ reading, ...row }) => {
    const read = keptReading.safeParse(reading)
    return read.success ? [{ ...row, reading: read.data }] : []
  })
}

export const effectOf = ({ relative, relativeError }: KeptReading): Effect | null =>
  relative && relativeError !== null && relativeError > 0 ? { value: relative.value, variance: relativeError ** 2 } : null

/** What this firm’s journeys and campaigns brought on average, relative to the holdout. Null while no trial tells. */
export async function pooledLift(ctx: Ctx): Promise<{ value: number; trials: number } | null> {
  const effects = (await readKept(ctx)).flatMap(({ kind, reading }) => {
    const effect = kind === 'global' ? null : effectOf(reading)
    return effect ? [effect] : []
  })
  const pooled = poolEffects(effects)
  return pooled && { value: pooled.mean.value, trials: effects.length }
}

/** Enough people and buyers in both arms that the mean of money means something. */
const fewestPeople = 30
const fewestBuyers = 20

/** Standard error of the lift relative to the control, by the delta method. Null where too few bought to tell. */
export function relativeErrorOf({ means, treated, holdout }: Pick<ReadTrial, 'means' | 'treated' | 'holdout'>): number | null {
  const { treated: t, control: c } = means
  const isFew = Math.min(t.people, c.people) < fewestPeople || treated.buyers + holdout.buyers < fewestBuyers
  if (isFew || c.mean <= 0) return null
  return Math.sqrt(t.variance / t.people / c.mean ** 2 + (t.mean ** 2 * (c.variance / c.people)) / c.mean ** 4)
}

/** Reads a trial and keeps what it tells. `verdict_since` moves only when the verdict does. */
export async function keepReading(ctx: Ctx, kind: TrialKind, id: string): Promise<void> {
  const from = ctx.services.clock().getTime()
  const read = await readTrial(ctx, { kind, id }, usualDays)
  const told = await tellTrial(ctx, read)
  const error = relativeErrorOf(read)
  const reading: KeptReading = {
    currency: told.currency,
    people: told.treated.people,
    holdout: told.holdout.people,
    waiting: told.treated.waiting + told.holdout.waiting,
    verdict: told.verdict,
    sentence: told.sentence,
    lift: plain(read.judged.revenue),
    // Where the holdout's mean is not surely above zero no ratio to it is told: its interval would reach below losing everything.
    relative: told.revenueLiftRelative,
    relativeError: error,
    incremental: told.incrementalRevenue,
    cost: told.cost,
    alarms: told.guardrails.filter(({ alarm }) => alarm).length,
    tookMs: Math.max(0, ctx.services.clock().getTime() - from),
  }
  await sql`insert into trial_readings (kind, trial_id, reading, whole, verdict, verdict_since, read_at)
    values (${kind}, ${id}::uuid, ${JSON.stringify(reading)}::jsonb, ${JSON.stringify(told)}::jsonb, ${reading.verdict}, ${ctx.now}, ${ctx.now})
    on conflict (kind, trial_id) do update set reading = excluded.reading, whole = excluded.whole, verdict = excluded.verdict, read_at = excluded.read_at,
      verdict_since = case when trial_readings.verdict = excluded.verdict then trial_readings.verdict_since else excluded.verdict_since end`.execute(
    ctx.db,
  )
}

/** As wide as the interval that holds at all times at its narrowest. */
const errorsEachWay = 3.04
export const wide = (value: number, error: number) => ({ value, low: value - errorsEachWay * error, high: value + errorsEachWay * error })

const hourMs = 3_600_000
/** What takes long is read less often, so that reading takes no more than a two-hundredth of the time. */
const restPerWork = 200
/** What ended longer ago than this does not change any more. */
const settledMs = 120 * 24 * hourMs

/** Reads the trial whose reading is oldest, one a portion: those that run every hour (large ones less often), those that ended once a day. */
export const readingsTick: Tick = { name: 'read-trials', everyMs: 60_000, run: readNext }

type Due = { kind: TrialKind; id: string }

/** One that cannot be read is told to the log and waits its turn again, so that it stands in no other's way. */
async function readNext(services: Services): Promise<boolean> {
  const due = await asSystem(services, 'holdouts', nextDue)
  if (!due) return false
  try {
    await asSystem(services, 'holdouts', (ctx) => keepReading(ctx, due.kind, due.id))
  } catch (error) {
    services.log.error({ error, ...due }, 'a trial could not be read')
    await asSystem(services, 'holdouts', (ctx) => putOff(ctx, due))
  }
  return true
}

const putOff = (ctx: Ctx, { kind, id }: Due) =>
  sql`insert into trial_readings (kind, trial_id, reading, verdict, verdict_since, read_at) values (${kind}, ${id}::uuid, '{}'::jsonb, 'too-small', ${ctx.now}, ${ctx.now})
    on conflict (kind, trial_id) do update set read_at = excluded.read_at`.execute(ctx.db)

async function nextDue(ctx: Ctx): Promise<Due | null> {
  const ago = (ms: number) => new Date(ctx.now.getTime() - ms)
  const { rows } = await sql<Due>`
    with trials as (
      select 'journey' as kind, j.id, j.state in ('live', 'paused') as runs, j.started_at, (select max(r.entered_at) from journey_runs r where r.journey_id = j.id) as last_at
        from journeys j where j.started_at is not null and j.state <> 'deleted'
      union all select 'campaign', c.id, c.state in ('running', 'paused', 'planned'), c.started_at, coalesce(c.ended_at, c.started_at)
        from campaigns c where c.state not in ('draft', 'deleted') and exists (select 1 from campaign_editions e where e.campaign_id = c.id)
      union all select 'global', ${globalTrialId}::uuid, true, (value ->> 'since')::timestamptz, null from settings
        where name = 'global-holdout' and (value ->> 'percent')::float8 > 0
    )
    select t.kind, t.id from trials t left join trial_readings k on k.kind = t.kind and k.trial_id = t.id
    where k.read_at is null or k.read_at < case when t.runs and t.kind <> 'global' then ${ago(hourMs)}::timestamptz else ${ago(24 * hourMs)}::timestamptz end
      and (k.read_at is null or k.read_at < ${ctx.now}::timestamptz - least(24 * 3600000, coalesce((k.reading ->> 'tookMs')::float8, 0) * ${restPerWork}::float8) * interval '1 millisecond')
      and (t.runs or t.last_at > ${ago(settledMs)}::timestamptz)
    order by k.read_at nulls first, t.started_at desc limit 1`.execute(ctx.db)
  return rows[0] ?? null
}
