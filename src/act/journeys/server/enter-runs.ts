import { type RawBuilder, sql } from 'kysely'
import type { Ctx, ToldFact } from '../../../platform/actions/context.ts'
import { fromClause, tablesNamed } from '../../../platform/records/find-records.ts'
import type { JourneyDefinition } from '../definition.ts'
import { journeyEntered, journeyKeptOut } from '../events.ts'
import type { AtTheDoor } from './at-the-door.ts'
import { judgeDoor, letIn } from './judge-door.ts'
import type { KeptJourney } from './read-journeys.ts'
import { stopLooping } from './stop-looping.ts'
import { tally } from './tallies.ts'

/** What came of a door: how many entered, those held out counted, how many were, and how many stayed outside for which reason. */
export type Passed = { readonly entered: number; readonly holdout: number; readonly refused: Readonly<Record<string, number>> }

type Outcome = { customer_id: string; arm: 'treated' | 'holdout' | 'refused'; cause: string; code: string | null; n: number }

/**
 * Lets customers in, in one statement, so the door holds a portion of a large base and no more: those the audience rule takes, who
 * may enter again, each once for one cause. The arm is a stable number of the customer for this journey. Those held out become runs
 * too: they are measured. Who is not let in is written down with the reason, except whom the audience rule does not mean where
 * nobody named them.
 */
export async function enterRuns(ctx: Ctx, journey: KeptJourney, door: AtTheDoor): Promise<Passed> {
  const { row, open } = journey
  const { definition } = open
  const card = ctx.registry.cards.get('customer')
  if (!card) throw new Error('no entity customer')
  const why = JSON.stringify(door.why)
  const { joins, where, verdict, refusedFor, details } = await judgeDoor(ctx, journey, door)
  const { rows } = await sql<Outcome>`
    with door as materialized (${door.rows}),
    judged as (
      select c.id as customer_id, ${causeOf(definition.reentry)} as cause, d.cause as came_for, ${verdict} as verdict,
        coalesce(d.told, ${ctx.now}::timestamptz) as told, coalesce(d.seq, h.seq, 0) as seq, d.wakes, d.context,
        before.id as before_id, before.entered_at as before_at, kept.since as restricted_since
      ${fromClause(card, null, tablesNamed(card, definition.audience && !door.audienceLater ? [definition.audience] : []))}
        join door d on d.customer_id = c.id left join log_heads h on h.customer_id = c.id ${joins}
      where ${where}
    ), entered as (
      insert into journey_runs (customer_id, id, journey_id, version, arm, step, state, wake_at, steps_taken, entered_at, cause, context)
      select customer_id, ${runIdOf(row.id)}, ${row.id}::uuid, ${row.version}::int, case verdict when 'treated' then 'treated' else 'holdout' end, ${open.first}::text,
        case verdict when 'treated' then 'ready' else 'holdout' end, case verdict when 'treated' then greatest(wakes, ${ctx.now}::timestamptz) end, 1, ${ctx.now}::timestamptz,
        jsonb_strip_nulls(jsonb_build_object('key', cause, 'for', nullif(came_for, cause), 'why', case verdict when 'treated' then ${why}::jsonb else jsonb_build_object('code', verdict) end)),
        jsonb_strip_nulls(jsonb_build_object('from', jsonb_build_object('at', told, 'seq', seq), 'given', context, 'asksAudience', case when ${door.audienceLater === true} then true end))
      from judged where verdict = any(${letIn}::text[]) on conflict do nothing returning customer_id, id, arm, cause
    ), told as (
      insert into journey_steps (customer_id, run_id, number, journey_id, step, at, what, reason)
      select customer_id, id, 0, ${row.id}::uuid, ${open.first}::text, ${ctx.now}::timestamptz, case arm when 'holdout' then 'held-out' else 'entered' end, cause -> 'why'
      from entered
    ), skipped as (
      insert into journey_skips (customer_id, id, journey_id, cause, at, code, reason)
      select customer_id, ${skipIdOf(row.id)}, ${row.id}::uuid, refused_for, ${ctx.now}::timestamptz, verdict, ${details}
      from (select *, ${refusedFor} as refused_for from judged where verdict <> all(${letIn}::text[])) r on conflict do nothing returning customer_id, cause, code
    )
    select customer_id, arm, cause ->> 'key' as cause, null as code, 1 as n from entered
    union all select customer_id, 'refused', cause, code, 0 from skipped where code in ('no-personalisation', 'too-often')
    union all select null, 'refused', null, coalesce(verdict, 'repeated'), count(*) from judged where verdict is null or verdict <> all(${letIn}::text[]) group by verdict
    ${door.named ? unknown : sql``}`.execute(ctx.db)
  const came = rows.filter(({ arm }) => arm !== 'refused')
  const news = rows.filter(({ n }) => n === 0)
  const kept = news.filter(({ code }) => code === 'no-personalisation')
  await ctx.recordAll([...came.map((run) => enteredFact(ctx, row, door, run)), ...kept.map((run) => keptOutFact(ctx, row, run))])
  await tally(
    ctx,
    row.id,
    came.map(({ arm }) => ({ step: open.first, what: arm === 'holdout' ? 'held-out' : 'entered' })),
  )
  if (news.length > kept.length) await stopLooping(ctx, journey)
  const refused = rows.flatMap(({ code, n }): [string, number][] => (code !== null && n > 0 ? [[code, n]] : []))
  return { entered: came.length, holdout: came.filter(({ arm }) => arm === 'holdout').length, refused: Object.fromEntries(refused) }
}

/** Of those who were named, how many are no customers. */
const unknown = sql`union all select null, 'refused', null, 'unknown', count(*) from door d where not exists (select 1 from judged j where j.customer_id = d.customer_id) having count(*) > 0`

/** UUID version 8 (RFC 9562, section 5.8) of what makes the run unique: computed in SQL, the same when repeated. */
function runIdOf(journeyId: string): RawBuilder<unknown> {
  return sql`overlay(overlay(md5(customer_id::text || ${journeyId}::text || cause) placing '8' from 13) placing '8' from 17)::uuid`
}

const skipIdOf = (journeyId: string) =>
  sql`overlay(overlay(md5(customer_id::text || ${journeyId}::text || refused_for || verdict) placing '8' from 13) placing '8' from 17)::uuid`

function causeOf(reentry: JourneyDefinition['reentry']): RawBuilder<unknown> {
  return reentry === 'once' ? sql`'once'` : sql.ref('d.cause')
}

const enteredFact = (ctx: Ctx, row: KeptJourney['row'], door: AtTheDoor, run: Outcome): ToldFact => ({
  customerId: run.customer_id,
  kind: journeyEntered.name,
  occurredAt: ctx.now,
  payload: { journey: row.id, name: row.name, arm: run.arm, reason: run.arm === 'holdout' ? 'held-out' : door.why.code },
})

/** Whoever refuses personalisation is not let into what chooses people by it: their timeline says so, once for each cause. */
const keptOutFact = (ctx: Ctx, row: KeptJourney['row'], { customer_id: customerId, cause }: Outcome): ToldFact => ({
  customerId,
  kind: journeyKeptOut.name,
  occurredAt: ctx.now,
  payload: { journey: row.id, name: row.name, reason: 'no-personalisation' },
  key: `kept-out:${row.id}:${cause}`,
})
