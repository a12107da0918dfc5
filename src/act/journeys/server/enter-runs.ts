import { type RawBuilder, sql } from 'kysely'
import { subtractDuration } from '../../../core/kit/duration.ts'
import { bucketNumber, compileRule } from '../../../core/rule/compile-rule.ts'
import { type GlobalHoldout, globalHoldoutName, inGlobalHoldout, openGlobalHoldout } from '../../../know/shop/global-holdout.ts'
import type { Ctx, ToldFact } from '../../../platform/actions/context.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import { holdoutBelow, type JourneyDefinition } from '../definition.ts'
import { journeyEntered, journeyKeptOut } from '../events.ts'
import { singlesOut } from '../singles-out.ts'
import { higherJourneys } from './busy-customers.ts'
import type { KeptJourney } from './read-journeys.ts'
import { stopLooping } from './stop-looping.ts'
import { tally } from './tallies.ts'

/** Who is at the door, once each, with the cause that the same customer may enter for once; see `atTheDoor` for the columns. */
export type AtTheDoor = {
  readonly rows: RawBuilder<unknown>
  readonly among: RawBuilder<unknown> | null
  readonly why: { readonly code: string; readonly details?: Record<string, unknown> }
  /** What they come for is so long ago that nobody is let in any more: since when it was due. */
  readonly late?: Date
  /** Who fits the audience is asked when the run first goes on. */
  readonly audienceLater?: boolean
  /** A fact let them in, which the journey's own doing may have brought about. */
  readonly byFact?: boolean
}

/** The columns of a door; `told` and `seq` say which fact it was, `wakes` when the run begins, `context` what templates may use. */
export function atTheDoor(columns: {
  readonly customer: RawBuilder<unknown>
  readonly cause: RawBuilder<unknown>
  readonly told?: RawBuilder<unknown>
  readonly seq?: RawBuilder<unknown>
  readonly wakes?: RawBuilder<unknown>
  readonly context?: RawBuilder<unknown>
}): RawBuilder<unknown> {
  const { customer, cause, told, seq, wakes, context } = columns
  return sql`${customer} as customer_id, ${cause} as cause, ${told ?? sql`null`}::timestamptz as told, ${seq ?? sql`null`}::bigint as seq,
    ${wakes ?? sql`null`}::timestamptz as wakes, ${context ?? sql`null`}::jsonb as context`
}

type Entered = { customer_id: string; arm: string; cause: string; code: string | null }

/** More often than this in a day, by facts, nobody enters a journey because of anything they did themselves. */
export const mostADay = 10

/**
 * Lets customers in, in one statement, so the door holds a portion of a large base and no more: those the audience rule takes, who may enter again, each once for one cause. The
 * arm is a stable number of the customer for this journey. Those held out become runs too: they are measured. Who fits and is
 * not let in all the same is written down with the reason.
 * @returns how many entered, those held out counted
 */
