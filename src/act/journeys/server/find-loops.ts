import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { loopsThrough, type LoopJourney } from '../loops.ts'
import { type KeptJourney, readJourneys } from './read-journeys.ts'

/** The journeys that run beside this one. */
export const runningBeside = (ctx: Ctx, { row }: KeptJourney): Promise<KeptJourney[]> =>
  readJourneys(ctx, sql`state = 'live' and id <> ${row.id}`)

/** Circles of journeys in which one sets off the next, that go through this one; `others` run beside it. */
export async function findLoops(
  ctx: Ctx,
  journey: KeptJourney,
  others: readonly KeptJourney[],
): Promise<readonly (readonly LoopJourney[])[]> {
  const { rows } = await sql<{ id: string; rule: unknown }>`select id, rule from segments`.execute(ctx.db)
  const of = ({ row, open }: KeptJourney): LoopJourney => ({ id: row.id, name: row.name, open })
  return loopsThrough(of(journey), others.map(of), new Map(rows.map((row) => [row.id, row.rule])))
}
