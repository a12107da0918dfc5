import { type RawBuilder, sql } from 'kysely'
import { subtractDuration } from '../../../core/kit/duration.ts'
import { bucketNumber, compileRule } from '../../../core/rule/compile-rule.ts'
import type { Ctx, ToldFact } from '../../../platform/actions/context.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import { holdoutBelow } from '../definition.ts'
import { journeyEntered, journeyKeptOut } from '../events.ts'
import { singlesOut } from '../singles-out.ts'
import type { KeptJourney } from './read-journeys.ts'

/** Who is at the door: rows of (customer_id, cause), the cause being what the same customer may enter for once. */
export type AtTheDoor = {
  readonly rows: RawBuilder<unknown>
  readonly among: RawBuilder<unknown> | null
  readonly why: { readonly code: string; readonly details?: Record<string, unknown> }
}

type Entered = { customer_id: string; id: string | null; arm: string; cause: string }

/**
 * Lets customers in, in one statement, so the door holds a portion of a large base and no more: those the audience rule takes, who may enter again, each once for one cause. The
 * arm is a stable number of the customer for this journey. Those held out become runs too: they are measured.
 * @returns how many entered, those held out counted
 */
export async function enterRuns(ctx: Ctx, { row, open }: KeptJourney, door: AtTheDoor): Promise<number> {
  const card = ctx.registry.cards.get('customer')
  if (!card) throw new Error('no entity customer')
  const why = JSON.stringify(door.why)
  const heldOut = sql`${bucketNumber(sql`${row.id}::text`, sql.ref('c.id'))} < ${holdoutBelow(open.definition)}::bigint`
  const { rows } = await sql<Entered>`
    with door as materialized (${door.rows}),
    fit as (
      select c.id as customer_id, ${causeOf(open.definition.reentry)} as cause, case when ${keptOut(open.definition)} then 'kept-out' when ${heldOut} then 'holdout' else 'treated' end as arm
      ${fromClause(card, null, tablesNamed(card, open.definition.audience ? [open.definition.audience] : []))} join door d on d.customer_id = c.id
      where ${await audienceOf(ctx, open.definition.audience, door.among)} and ${mayEnter(ctx, row.id, open.definition.reentry)}
        and not exists (select 1 from restrictions x where x.customer_id = c.id)
    ), entered as (
      insert into journey_runs (customer_id, id, journey_id, version, arm, step, state, wake_at, steps_taken, entered_at, cause)
      select customer_id, ${runIdOf(row.id)}, ${row.id}::uuid, ${row.version}::int, arm, ${open.first}::text,
        case arm when 'holdout' then 'holdout' else 'ready' end, case arm when 'holdout' then null else ${ctx.now}::timestamptz end, 1, ${ctx.now}::timestamptz,
        jsonb_build_object('key', cause, 'why', ${why}::jsonb)
      from fit where arm <> 'kept-out' on conflict do nothing returning customer_id, id, arm, cause ->> 'key' as cause
    ), told as (
      insert into journey_steps (customer_id, run_id, number, journey_id, step, at, what, reason)
      select customer_id, id, 0, ${row.id}::uuid, ${open.first}::text, ${ctx.now}::timestamptz, case arm when 'holdout' then 'held-out' else 'entered' end,
        case arm when 'holdout' then '{"code":"held-out"}'::jsonb else ${why}::jsonb end
      from entered
    )
    select customer_id, id, arm, cause from entered
    union all select customer_id, null, arm, cause from fit where arm = 'kept-out'`.execute(ctx.db)
  const [out, came] = [rows.filter((run) => run.arm === 'kept-out'), rows.filter((run) => run.arm !== 'kept-out')]
  await ctx.recordAll([...came.map((run) => enteredFact(ctx, row, door, run)), ...out.map((run) => keptOutFact(ctx, row, run))])
  return came.length
}

/** Whoever refuses personalisation, where marketing is sent to people who were chosen by it. */
function keptOut(definition: KeptJourney['open']['definition']): RawBuilder<unknown> {
  if (!singlesOut(definition)) return sql`false`
  const templates = definition.steps.flatMap((step) =>
    step.kind === 'send' && typeof step.templateId === 'string' ? [step.templateId] : [],
  )
  return sql`(c.no_personalisation and exists (select 1 from templates t where t.id = any(${templates}::uuid[]) and t.kind = 'marketing'))`
}

/** UUID version 8 (RFC 9562, section 5.8) of what makes the run unique: computed in SQL, the same when repeated. */
function runIdOf(journeyId: string): RawBuilder<unknown> {
  return sql`overlay(overlay(md5(customer_id::text || ${journeyId}::text || cause) placing '8' from 13) placing '8' from 17)::uuid`
}

type Reentry = KeptJourney['open']['definition']['reentry']

function causeOf(reentry: Reentry): RawBuilder<unknown> {
  return reentry === 'once' ? sql`'once'` : sql.ref('d.cause')
}

/** Who may enter again does so only after the time set, counted from the last entry, and never while still inside. */
function mayEnter(ctx: Ctx, journeyId: string, reentry: Reentry): RawBuilder<unknown> {
  const mine = sql`select 1 from journey_runs r where r.customer_id = c.id and r.journey_id = ${journeyId}::uuid`
  if (reentry === 'once') return sql`not exists (${mine})`
  const since = subtractDuration(ctx.now, reentry.after)
  return sql`not exists (${mine} and (r.state in ('ready', 'waiting') or r.entered_at > ${since}::timestamptz))`
}

async function audienceOf(
  ctx: Ctx,
  rule: KeptJourney['open']['definition']['audience'],
  among: RawBuilder<unknown> | null,
): Promise<RawBuilder<unknown>> {
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
