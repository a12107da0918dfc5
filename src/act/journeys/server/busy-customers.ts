import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { type JourneyDefinition, usualPriority } from '../definition.ts'

type HigherJourney = { readonly id: string; readonly name: string }

/** Another journey's may be no number, where it cannot be read any more. */
const priorityOf = sql`case when jsonb_typeof(definition -> 'priority') = 'number' then (definition ->> 'priority')::numeric else ${usualPriority}::int end`

/** The journeys of the same intent that go before this one, the highest first. Those that are paused keep their place. */
export async function higherJourneys(
  ctx: Ctx,
  journeyId: string,
  { intent, priority = usualPriority }: JourneyDefinition,
): Promise<HigherJourney[]> {
  if (intent === undefined) return []
  const { rows } = await sql<HigherJourney>`select id, name from journeys where state in ('live', 'paused') and id <> ${journeyId}
    and definition ->> 'intent' = ${intent} and ${priorityOf} > ${priority}
    order by ${priorityOf} desc, id`.execute(ctx.db)
  return rows
}

/** Which of these customers walk a higher journey, and the name of the highest. */
export async function busyCustomers(
  ctx: Ctx,
  higher: readonly HigherJourney[],
  customers: readonly string[],
): Promise<Map<string, string>> {
  if (higher.length === 0) return new Map()
  const { rows } = await sql<{
    customer_id: string
    journeys: string[]
  }>`select customer_id, array_agg(journey_id::text) as journeys from journey_runs
    where customer_id = any(${customers}::uuid[]) and state in ('ready', 'waiting') and journey_id = any(${higher.map((one) => one.id)}::uuid[])
    group by 1`.execute(ctx.db)
  return new Map(rows.map((row) => [row.customer_id, higher.find((one) => row.journeys.includes(one.id))?.name ?? '']))
}
