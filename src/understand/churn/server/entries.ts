import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { addDays, localDate, startOfDay } from '../../../core/kit/local-time.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { createTodo } from '../../../know/todos/actions.ts'
import type * as actions from '../actions.ts'
import { type EntryState, movesOf, outcomeWords } from '../churn.ts'
import { churnResolved } from '../events.ts'
import { addSteps } from './add-steps.ts'
import { keepReason } from './keep-reason.ts'
import { reasonOfEntry } from './list-entries.ts'
import { checkReason } from './reasons.ts'

type Entry = {
  customer_id: string
  id: string
  state: EntryState
  version: number
  assignee_id: string | null
  assignee_name: string | null
}
type Answer = AnswerOf<typeof actions.assignChurnEntry>

const what = { zh: '挽回', en: 'line of the list' }

/** The row under its lock. @throws Problem record.missing, churn.changed-meanwhile, churn.entry-ended where it may not go to `to`; `here` asks that it is open or snoozed */
async function lockEntry(ctx: Ctx, id: string, to: EntryState | 'here', version?: number): Promise<Entry> {
  const { rows: found } = await sql<{ customer_id: string }>`select customer_id from churn_entries where id = ${id}`.execute(ctx.db)
  const { rows } = await sql<Entry>`select customer_id, id, state, version, assignee_id, assignee_name from churn_entries
    where customer_id = ${found[0]?.customer_id ?? null} and id = ${id} for no key update`.execute(ctx.db)
  const entry = rows[0]
  if (!entry) throw new Problem('record.missing', { what })
  if (version !== undefined && version !== entry.version) throw new Problem('churn.changed-meanwhile')
  const may = to === 'here' ? entry.state === 'open' || entry.state === 'snoozed' : movesOf[entry.state].includes(to)
  if (!may) throw new Problem('churn.entry-ended', { state: entry.state === 'open' ? '' : outcomeWords[entry.state] })
  return entry
}

const answerOf = ({ id, version }: Entry, state: EntryState): Answer => ({ id, state, version: version + 1 })

/** @throws Problem churn.unknown-colleague */
export async function assignEntry(ctx: Ctx, { id, assigneeId, version }: InputOf<typeof actions.assignChurnEntry>): Promise<Answer> {
  const entry = await lockEntry(ctx, id, 'here', version)
  const name = assigneeId === null ? null : await nameOf(ctx, assigneeId)
  await sql`update churn_entries set assignee_id = ${assigneeId}, assignee_name = ${name}, version = version + 1
    where customer_id = ${entry.customer_id} and id = ${id}`.execute(ctx.db)
  await addSteps(ctx, [{ customerId: entry.customer_id, entryId: id, kind: 'assigned', details: { to: name } }])
  return answerOf(entry, entry.state)
}

async function nameOf(ctx: Ctx, assigneeId: string): Promise<string> {
  if (assigneeId === ctx.actor.id && ctx.actor.kind === 'user') return ctx.actor.name
  const { rows } = await sql<{
    name: string
  }>`select name from auth.users where 'user:' || id::text = ${assigneeId} and disabled_at is null`.execute(ctx.db)
  if (!rows[0]) throw new Problem('churn.unknown-colleague', { path: 'assigneeId' })
  return rows[0].name
}

/** @throws Problem churn.snooze-past */
export async function snoozeEntry(ctx: Ctx, { id, until, version }: InputOf<typeof actions.snoozeChurnEntry>): Promise<Answer> {
  const state = until === null ? 'open' : 'snoozed'
  const entry = await lockEntry(ctx, id, 'here', version)
  if (until !== null && until <= localDate(ctx.now, ctx.shop.timeZone)) throw new Problem('churn.snooze-past', { path: 'until' })
  const at = until === null ? null : startOfDay(until, ctx.shop.timeZone)
  await sql`update churn_entries set state = ${state}, snoozed_until = ${at}, version = version + 1
    where customer_id = ${entry.customer_id} and id = ${id}`.execute(ctx.db)
  await addSteps(ctx, [{ customerId: entry.customer_id, entryId: id, kind: until === null ? 'woken' : 'snoozed', details: { until } }])
  return answerOf(entry, state)
}

