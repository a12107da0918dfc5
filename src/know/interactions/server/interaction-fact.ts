import { sql } from 'kysely'
import { beginningOf } from '../../../core/kit/contact-token.ts'
import type { Ctx, ToldFact } from '../../../platform/actions/context.ts'
import { interactionRecorded } from '../events.ts'
import type { InteractionRow } from './interaction-row.ts'

const longestSummary = 500

const excerpt = (text: string | null) => text && beginningOf(text, longestSummary)

/** The fact that it happened, as it is true now. */
export function factOf(row: InteractionRow): ToldFact & { readonly kind: string } {
  const payload = {
    interaction: row.id,
    kind: row.kind,
    direction: row.direction,
    outcome: row.outcome,
    summary: excerpt(row.summary),
    nextStep: row.next_step,
    person: row.person,
    minutes: row.minutes,
    place: row.place,
    attachments: row.attachments.length,
    by: row.by_name,
    byId: row.by_id,
  }
  return { customerId: row.customer_id, kind: interactionRecorded.name, occurredAt: row.occurred_at, payload }
}

/** Makes the fact in the log say what is true now. What asks of it looks again because of the news told beside it. */
export async function rewriteFact(ctx: Ctx, row: InteractionRow): Promise<void> {
  const { payload } = factOf(row)
  await sql`update events set payload = ${JSON.stringify(payload)}::jsonb, occurred_at = ${row.occurred_at}
    where customer_id = ${row.customer_id} and kind = ${interactionRecorded.name} and payload ->> 'interaction' = ${row.id}`.execute(ctx.db)
}

export async function takeFactOut(ctx: Ctx, row: InteractionRow): Promise<void> {
  await sql`delete from events where customer_id = ${row.customer_id} and kind = ${interactionRecorded.name} and payload ->> 'interaction' = ${row.id}`.execute(
    ctx.db,
  )
}

/** Says in the log that a person did something with it: changed, removed, restored. */
export async function tellOf(ctx: Ctx, kind: string, row: InteractionRow): Promise<void> {
  const payload = {
    interaction: row.id,
    kind: row.kind,
    summary: excerpt(row.summary),
    occurredAt: row.occurred_at.toISOString(),
    by: ctx.actor.name,
    byId: ctx.actor.id,
  }
  await ctx.record({ customerId: row.customer_id, kind, occurredAt: ctx.now, payload })
}
