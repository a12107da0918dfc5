import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { addDays, localDate } from '../../../core/kit/local-time.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { sealInText } from '../../../platform/sealing/contacts.ts'
import { recordInteraction } from '../../interactions/actions.ts'
import { changeTodo, createTodo, finishTodo } from '../actions.ts'
import { callRecorded, callResults, type recordCall as definition } from '../calls.ts'
import { dueOf } from '../due.ts'
import { escalateAt } from './call-settings.ts'
import { lockTodo, type TodoRow } from './lock-todo.ts'

type Input = InputOf<typeof definition>

/** @throws Problem todo.not-yours, todo.ended, call.when, record.missing */
export async function recordCall(ctx: Ctx, input: Input): Promise<AnswerOf<typeof definition>> {
  const row = await lockTodo(ctx, input.id)
  if (row.state !== 'open') throw new Problem('todo.ended', { title: row.title })
  const isFinal = callResults.find(({ value }) => value === input.result)?.isFinal ?? true
  await sql`update todos set result = ${input.result}, result_note = ${input.note === undefined ? null : sealInText(ctx, input.note)}, satisfaction = ${input.satisfaction ?? null},
      updated_at = ${ctx.now}, version = version + 1 where customer_id = ${row.customer_id} and id = ${row.id}`.execute(ctx.db)
  if (isFinal) await ctx.run(finishTodo, { id: row.id })
  else await putOff(ctx, row, input)
  await tell(ctx, row, input)
  return { id: row.id, state: isFinal ? 'done' : 'open', nextTodoId: await goOn(ctx, row, input) }
}

async function putOff(ctx: Ctx, row: TodoRow, { result, nextAt }: Input): Promise<void> {
  if (nextAt === undefined && result === 'call-back') throw new Problem('call.when', { path: 'nextAt' })
  const dueAt = nextAt ?? addDays(localDate(ctx.now, ctx.shop.timeZone), 1)
  await ctx.run(changeTodo, { id: row.id, dueAt })
  const until = await escalateAt(ctx, dueOf(dueAt, ctx.shop.timeZone).dueAt)
  await sql`update todos set escalate_at = ${until}, escalated_at = null where customer_id = ${row.customer_id} and id = ${row.id}`.execute(
    ctx.db,
  )
}

/** The call is an interaction like any that is logged by hand, and a fact with its result. */
async function tell(ctx: Ctx, { about, id, title }: TodoRow, { result, satisfaction, note }: Input): Promise<void> {
  if (about === null) return
  await ctx.run(recordInteraction, {
    customerId: about,
    kind: 'call',
    direction: 'out',
    outcome: result === 'declined' ? 'connected' : result,
    summary: note ? `${title}\n${note}` : title,
  })
  const payload = { todo: id, title, result, satisfaction: satisfaction ?? null, by: ctx.actor.name, byId: ctx.actor.id }
  await ctx.record({ customerId: about, kind: callRecorded.name, occurredAt: ctx.now, payload })
}

async function goOn(ctx: Ctx, { about, id }: TodoRow, { nextStep, nextAt, result }: Input): Promise<string | null> {
  if (nextStep === undefined) return null
  const dueAt = nextAt !== undefined && result !== 'call-back' && result !== 'no-answer' ? { dueAt: nextAt } : {}
  const made = await ctx.run(createTodo, { customerId: about, title: nextStep, origin: { kind: 'hand', id }, ...dueAt })
  return made.id
}
