import { type RawBuilder, sql } from 'kysely'
import { inGlobalHoldout, type GlobalHoldout } from '../../../know/shop/global-holdout.ts'
import type { TrialKind } from '../trial.ts'

export type Trial = { readonly kind: TrialKind; readonly id: string; readonly edition?: number | undefined }

/**
 * Who entered a trial, into which arm, and when: rows of (customer_id, arm, variant, entered_at), one for each entering. Those of
 * the global holdout are no part of any other trial: they get nothing else either, so they are not what the treated would be
 * without this alone.
 */
export function entriesOf(trial: Trial, setting: GlobalHoldout): RawBuilder<unknown> {
  if (trial.kind === 'global')
    return sql`select c.id as customer_id, case when ${inGlobalHoldout(setting, sql.ref('c.id'))} then 'holdout' else 'treated' end as arm, null::text as variant,
      greatest(c.created_at, ${setting.since}::timestamptz) as entered_at from customers c`
  const open = notHeldFromAll(setting, sql.ref('r.customer_id'), sql.ref('r.entered_at'))
  if (trial.kind === 'journey')
    return sql`select r.customer_id, r.arm, null::text as variant, r.entered_at from journey_runs r where r.journey_id = ${trial.id}::uuid and ${open}`
  const edition = trial.edition === undefined ? sql`true` : sql`r.edition = ${trial.edition}::int`
  return sql`select r.customer_id, r.arm, r.variant, r.entered_at from campaign_members r
    where r.campaign_id = ${trial.id}::uuid and r.arm in ('treated', 'holdout') and ${edition} and ${open}`
}

/** Was the customer outside of the global holdout that was in force when they entered? */
function notHeldFromAll(setting: GlobalHoldout, customer: RawBuilder<unknown>, entered: RawBuilder<unknown>): RawBuilder<unknown> {
  const draws = [{ ...setting, until: null }, ...setting.past].filter(({ percent }) => percent > 0)
  const held = draws.map(
    (
      draw,
    ) => sql`(${entered} >= ${draw.since}::timestamptz and (${draw.until}::timestamptz is null or ${entered} < ${draw.until}::timestamptz)
      and ${inGlobalHoldout(draw, customer)})`,
  )
  return held.length === 0 ? sql`true` : sql`not (${sql.join(held, sql` or `)})`
}

/**
 * How a trial is read. `closedOnly`: people count once their window is over, as journeys do, which people enter all along and whose
 * share held out may change; else from the moment they enter, with what they have done so far. `everyEntry`: what
 * follows any of a person's enterings counts, not the first alone.
 */
export type Reading = { readonly days: number; readonly closedOnly: boolean; readonly everyEntry: boolean }

export function readingOf(trial: Trial, days: number, editions: number): Reading {
  return {
    days,
    closedOnly: trial.kind === 'journey',
    everyEntry: trial.kind === 'campaign' && trial.edition === undefined && editions > 1,
  }
}

const windowOf = ({ days }: Reading) => sql`${days}::int * interval '24 hours'`

const firstEntering = sql`select distinct on (customer_id) customer_id, arm, variant, entered_at from entries order by customer_id, entered_at`
const allEnterings = sql`select customer_id, (array_agg(arm order by entered_at))[1] as arm, (array_agg(variant order by entered_at))[1] as variant,
  min(entered_at) as entered_at, array_agg(entered_at) as enterings from entries group by customer_id`

/** CTEs `entries` and `people`: each person once, in the arm of their first entering. */
export function peopleWith(trial: Trial, setting: GlobalHoldout, reading: Reading, now: Date): RawBuilder<unknown> {
  const over = reading.closedOnly ? sql`where entered_at <= ${now}::timestamptz - ${windowOf(reading)}` : sql``
  return sql`entries as materialized (${entriesOf(trial, setting)}),
    everybody as materialized (${reading.everyEntry ? allEnterings : firstEntering}),
    people as materialized (select * from everybody ${over})`
}

/** Did something of a person `k` at this instant fall into what counts? */
export function counts(reading: Reading, at: RawBuilder<unknown>, now: Date): RawBuilder<unknown> {
  const inside = reading.everyEntry
    ? sql`exists (select 1 from unnest(k.enterings) e (t) where ${at} >= e.t and ${at} < e.t + ${windowOf(reading)})`
    : sql`${at} < k.entered_at + ${windowOf(reading)}`
  return sql`${at} >= k.entered_at and ${at} <= ${now}::timestamptz and ${inside}`
}

export const windowEnd = (reading: Reading) => sql`k.entered_at + ${windowOf(reading)}`
