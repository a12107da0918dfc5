import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { refuseChanged } from '../../../core/action/unchanged-since.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { makeContext, systemActor } from '../../../platform/actions/services.ts'
import { mayReach } from '../../../platform/rights/decide.ts'
import type {
  createJourney as createDefinition,
  deleteJourney as deleteDefinition,
  pauseJourney as pauseDefinition,
  startJourney as startDefinition,
  updateJourney as updateDefinition,
} from '../actions.ts'
import { checkDefinition } from '../check-definition.ts'
import { type JourneyDefinition, openJourney } from '../definition.ts'
import { journeyEnded } from '../events.ts'
import { beginCalendar } from './calendar-tick.ts'
import { doorPortion, enterByRule } from './enter-by-hand.ts'
import { findLoops, runningBeside } from './find-loops.ts'
import { stepActions } from './step-actions.ts'
import { readOne, readRow } from './read-journeys.ts'

export async function checkForUse(ctx: Ctx, definition: JourneyDefinition): Promise<void> {
  const { rows } = await sql<{ id: string; channel: string }>`select id, channel from templates`.execute(ctx.db)
  const accounts = await sql<{ id: string; channel: string }>`select id, channel from channel_accounts`.execute(ctx.db)
  // Nobody reads when a journey goes on, so “is me” would be nobody.
  const dictionary = { ...(await ctx.dictionary('customer')), me: null }
  const byId = (of: readonly { id: string; channel: string }[]) => new Map(of.map(({ id, channel }) => [id, channel]))
  const written = byId(rows)
  checkDefinition(definition, {
    dictionary,
    templates: new Set(written.keys()),
    steps: stepActions(ctx),
    accounts: { channelOf: byId(accounts.rows), writtenFor: written },
  })
}

/** A journey does things as the program: what is closed to its writer is closed to its steps. @throws Problem as the actions themselves */
async function checkActs(ctx: Ctx, definition: JourneyDefinition): Promise<void> {
  for (const { act } of openJourney(definition).steps.values()) {
    const action = act && ctx.registry.actions.get(act.action)?.definition
    if (action) await mayReach(ctx.services, ctx.onlooker, { ...action, isQuestion: false }, act.input, ctx.db)
  }
}

/** @throws Problem journey.*, rule.*, rights.field-closed */
export async function createJourney(ctx: Ctx, { name, definition }: InputOf<typeof createDefinition>): Promise<{ id: string }> {
  await checkForUse(ctx, definition)
  await checkActs(ctx, definition)
  const id = ctx.newId()
  await sql`insert into journeys (id, name, state, definition, version, created_by, created_at, updated_at)
    values (${id}, ${name}, 'draft', ${JSON.stringify(definition)}::jsonb, 1, ${ctx.actor.id}, ${ctx.now}, ${ctx.now})`.execute(ctx.db)
  await keepVersion(ctx, id, 1, definition)
  return { id }
}

async function keepVersion(ctx: Ctx, id: string, version: number, definition: JourneyDefinition): Promise<void> {
  await sql`insert into journey_versions (journey_id, version, definition, created_at) values (${id}, ${version}, ${JSON.stringify(definition)}::jsonb, ${ctx.now})
    on conflict (journey_id, version) do update set definition = excluded.definition, created_at = excluded.created_at`.execute(ctx.db)
}

/** A version that customers have walked is never changed: a new one is made beside it. @throws Problem record.changed-meanwhile */
export async function updateJourney(
  ctx: Ctx,
  { id, name, definition, unchangedSince }: InputOf<typeof updateDefinition>,
): Promise<AnswerOf<typeof updateDefinition>> {
  await checkForUse(ctx, definition)
  await checkActs(ctx, definition)
  const row = await readRow(ctx, id)
  refuseChanged(unchangedSince, row.updated_at)
  const isSame = JSON.stringify(sorted(row.definition)) === JSON.stringify(sorted(definition))
  const version = row.started_at === null || isSame ? row.version : row.version + 1
  await sql`update journeys set name = ${name}, definition = ${JSON.stringify(definition)}::jsonb, version = ${version}, updated_at = ${ctx.now} where id = ${id}`.execute(
    ctx.db,
  )
  if (!isSame) await keepVersion(ctx, id, version, definition)
  return { id, version }
}

/** With the keys of every object in one order: the database keeps them in its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

/** Those who are there already come in when a journey is first started, where it says so. */
export async function startJourney(ctx: Ctx, { id }: InputOf<typeof startDefinition>): Promise<AnswerOf<typeof startDefinition>> {
  const journey = await readOne(ctx, id)
  await checkForUse(ctx, journey.open.definition)
  const isFirst = journey.row.started_at === null
  if (journey.row.state !== 'live') await beginCalendar(ctx, id)
  await sql`update journeys set state = 'live', started_at = coalesce(started_at, ${ctx.now}), paused_at = null, paused_why = null, updated_at = ${ctx.now} where id = ${id}`.execute(
    ctx.db,
  )
  const loops = (await findLoops(ctx, journey, await runningBeside(ctx, journey))).map((loop) => ({ names: loop.map((one) => one.name) }))
  const { existing } = journey.open.trigger
  const isByHand = journey.open.definition.trigger.kind === 'by-hand'
  if (!isFirst || !existing) return { id, entered: 0, holdout: 0, refused: [], more: false, loops }
  return { id, loops, ...(await enterByRule(ctx, journey, existing, doorPortion, isByHand ? undefined : 'existing')) }
}

export async function pauseJourney(ctx: Ctx, { id }: InputOf<typeof pauseDefinition>): Promise<{ id: string }> {
  const row = await readRow(ctx, id)
  if (row.state !== 'live') throw new Problem('journey.not-live', { name: row.name })
  await sql`update journeys set state = 'paused', paused_at = ${ctx.now}, updated_at = ${ctx.now} where id = ${id}`.execute(ctx.db)
  return { id }
}

export async function deleteJourney(ctx: Ctx, { id }: InputOf<typeof deleteDefinition>): Promise<{ id: string }> {
  const row = await readRow(ctx, id)
  await sql`update journeys set state = 'deleted', updated_at = ${ctx.now} where id = ${id}`.execute(ctx.db)
  const { rows } = await sql<{
    customer_id: string
    id: string
    arm: string
  }>`update journey_runs set state = 'ended', wake_at = null, ended_at = ${ctx.now}, outcome = 'deleted'
    where journey_id = ${id} and state in ('ready', 'waiting') returning customer_id, id, arm`.execute(ctx.db)
  await sql`delete from journey_pokes where journey_id = ${id}`.execute(ctx.db)
  await sql`delete from journey_calendars where journey_id = ${id}`.execute(ctx.db)
  // The journey ends for everybody in it, whomever of them its deleter sees.
  const program = await makeContext(ctx.services, systemActor('journeys'), ctx.source, { db: ctx.db, client: ctx.client })
  for (let i = 0; i < rows.length; i += 5_000) {
    await program.recordAll(
      rows.slice(i, i + 5_000).map((run) => ({
        customerId: run.customer_id,
        kind: journeyEnded.name,
        occurredAt: ctx.now,
        payload: { journey: id, name: row.name, arm: run.arm, reason: 'deleted' },
      })),
    )
  }
  return { id }
}