/** @throws Problem churn.unknown-reason */
export async function resolveEntry(ctx: Ctx, input: InputOf<typeof actions.resolveChurnEntry>): Promise<Answer> {
  const { id, outcome, reason = null, note = null } = input
  const entry = await lockEntry(ctx, id, outcome, input.version)
  const label = reason === null ? null : await checkReason(ctx, reason)
  if (reason !== null) await keepReason(ctx, entry.customer_id, reason, note)
  await sql`update churn_entries e set state = ${outcome}, resolved_at = ${ctx.now}, resolved_by = ${ctx.actor.id}, resolved_by_name = ${ctx.actor.name}, snoozed_until = null,
      note = ${note}, back_at = case when ${outcome} = 'back' then ${ctx.now}::timestamptz end, version = version + 1,
      reason = coalesce(${reason}::text, ${reasonOfEntry})
    where customer_id = ${entry.customer_id} and id = ${id}`.execute(ctx.db)
  await addSteps(ctx, [{ customerId: entry.customer_id, entryId: id, kind: 'resolved', details: { state: outcome, reason, note } }])
  await ctx.record({
    customerId: entry.customer_id,
    kind: churnResolved.name,
    occurredAt: ctx.now,
    payload: { outcome, said: outcomeWords[outcome].zh, ...(label ? { reason: label.zh } : {}), by: ctx.actor.name },
  })
  return answerOf(entry, outcome)
}

/** @throws Problem churn.open-already */
export async function reopenEntry(ctx: Ctx, { id }: InputOf<typeof actions.reopenChurnEntry>): Promise<Answer> {
  const entry = await lockEntry(ctx, id, 'open')
  const { rows } =
    await sql`select 1 from churn_entries where customer_id = ${entry.customer_id} and id <> ${id} and state in ('open', 'snoozed')`.execute(
      ctx.db,
    )
  if (rows.length > 0) throw new Problem('churn.open-already')
  await sql`update churn_entries set state = 'open', resolved_at = null, resolved_by = null, resolved_by_name = null, back_at = null, snoozed_until = null, note = null,
      version = version + 1 where customer_id = ${entry.customer_id} and id = ${id}`.execute(ctx.db)
  await addSteps(ctx, [{ customerId: entry.customer_id, entryId: id, kind: 'reopened' }])
  return answerOf(entry, 'open')
}

/** For whoever the line is handed to, or oneself; due tomorrow unless said otherwise. */
export async function makeTodo(
  ctx: Ctx,
  { id, title, dueAt }: InputOf<typeof actions.makeChurnTodo>,
): Promise<AnswerOf<typeof actions.makeChurnTodo>> {
  const entry = await lockEntry(ctx, id, 'here')
  const due = dueAt === undefined ? addDays(localDate(ctx.now, ctx.shop.timeZone), 1) : dueAt
  const whose = entry.assignee_id === null ? {} : { assigneeId: entry.assignee_id }
  const todo = await ctx.run(createTodo, { customerId: entry.customer_id, title, dueAt: due, ...whose })
  await addSteps(ctx, [{ customerId: entry.customer_id, entryId: id, kind: 'to-do', details: { todo: todo.id, title } }])
  return { id, todo: todo.id }
}

export async function noteStep(
  ctx: Ctx,
  { id, kind, journeyId, words }: InputOf<typeof actions.noteChurnStep>,
): Promise<AnswerOf<typeof actions.noteChurnStep>> {
  const entry = await lockEntry(ctx, id, 'here')
  await addSteps(ctx, [
    { customerId: entry.customer_id, entryId: id, kind, details: { journeyId: journeyId ?? null, words: words ?? null } },
  ])
  return { id }
}
