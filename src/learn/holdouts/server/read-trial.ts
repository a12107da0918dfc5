import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import { readGlobalHoldout } from '../../../know/shop/server/read-global-holdout.ts'
import type { GlobalHoldout } from '../../../know/shop/global-holdout.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { sampleOf, type Watch } from '../../../understand/models/measure/sequential.ts'
import { checkBalance } from '../check-balance.ts'
import { type ArmSoFar, armSumsOf, type DayChange, type Means, meansOf, sumUp } from '../day-series.ts'
import { type Judged, judgeResult, usualPlan } from '../judge-result.ts'
import { endlessDays } from '../trial.ts'
import { type Reading, readingOf, type Trial } from './trial-people.ts'
import { countWaiting, readSeries } from './read-series.ts'

export type ReadTrial = {
  readonly trial: Trial
  readonly name: string | null
  readonly since: Date | null
  /** Nobody enters any more: a campaign that was sent or stopped, or one edition of it. */
  readonly isOver: boolean
  readonly setting: GlobalHoldout
  readonly reading: Reading
  readonly changes: readonly DayChange[]
  readonly treated: ArmSoFar
  readonly holdout: ArmSoFar
  readonly waiting: { readonly treated: number; readonly holdout: number }
  readonly watch: Watch
  readonly means: Means
  readonly percent: number | null
  readonly balance: { readonly expected: number; readonly observed: number; readonly p: number } | null
  readonly judged: Judged
}

/** Reads a trial's rows once and judges it. @throws Problem record.missing */
export async function readTrial(ctx: Ctx, trial: Trial, days: number): Promise<ReadTrial> {
  const setting = await readGlobalHoldout(ctx.db)
  const { name, since, isOver, percent, editions } = await aboutTrial(ctx, trial, setting)
  const reading = readingOf(trial, trial.kind === 'global' ? endlessDays : days, editions)
  const isOff = trial.kind === 'global' && percent === 0
  const changes = isOff ? [] : await readSeries(ctx, trial, setting, reading)
  const waiting = reading.closedOnly ? await countWaiting(ctx, trial, setting, reading) : waitingIn(trial.kind === 'global' ? [] : changes)
  const treated = sumUp(changes, ({ arm }) => arm !== 'holdout')
  const holdout = sumUp(changes, ({ arm }) => arm === 'holdout')
  const watch = watchOf(trial, changes)
  const means = meansOf(treated, holdout)
  const drawn = reading.closedOnly ? waiting : { treated: 0, holdout: 0 }
  const balance = percent === null ? null : checkBalance(treated.people + drawn.treated, holdout.people + drawn.holdout, percent)
  const judged = judgeResult(armSumsOf(treated), armSumsOf(holdout), {
    isDrawn: percent !== 0,
    watch,
    balance,
    adjusted: { treated: means.treated, control: means.control },
  })
  return { trial, name, since, isOver, setting, reading, changes, treated, holdout, waiting, watch, means, percent, balance, judged }
}

function waitingIn(changes: readonly DayChange[]): { treated: number; holdout: number } {
  const of = (isHeld: boolean) => changes.reduce((sum, { arm, waiting }) => sum + ((arm === 'holdout') === isHeld ? waiting : 0), 0)
  return { treated: of(false), holdout: of(true) }
}

/**
 * For which size the interval is made narrowest, from nothing that came after the draw. People enter journeys all along: a thousand.
 * Others have their people at once and then watch them spend: as many as came on the first day, and the variance of what they
 * spent in as many days before.
 */
export function watchOf({ kind }: Trial, changes: readonly DayChange[]): Watch {
  if (kind === 'journey') return usualPlan
  const all = sumUp(changes)
  const first = sumUp(changes, ({ day }) => day === changes[0]?.day)
  const lately = sampleOf({ people: all.people, sum: all.lately, squares: all.latelySquares }).variance
  return { plannedPeople: Math.max(1, first.people), plannedVariance: lately > 0 ? lately : undefined }
}

type About = Pick<ReadTrial, 'name' | 'since' | 'isOver'> & { readonly percent: number | null; readonly editions: number }

/** `percent`: the share drawn; null when it changed on the way, so that no single one can be expected. */
async function aboutTrial(ctx: Ctx, { kind, id, edition }: Trial, setting: GlobalHoldout): Promise<About> {
  if (kind === 'global')
    return { name: null, isOver: false, since: setting.percent > 0 ? new Date(setting.since) : null, percent: setting.percent, editions: 1 }
  const isJourney = kind === 'journey'
  const { rows } = await sql<{
    name: string
    since: Date | null
    state: string
  }>`select name, started_at as since, state from ${isJourney ? sql`journeys` : sql`campaigns`}
    where id = ${id}::uuid`.execute(ctx.db)
  const [found] = rows
  if (!found) throw new Problem('record.missing', { what: isJourney ? { zh: '旅程', en: 'journey' } : { zh: '营销活动', en: 'campaign' } })
  const versions = isJourney
    ? sql`journey_versions where journey_id = ${id}::uuid`
    : sql`campaign_editions where campaign_id = ${id}::uuid and ${edition === undefined ? sql`true` : sql`number = ${edition}::int`}`
  const { rows: drawn } = await sql<{
    percent: number
    count: number
    open: boolean
  }>`select coalesce((definition ->> 'holdout')::float8, 0) as percent, count(*)::int as count,
      ${isJourney ? sql`true` : sql`bool_or(state in ('choosing', 'drawing', 'sending', 'stopping'))`} as open
    from ${versions} group by 1`.execute(ctx.db)
  const editions = isJourney ? 1 : drawn.reduce((sum, { count }) => sum + count, 0)
  const { name, since, state } = found
  const isOver = !isJourney && (edition === undefined ? state === 'done' || state === 'stopped' : !drawn.some(({ open }) => open))
  return { name, since, isOver, percent: drawn.length === 1 ? (drawn[0]?.percent ?? null) : null, editions }
}