export async function enterRuns(ctx: Ctx, journey: KeptJourney, door: AtTheDoor): Promise<number> {
  const { row, open } = journey
  const { definition } = open
  const card = ctx.registry.cards.get('customer')
  if (!card) throw new Error('no entity customer')
  const why = JSON.stringify(door.why)
  const audience = door.audienceLater ? undefined : definition.audience
  const { rows } = await sql<Entered>`
    with door as materialized (${door.rows}),
    fit as (
      select c.id as customer_id, ${causeOf(definition.reentry)} as cause, d.cause as came_for, ${await verdictOf(ctx, journey, door)} as verdict,
        coalesce(d.told, ${ctx.now}::timestamptz) as told, coalesce(d.seq, h.seq, 0) as seq, d.wakes, d.context
      ${fromClause(card, null, tablesNamed(card, audience ? [audience] : []))} join door d on d.customer_id = c.id left join log_heads h on h.customer_id = c.id
      where ${await audienceOf(ctx, audience, door.among)} and ${mayEnter(ctx, row.id, definition.reentry)}
        and not exists (select 1 from restrictions x where x.customer_id = c.id)
    ), entered as (
      insert into journey_runs (customer_id, id, journey_id, version, arm, step, state, wake_at, steps_taken, entered_at, cause, context)
      select customer_id, ${runIdOf(row.id)}, ${row.id}::uuid, ${row.version}::int, case verdict when 'treated' then 'treated' else 'holdout' end, ${open.first}::text,
        case verdict when 'treated' then 'ready' else 'holdout' end, case verdict when 'treated' then greatest(wakes, ${ctx.now}::timestamptz) end, 1, ${ctx.now}::timestamptz,
        jsonb_build_object('key', cause, 'why', case verdict when 'treated' then ${why}::jsonb else jsonb_build_object('code', verdict) end),
        jsonb_strip_nulls(jsonb_build_object('from', jsonb_build_object('at', told, 'seq', seq), 'given', context, 'asksAudience', case when ${door.audienceLater === true} then true end))
      from fit where verdict in ('treated', 'held-out', 'global-holdout') on conflict do nothing returning customer_id, id, arm, cause
    ), told as (
      insert into journey_steps (customer_id, run_id, number, journey_id, step, at, what, reason)
      select customer_id, id, 0, ${row.id}::uuid, ${open.first}::text, ${ctx.now}::timestamptz, case arm when 'holdout' then 'held-out' else 'entered' end, cause -> 'why'
      from entered
    ), skipped as (
      insert into journey_skips (customer_id, id, journey_id, cause, at, code, reason)
      select customer_id, ${skipIdOf(row.id)}, ${row.id}::uuid, came_for, ${ctx.now}::timestamptz, verdict, ${await skipDetails(ctx, journey, door)}
      from fit where verdict not in ('treated', 'held-out', 'global-holdout') on conflict do nothing returning customer_id, cause, code
    )
    select customer_id, arm, cause ->> 'key' as cause, null as code from entered
    union all select customer_id, 'skipped', cause, code from skipped`.execute(ctx.db)
  const [out, came] = [rows.filter((run) => run.code !== null), rows.filter((run) => run.code === null)]
  const kept = out.filter((run) => run.code === 'no-personalisation')
  await ctx.recordAll([...came.map((run) => enteredFact(ctx, row, door, run)), ...kept.map((run) => keptOutFact(ctx, row, run))])
  await tally(
    ctx,
    row.id,
    came.map(({ arm }) => ({ step: open.first, what: arm === 'holdout' ? 'held-out' : 'entered' })),
  )
  if (out.some((run) => run.code === 'too-often')) await stopLooping(ctx, journey)
  return came.length
}

/** What becomes of who fits: `treated`, held out in one of two ways, or the reason why not. */
async function verdictOf(ctx: Ctx, { row, open }: KeptJourney, door: AtTheDoor): Promise<RawBuilder<unknown>> {
  const { definition } = open
  if (door.late) return sql`'too-late'`
  const { setting, isMarketing } = await readDraw(ctx, definition)
  const grace = open.trigger.delay ? new Date(ctx.now.getTime() - open.trigger.delay.graceHours * 3_600_000) : null
  const globally = isMarketing ? inGlobalHoldout(setting, sql.ref('c.id')) : sql`false`
  const singled = singlesOut(definition) && isMarketing ? sql`c.no_personalisation` : sql`false`
  const often = door.byFact && definition.reentry !== 'once' ? tooOften(ctx, row.id) : sql`false`
  const heldOut = sql`${bucketNumber(sql`${row.id}::text`, sql.ref('c.id'))} < ${holdoutBelow(definition)}::bigint`
  return sql`case when ${singled} then 'no-personalisation' when ${grace ? sql`d.wakes < ${grace}::timestamptz` : sql`false`} then 'too-late'
    when ${often} then 'too-often' when ${await busyDoor(ctx, row.id, definition)} then 'busy'
    when ${globally} then 'global-holdout' when ${heldOut} then 'held-out' else 'treated' end`
}

async function readDraw(ctx: Ctx, definition: JourneyDefinition): Promise<{ setting: GlobalHoldout; isMarketing: boolean }> {
  const templates = definition.steps.flatMap((step) => (typeof step.templateId === 'string' ? [step.templateId] : []))
  const { rows } = await sql<{
    value: unknown
    marketing: boolean
  }>`select (select value from settings where name = ${globalHoldoutName}) as value,
    exists (select 1 from templates t where t.id = any(${templates}::uuid[]) and t.kind = 'marketing') as marketing`.execute(ctx.db)
  return { setting: openGlobalHoldout(rows[0]?.value), isMarketing: rows[0]?.marketing ?? false }
}

