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
  if (ctx.actor.kind !== 'system' && messages.some((m) => m.journeyId !== undefined || m.runId !== undefined || m.campaignId !== undefined))
    throw new Problem('access.denied')
  return { queued: await insert(ctx, messages) }
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
  await insert(ctx, [{ ...input, id, key: `by-hand:${id}` }])
  return { id }
}

type Row = QueuedMessage & { readonly id?: string }

const usualPriority = 50

/** The channel is what was asked for, else the account's, else the template's. */
async function insert(ctx: Ctx, messages: readonly Row[]): Promise<number> {
  if (messages.length === 0) return 0
  const rows = messages.map((message) => ({ priority: usualPriority, dueAt: ctx.now, ...message, id: message.id ?? ctx.newId() }))
  const { numAffectedRows } = await sql`
    insert into messages (customer_id, id, channel, kind, template_id, journey_id, run_id, step, key, state, due_at, created_at,
      campaign_id, variant, account_id, priority, context, language, expires_at)
    select r."customerId", r.id, coalesce(r.channel, a.channel, t.channel, 'email'), coalesce(t.kind, 'marketing'), r."templateId", r."journeyId", r."runId",
      r.step, r.key, 'queued', r."dueAt", ${ctx.now}, r."campaignId", r.variant, r."accountId", r.priority, r.context, r.language, r."expiresAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r("customerId" uuid, id uuid, "templateId" uuid, "journeyId" uuid, "runId" uuid, step text, key text, "dueAt" timestamptz, "expiresAt" timestamptz,
        "campaignId" uuid, variant text, channel text, "accountId" uuid, priority smallint, context jsonb, language text)
      left join templates t on t.id = r."templateId" left join channel_accounts a on a.id = r."accountId"
    on conflict (customer_id, key) do nothing`.execute(ctx.db)
  return Number(numAffectedRows ?? 0)
}
