import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { holds } from '../../../platform/rights/decide.ts'
import { cancelTodo, reopenTodo } from '../../todos/actions.ts'
import { interactionRemoved, interactionRestored } from '../events.ts'
import { ownDays } from '../interaction.ts'
import { factOf, takeFactOut, tellOf } from './interaction-fact.ts'
import { interactionColumns, type InteractionRow, lockInteraction } from './interaction-row.ts'

type Id = { readonly id: string }

/**
 * Takes it out of its table and the log, whole, with its open to-dos; the log says that it was removed.
 * @throws Problem record.missing, interaction.not-yours
 */
export async function removeInteraction(ctx: Ctx, { id }: Id): Promise<Id> {
  const row = await lockInteraction(ctx, id)
  const todos = await cancelTodos(ctx, row)
  await sql`insert into removed_interactions (customer_id, id, body, todos, removed_at, removed_by, first_customer_id)
    select customer_id, id, to_jsonb(i), ${JSON.stringify(todos)}::jsonb, ${ctx.now}, ${ctx.actor.id}, first_customer_id
    from interactions i where customer_id = ${row.customer_id} and id = ${id}`.execute(ctx.db)
  await sql`delete from interactions where customer_id = ${row.customer_id} and id = ${id}`.execute(ctx.db)
  await takeFactOut(ctx, row)
  await tellOf(ctx, interactionRemoved.name, row)
  return { id }
}

/** Those that came of it, are open still, and are this actor's to end. */
async function cancelTodos(ctx: Ctx, { customer_id, id }: InteractionRow): Promise<string[]> {
  const everybody = holds(ctx.sight, 'oversee')
  const { rows } = await sql<Id>`select id from todos where customer_id = ${customer_id} and origin_id = ${id} and state = 'open'
    and (${everybody} or assignee_id is null or assignee_id = ${ctx.actor.id} or created_by = ${ctx.actor.id}) order by id`.execute(ctx.db)
  for (const todo of rows) await ctx.run(cancelTodo, { id: todo.id })
  return rows.map((todo) => todo.id)
}

type Removed = { customer_id: string; removed_by: string; todos: readonly string[]; by_name: string }

/**
 * Puts it back as it was. What it tells is history: it wakes no journey a second time.
 * @throws Problem interaction.nothing-to-restore, interaction.not-yours
 */
export async function restoreInteraction(ctx: Ctx, { id }: Id): Promise<Id> {
  const removed = await lockRemoved(ctx, id)
  if (removed.removed_by !== ctx.actor.id && !holds(ctx.sight, 'oversee'))
    throw new Problem('interaction.not-yours', { name: removed.by_name, days: ownDays })
  const row = await putBack(ctx, removed.customer_id, id)
  await sql`delete from removed_interactions where customer_id = ${removed.customer_id} and id = ${id}`.execute(ctx.db)
  await ctx.record({ ...factOf(row), quiet: true })
  await tellOf(ctx, interactionRestored.name, row)
  for (const todo of removed.todos) if (await isCancelled(ctx, removed.customer_id, todo)) await ctx.run(reopenTodo, { id: todo })
  return { id }
}

async function lockRemoved(ctx: Ctx, id: string): Promise<Removed> {
  const { rows: found } = await sql<{ customer_id: string }>`select customer_id from removed_interactions where id = ${id}`.execute(ctx.db)
  const { rows } = await sql<Removed>`select customer_id, removed_by, todos, body ->> 'by_name' as by_name from removed_interactions
    where customer_id = ${found[0]?.customer_id ?? null} and id = ${id} for update`.execute(ctx.db)
  if (!rows[0]) throw new Problem('interaction.nothing-to-restore')
  return rows[0]
}

const kept = sql.raw(
  'kind, direction, occurred_at, outcome, summary, next_step, next_step_due, person, contact_id, minutes, place, by_id, by_name, attachments, source, search, import_id, version, recorded_at, updated_at',
)

/** Its customer may have been merged meanwhile: it goes to whom the removed row stands with now. */
async function putBack(ctx: Ctx, customerId: string, id: string): Promise<InteractionRow> {
  const { rows } = await sql<InteractionRow>`insert into interactions (customer_id, id, first_customer_id, ${kept})
    select r.customer_id, r.id, r.first_customer_id, ${sql.raw('b.kind, b.direction, b.occurred_at, b.outcome, b.summary, b.next_step, b.next_step_due, b.person, b.contact_id, b.minutes, b.place, b.by_id, b.by_name, b.attachments, b.source, b.search, b.import_id, b.version, b.recorded_at, b.updated_at')}
    from removed_interactions r, jsonb_populate_record(null::interactions, r.body) b
    where r.customer_id = ${customerId} and r.id = ${id} returning ${interactionColumns}`.execute(ctx.db)
  if (!rows[0]) throw new Error('a removed interaction was locked and is not there')
  return rows[0]
}

async function isCancelled(ctx: Ctx, customerId: string, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from todos where customer_id = ${customerId} and id = ${id} and state = 'cancelled'`.execute(ctx.db)
  return rows.length > 0
}