function tooOften(ctx: Ctx, journeyId: string): RawBuilder<unknown> {
  const since = subtractDuration(ctx.now, { amount: 1, unit: 'days' })
  return sql`(select count(*) from journey_runs o where o.customer_id = c.id and o.journey_id = ${journeyId}::uuid and o.entered_at > ${since}::timestamptz) >= ${mostADay}::int`
}

/** Who walks a higher journey of the same intent is not let in, unless the journey is one that waits. */
async function busyDoor(ctx: Ctx, journeyId: string, definition: JourneyDefinition): Promise<RawBuilder<unknown>> {
  if (definition.whenBusy === 'wait') return sql`false`
  const higher = await higherJourneys(ctx, journeyId, definition)
  if (higher.length === 0) return sql`false`
  return sql`exists (select 1 from journey_runs b where b.customer_id = c.id and b.state in ('ready', 'waiting') and b.journey_id = any(${higher.map((one) => one.id)}::uuid[]))`
}

async function skipDetails(ctx: Ctx, { row, open }: KeptJourney, door: AtTheDoor): Promise<RawBuilder<unknown>> {
  const [higher] = open.definition.whenBusy === 'wait' ? [] : await higherJourneys(ctx, row.id, open.definition)
  const due = door.late ? sql`${door.late.toISOString()}::text` : sql`to_char(wakes at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
  return sql`jsonb_strip_nulls(jsonb_build_object('code', verdict, 'details', jsonb_strip_nulls(jsonb_build_object(
    'journey', case verdict when 'busy' then ${higher?.name ?? ''}::text end, 'due', case verdict when 'too-late' then ${due} end,
    'times', case verdict when 'too-often' then ${mostADay}::int end))))`
}

/** UUID version 8 (RFC 9562, section 5.8) of what makes the run unique: computed in SQL, the same when repeated. */
function runIdOf(journeyId: string): RawBuilder<unknown> {
  return sql`overlay(overlay(md5(customer_id::text || ${journeyId}::text || cause) placing '8' from 13) placing '8' from 17)::uuid`
}

const skipIdOf = (journeyId: string) =>
  sql`overlay(overlay(md5(customer_id::text || ${journeyId}::text || came_for || verdict) placing '8' from 13) placing '8' from 17)::uuid`

type Reentry = JourneyDefinition['reentry']

function causeOf(reentry: Reentry): RawBuilder<unknown> {
  return reentry === 'once' ? sql`'once'` : sql.ref('d.cause')
}

/** Who may enter again does so only after the time set, counted from the last entry, and never while still inside. */
function mayEnter(ctx: Ctx, journeyId: string, reentry: Reentry): RawBuilder<unknown> {
  const mine = sql`select 1 from journey_runs r where r.customer_id = c.id and r.journey_id = ${journeyId}::uuid`
  if (reentry === 'once') return sql`not exists (${mine})`
  const since = subtractDuration(ctx.now, reentry.after)
  return sql`not exists (${mine} and (r.state in ('ready', 'waiting') or r.entered_at > ${since}::timestamptz or r.cause ->> 'key' = d.cause))`
}

async function audienceOf(ctx: Ctx, rule: JourneyDefinition['audience'], among: RawBuilder<unknown> | null): Promise<RawBuilder<unknown>> {
  if (!rule) return sql`true`
  return compileRule(rule, await ctx.dictionary('customer'), { now: ctx.now, timeZone: ctx.shop.timeZone, ...(among ? { among } : {}) })
}

const enteredFact = (ctx: Ctx, row: KeptJourney['row'], door: AtTheDoor, run: Entered): ToldFact => ({
  customerId: run.customer_id,
  kind: journeyEntered.name,
  occurredAt: ctx.now,
  payload: { journey: row.id, name: row.name, arm: run.arm, reason: run.arm === 'holdout' ? 'held-out' : door.why.code },
})

/** Whoever refuses personalisation is not let into what chooses people by it: their timeline says so, once for each cause. */
const keptOutFact = (ctx: Ctx, row: KeptJourney['row'], { customer_id: customerId, cause }: Entered): ToldFact => ({
  customerId,
  kind: journeyKeptOut.name,
  occurredAt: ctx.now,
  payload: { journey: row.id, name: row.name, reason: 'no-personalisation' },
  key: `kept-out:${row.id}:${cause}`,
})
