import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { askForWork } from '../../../platform/jobs/ask-for-work.ts'
import type { moveRuns as moveDefinition, previewMove as previewDefinition } from '../move-actions.ts'
import type { OpenJourney } from '../definition.ts'
import { journeyEnded } from '../events.ts'
import { isWaiting } from './door-tick.ts'
import { type KeptJourney, openOf, readOne } from './read-journeys.ts'
import { tally } from './tallies.ts'

/** So many go over with one transaction. */
const movePortion = 5_000
const moveWork = 'move-journey-runs'

type Targets = Readonly<Record<string, string | null>>
/** Where those go who stand at a step of an older version; `keeps`: the same wait goes on. */
type Passage = { readonly version: number; readonly step: string; readonly to: string | null; readonly keeps: boolean }
type Work = { readonly journey: string; readonly version: number; readonly passages: readonly Passage[] }

async function olderVersions(ctx: Ctx, { row }: KeptJourney): Promise<Map<number, OpenJourney>> {
  const { rows } = await sql<{ version: number; definition: unknown }>`select version, definition from journey_versions v
    where journey_id = ${row.id} and version <> ${row.version} and exists (
      select 1 from journey_runs r where r.journey_id = ${row.id} and r.version = v.version and r.state in ('ready', 'waiting'))`.execute(
    ctx.db,
  )
  return openOf(rows)
}

/** A step keeps its people where it has its name still; a wait of the same kind goes on as it was. */
function passageOf(version: number, step: string, old: OpenJourney | undefined, now: OpenJourney, targets: Targets): Passage | null {
  const chosen = targets[step]
  const to = chosen !== undefined ? chosen : now.steps.has(step) ? step : undefined
  if (to === undefined) return null
  const at = now.steps.get(step)
  // Of a version that cannot be read, whoever waits where the new one waits too goes on waiting.
  const isSame = old ? old.steps.get(step)?.kind === at?.kind : at?.pauses === true
  return { version, step, to, keeps: to === step && isSame }
}

export async function previewMove(
  ctx: Ctx,
  { id, targets }: InputOf<typeof previewDefinition>,
): Promise<AnswerOf<typeof previewDefinition>> {
  const journey = await readOne(ctx, id)
  const older = await olderVersions(ctx, journey)
  const { rows } = await sql<{ version: number; step: string; people: number }>`select version, step, count(*) as people from journey_runs
    where journey_id = ${id} and state in ('ready', 'waiting') and version <> ${journey.row.version} group by 1, 2 order by 1, 2`.execute(
    ctx.db,
  )
  const steps = rows.map(({ version, step, people }) => {
    const old = older.get(version)
    const passage = passageOf(version, step, old, journey.open, targets)
    const at = old?.steps.get(step)
    return {
      version,
      step,
      kind: at?.kind ?? null,
      written: old?.definition.steps.find((one) => one['id'] === step) ?? null,
      people,
      to: passage?.to ?? null,
      needsTarget: passage === null,
      keepsWaiting: passage?.keeps === true && (at ?? journey.open.steps.get(step))?.pauses === true,
    }
  })
  return { version: journey.row.version, people: steps.reduce((sum, { people }) => sum + people, 0), steps }
}

/** @throws Problem journey.step-unknown, journey.move-target */
export async function moveRuns(ctx: Ctx, input: InputOf<typeof moveDefinition>): Promise<AnswerOf<typeof moveDefinition>> {
  const journey = await readOne(ctx, input.id)
  const unknown = Object.entries(input.targets).find(([, to]) => to !== null && !journey.open.steps.has(to))
  if (unknown) throw new Problem('journey.step-unknown', { step: unknown[0], to: unknown[1], path: `targets.${unknown[0]}` })
  const { steps } = await previewMove(ctx, input)
  const lost = steps.find(({ needsTarget }) => needsTarget)
  if (lost) throw new Problem('journey.move-target', { step: lost.step, path: `targets.${lost.step}` })
  const older = await olderVersions(ctx, journey)
  // Of a version that cannot be read those steps are known at which somebody stands.
  const standing = steps.filter(({ version }) => !older.has(version))
  const passages = [
    ...[...older].flatMap(([version, old]) => [...old.steps.keys()].map((step) => ({ version, step, old }))),
    ...standing.map(({ version, step }) => ({ version, step, old: undefined })),
  ].flatMap(({ version, step, old }) => passageOf(version, step, old, journey.open, input.targets) ?? [])
  const work: Work = { journey: input.id, version: journey.row.version, passages }
  const moved = await movePeople(ctx, journey.row.name, work, movePortion)
  if (moved < movePortion) return { moved, more: false }
  await askForWork(ctx, { kind: moveWork, input: work })
  return { moved, more: true }
}

