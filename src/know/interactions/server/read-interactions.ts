import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { isUuid } from '../../../core/kit/id.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { readInteractions as definition } from '../actions.ts'
import { interactionColumns, type InteractionRow, mayChangeRow } from './interaction-row.ts'

/** Of one customer, the newest first. */
export async function readInteractions(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const ids = input.ids?.split(',').filter(isUuid)
  const { rows } = await sql<InteractionRow>`select ${interactionColumns} from interactions
    where customer_id = ${input.id} ${ids ? sql`and id = any(${ids}::uuid[])` : sql``} order by occurred_at desc, id desc limit ${input.limit}`.execute(
    ctx.db,
  )
  return {
    interactions: rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      direction: row.direction,
      occurredAt: row.occurred_at.toISOString(),
      outcome: row.outcome,
      summary: row.summary,
      nextStep: row.next_step,
      nextStepDue: row.next_step_due?.toISOString() ?? null,
      person: row.person,
      contactId: row.contact_id,
      minutes: row.minutes,
      place: row.place,
      byId: row.by_id,
      byName: row.by_name,
      recordedAt: row.recorded_at.toISOString(),
      attachments: [...row.attachments],
      version: row.version,
      mayChange: mayChangeRow(ctx, row),
    })),
  }
}
