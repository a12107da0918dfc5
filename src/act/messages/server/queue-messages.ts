import { sql } from 'kysely'
import type { InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { QueuedMessage, queueMessages as batchDefinition, sendMessage as oneDefinition } from '../actions.ts'
import { template } from '../template.ts'

/**
 * The one door: every message begins here as a row and leaves through the outbox. A message whose key the customer has
 * already is left out.
 */
export async function queueMessages(ctx: Ctx, { messages }: InputOf<typeof batchDefinition>): Promise<{ queued: number }> {
  if (ctx.actor.kind !== 'system' && messages.some((m) => m.journeyId !== undefined || m.runId !== undefined))
    throw new Problem('access.denied')
  return {
    queued: await insert(
      ctx,
      messages.map((message) => ({ ...message, id: ctx.newId(), dueAt: ctx.now })),
    ),
  }
}

export async function sendMessage(ctx: Ctx, input: InputOf<typeof oneDefinition>): Promise<{ id: string }> {
  const found = await sql<{
    customer: boolean
    template: boolean
  }>`select exists (select 1 from customers where id = ${input.customerId}) as customer,
    exists (select 1 from templates where id = ${input.templateId}) as template`.execute(ctx.db)
  if (!found.rows[0]?.customer) throw new Problem('record.missing', { what: { zh: '客户', en: 'customer' } })
  if (!found.rows[0].template) throw new Problem('record.missing', { what: template.label })
  const id = ctx.newId()
  await insert(ctx, [
    {
      customerId: input.customerId,
      templateId: input.templateId,
      key: `by-hand:${id}`,
      id,
      dueAt: input.dueAt ? new Date(input.dueAt) : ctx.now,
    },
  ])
  return { id }
}

type Row = QueuedMessage & { readonly id: string; readonly dueAt: Date }

async function insert(ctx: Ctx, rows: readonly Row[]): Promise<number> {
  if (rows.length === 0) return 0
  const { numAffectedRows } = await sql`
    insert into messages (customer_id, id, channel, kind, template_id, journey_id, run_id, step, key, state, due_at, created_at)
    select r."customerId", r.id, 'email', coalesce(t.kind, 'marketing'), r."templateId", r."journeyId", r."runId", r.step, r.key, 'queued', r."dueAt", ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r("customerId" uuid, id uuid, "templateId" uuid, "journeyId" uuid, "runId" uuid, step text, key text, "dueAt" timestamptz)
      left join templates t on t.id = r."templateId"
    on conflict (customer_id, key) do nothing`.execute(ctx.db)
  return Number(numAffectedRows ?? 0)
}