/** Whoever is just being moved by a claim is taken with a later portion, or has gone on in the old version, which it finishes. */
async function movePeople(ctx: Ctx, name: string, { journey, version, passages }: Work, portion: number): Promise<number> {
  const column = <T>(of: (one: Passage) => T): T[] => passages.map(of)
  const found = await sql<{ customer_id: string; id: string }>`select r.customer_id, r.id from journey_runs r
      join unnest(${column((p) => p.version)}::int[], ${column((p) => p.step)}::text[]) as n(version, step) on n.version = r.version and n.step = r.step
    where r.journey_id = ${journey} and r.state in ('ready', 'waiting') and r.version <> ${version} order by r.customer_id, r.id limit ${portion}`.execute(
    ctx.db,
  )
  if (found.rows.length === 0) return 0
  const customers = found.rows.map((row) => row.customer_id)
  const { rows } = await sql<{ customer_id: string; id: string; arm: string; ended: boolean; step: string }>`
    with passed as (
      select r.customer_id, r.id, r.version, r.step, r.steps_taken, n.target, n.keeps from journey_runs r
        join unnest(${column((p) => p.version)}::int[], ${column((p) => p.step)}::text[], ${column((p) => p.to)}::text[], ${column((p) => p.keeps)}::bool[])
          as n(version, step, target, keeps) on n.version = r.version and n.step = r.step
      where r.customer_id = any(${customers}::uuid[]) and r.id = any(${found.rows.map((row) => row.id)}::uuid[]) and r.journey_id = ${journey}
        and r.state in ('ready', 'waiting') and r.version <> ${version} order by r.customer_id for update of r
    ), moved as (
      update journey_runs r set version = ${version}, step = coalesce(p.target, r.step), steps_taken = r.steps_taken + 1,
        state = case when p.target is null then 'ended' when p.keeps then r.state else 'ready' end,
        wake_at = case when p.target is null then null when p.keeps or r.state = 'ready' then r.wake_at else ${ctx.now}::timestamptz end,
        outcome = case when p.target is null then 'moved-out' end, ended_at = case when p.target is null then ${ctx.now}::timestamptz end
      from passed p where r.customer_id = p.customer_id and r.id = p.id and r.customer_id = any(${customers}::uuid[])
      returning r.customer_id, r.id, r.arm, r.state = 'ended' as ended, r.step
    ), told as (
      insert into journey_steps (customer_id, run_id, number, journey_id, step, at, what, reason)
      select customer_id, id, steps_taken, ${journey}::uuid, coalesce(target, step), ${ctx.now}::timestamptz, case when target is null then 'ended' else 'moved' end,
        case when target is null then '{"code":"moved-out"}'::jsonb
          else jsonb_build_object('code', 'moved', 'details', jsonb_build_object('from', version, 'to', ${version}::int, 'step', step)) end
      from passed
    ) select customer_id, id, arm, ended, step from moved`.execute(ctx.db)
  await tally(
    ctx,
    journey,
    rows.map(({ step, ended }) => ({ step, what: ended ? 'ended' : 'moved' })),
  )
  await ctx.recordAll(
    rows
      .filter(({ ended }) => ended)
      .map((run) => ({
        customerId: run.customer_id,
        kind: journeyEnded.name,
        occurredAt: ctx.now,
        payload: { journey, name, arm: run.arm, reason: 'moved-out' },
      })),
  )
  return rows.length
}

/** Goes on with a large move, a portion a transaction. */
export const moveTick: Tick = {
  name: 'journey-moves',
  everyMs: 2_000,
  run: async (services) => (await isWaiting(services, moveWork)) && asSystem(services, 'journeys', (ctx) => moveNext(ctx)),
}

async function moveNext(ctx: Ctx, portion = movePortion): Promise<boolean> {
  const mine = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(7236, 37) as mine`.execute(ctx.db)
  if (!mine.rows[0]?.mine) return false
  const { rows } = await sql<{
    id: string
    input: Work
    name: string | null
    version: number | null
  }>`select w.id, w.input, j.name, j.version from work w
    left join journeys j on j.id = (w.input ->> 'journey')::uuid and j.state <> 'deleted'
    where w.kind = ${moveWork} and w.state = 'waiting' order by w.created_at, w.id limit 1`.execute(ctx.db)
  const [work] = rows
  if (!work) return false
  // Another version has come since: where people go has to be said anew.
  const isStale = work.name === null || work.version !== work.input.version
  const moved = isStale ? 0 : await movePeople(ctx, work.name ?? '', work.input, portion)
  if (moved < portion) await sql`delete from work where id = ${work.id}`.execute(ctx.db)
  return true
}
