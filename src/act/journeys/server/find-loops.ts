import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { loopsThrough, type LoopJourney } from '../loops.ts'
import { type KeptJourney, readJourneys } from './read-journeys.ts'

/** Circles of running journeys in which one sets off the next, that go through this one. */
export async function findLoops(ctx: Ctx, journey: KeptJourney): Promise<readonly (readonly LoopJourney[])[]> {
  const others = await readJourneys(ctx, sql`state = 'live' and id <> ${journey.row.id}`)
  const { rows } = await sql<{ id: string; rule: unknown }>`select id, rule from segments`.execute(ctx.db)
  const of = ({ row, open }: KeptJourney): LoopJourney => ({ id: row.id, name: row.name, open })
  return loopsThrough(of(journey), others.map(of), new Map(rows.map((row) => [row.id, row.rule])))
}
