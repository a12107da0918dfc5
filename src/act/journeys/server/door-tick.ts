import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { type DoorWork, doorPortion, doorWork, enterPortion } from './enter-by-hand.ts'
import { openDefinition, readJourneys } from './read-journeys.ts'

/** Goes on letting in the members of a large segment, a portion a transaction; after a crash with the next portion. */
export const doorTick: Tick = {
  name: 'journey-doors',
  everyMs: 1_000,
  // Looked at without a transaction first: mostly nobody stands at a door.
  run: async (services) => (await isWaiting(services, doorWork)) && asSystem(services, 'journeys', (ctx) => enterNext(ctx)),
}

/** Whether work of this kind waits to be gone on with. */
export async function isWaiting({ database }: Services, kind: string): Promise<boolean> {
  const { rows } = await sql<{
    found: boolean
  }>`select exists (select 1 from work where kind = ${kind} and state = 'waiting') as found`.execute(database.db)
  return rows[0]?.found === true
}

type Work = { readonly id: string; readonly input: DoorWork; readonly progress: { readonly after: string }; readonly definition: unknown }

/** So many doors are looked over for one at which people can be let in. */
const mostDoors = 50

/** A journey that is paused or cannot be read keeps its people waiting at the door; one that was deleted sends them away. @returns whether there is more */
export async function enterNext(ctx: Ctx, portion = doorPortion): Promise<boolean> {
  const mine = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(7236, 3) as mine`.execute(ctx.db)
  if (!mine.rows[0]?.mine) return false
  const { rows } =
    await sql<Work>`select w.id, w.input, w.progress, case when j.state = 'live' then j.definition end as definition from work w left join journeys j on j.id = (w.input ->> 'journey')::uuid
    where w.kind = ${doorWork} and w.state = 'waiting' and j.state is distinct from 'paused' order by w.created_at, w.id limit ${mostDoors}`.execute(
      ctx.db,
    )
  const work = rows.find(({ definition }) => definition === null || openDefinition(definition))
  if (!work) return false
  const [journey] = await readJourneys(ctx, sql`id = ${work.input.journey} and state = 'live'`)
  const next = journey ? (await enterPortion(ctx, journey, work.input, work.progress.after, portion)).next : null
  await (next === null
    ? sql`delete from work where id = ${work.id}`
    : sql`update work set progress = ${JSON.stringify({ after: next })}::jsonb, updated_at = ${ctx.now} where id = ${work.id}`
  ).execute(ctx.db)
  return true
}
