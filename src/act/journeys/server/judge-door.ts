import { type RawBuilder, sql } from 'kysely'
import { subtractDuration } from '../../../core/kit/duration.ts'
import { bucketNumber, compileRule } from '../../../core/rule/compile-rule.ts'
import { type GlobalHoldout, globalHoldoutName, inGlobalHoldout, openGlobalHoldout } from '../../../know/shop/global-holdout.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { holdoutBelow, type JourneyDefinition } from '../definition.ts'
import { singlesOut } from '../singles-out.ts'
import { higherJourneys } from './busy-customers.ts'
import type { AtTheDoor } from './at-the-door.ts'
import type { KeptJourney } from './read-journeys.ts'

/** More often than this in a day, by facts, nobody enters a journey because of anything they did themselves. */
export const mostADay = 10

/** Verdicts that make a run: those held out are measured. */
export const letIn = ['treated', 'held-out', 'global-holdout']

/** The run that stands in the way. */
const inTheWay = ['inside', 'entered-once', 'entered-lately']

/**
 * What becomes of each at the door, as the SQL of one statement over the customer `c`, the row of the door `d`, the run of theirs that stands
 * in the way `before`, and their restriction `kept`.
 */
export type Judgement = {
  readonly joins: RawBuilder<unknown>
  readonly where: RawBuilder<unknown>
  /** `treated`, held out in one of two ways, the reason why not, or null for a cause that let them in before. */
  readonly verdict: RawBuilder<unknown>
  /** Under which a refusal is written down once. */
  readonly refusedFor: RawBuilder<unknown>
  readonly details: RawBuilder<unknown>
}

export async function judgeDoor(ctx: Ctx, journey: KeptJourney, door: AtTheDoor): Promise<Judgement> {
  const { definition } = journey.open
  const audience = await audienceOf(ctx, door.audienceLater ? undefined : definition.audience, door.among)
  return {
    joins: sql`left join restrictions kept on kept.customer_id = c.id ${runBefore(ctx, journey.row.id, definition.reentry)}`,
    where: door.named ? sql`true` : audience,
    verdict: await verdictOf(ctx, journey, door, audience),
    refusedFor: door.named ? sql`came_for` : whatStays,
    details: await detailsOf(ctx, journey, door),
  }
}

/** What goes on to stand in the way is one refusal, however many facts of that customer come up against it. */
const whatStays = sql`case when verdict = any(${inTheWay}::text[]) then 'run:' || before_id::text
  when verdict = 'restricted' then 'restricted:' || restricted_since::text else came_for end`

async function audienceOf(ctx: Ctx, rule: JourneyDefinition['audience'], among: RawBuilder<unknown> | null): Promise<RawBuilder<unknown>> {
  if (!rule) return sql`true`
  return compileRule(rule, await ctx.dictionary('customer'), { now: ctx.now, timeZone: ctx.shop.timeZone, ...(among ? { among } : {}) })
}

/** Who may enter again does so only after the time set, counted from the last entry, and never while still inside; nobody twice for one cause. */
function runBefore(ctx: Ctx, journeyId: string, reentry: JourneyDefinition['reentry']): RawBuilder<unknown> {
  const isInside = sql`r.state in ('ready', 'waiting')`
  const isSame = sql`coalesce(r.cause ->> 'for', r.cause ->> 'key') = d.cause`
  const stands =
    reentry === 'once'
      ? sql`true`
      : sql`(${isInside} or r.entered_at > ${subtractDuration(ctx.now, reentry.after)}::timestamptz or ${isSame})`
  return sql`left join lateral (select r.id, r.entered_at, ${isInside} as is_inside, ${isSame} as is_same from journey_runs r
    where r.customer_id = c.id and r.journey_id = ${journeyId}::uuid and ${stands}
    order by is_same desc, is_inside desc, r.entered_at desc limit 1) before on true`
}

async function verdictOf(
  ctx: Ctx,
  { row, open }: KeptJourney,
  door: AtTheDoor,
  audience: RawBuilder<unknown>,
): Promise<RawBuilder<unknown>> {
  const { definition } = open
  const { setting, isMarketing } = await readDraw(ctx, definition)
  const grace = open.trigger.delay ? new Date(ctx.now.getTime() - open.trigger.delay.graceHours * 3_600_000) : null
  const isLate = door.late ? sql`true` : grace ? sql`d.wakes < ${grace}::timestamptz` : sql`false`
  const globally = isMarketing ? inGlobalHoldout(setting, sql.ref('c.id')) : sql`false`
  const singled = singlesOut(definition) && isMarketing ? sql`c.no_personalisation` : sql`false`
  const often = door.byFact && definition.reentry !== 'once' ? tooOften(ctx, row.id) : sql`false`
  const heldOut = sql`${bucketNumber(sql`${row.id}::text`, sql.ref('c.id'))} < ${holdoutBelow(definition)}::bigint`
  return sql`case when before.is_same then null when kept.customer_id is not null then 'restricted'
    when before.is_inside then 'inside' when before.id is not null then ${definition.reentry === 'once' ? 'entered-once' : 'entered-lately'}::text
    when ${door.named ? sql`(${audience}) is not true` : sql`false`} then 'does-not-fit'
    when ${isLate} then 'too-late' when ${singled} then 'no-personalisation'
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

/** The version tells the rule and the time of coming again as they were. */
async function detailsOf(ctx: Ctx, { row, open }: KeptJourney, door: AtTheDoor): Promise<RawBuilder<unknown>> {
  const [higher] = open.definition.whenBusy === 'wait' ? [] : await higherJourneys(ctx, row.id, open.definition)
  const due = door.late ? sql`${door.late.toISOString()}::text` : iso(sql`wakes`)
  return sql`jsonb_strip_nulls(jsonb_build_object('code', verdict, 'details', jsonb_strip_nulls(jsonb_build_object(
    'journey', case verdict when 'busy' then ${higher?.name ?? ''}::text end, 'due', case verdict when 'too-late' then ${due} end,
    'times', case verdict when 'too-often' then ${mostADay}::int end, 'since', case when verdict = any(${inTheWay}::text[]) then ${iso(sql`before_at`)} end,
    'version', case when verdict in ('does-not-fit', 'entered-lately') then ${row.version}::int end))))`
}

const iso = (at: RawBuilder<unknown>) => sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
