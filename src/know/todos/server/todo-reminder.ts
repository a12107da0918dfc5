import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { clockOf, minuteOf, type readTodoReminder, type saveTodoReminder, usualMinute } from '../reminders.ts'

export async function readReminder(ctx: Ctx): Promise<AnswerOf<typeof readTodoReminder>> {
  const { rows } = await sql<{
    at_minute: number | null
  }>`select at_minute from todo_reminders where user_id = ${ctx.actor.userId ?? null}::uuid`.execute(ctx.db)
  const minute = rows[0] ? rows[0].at_minute : usualMinute
  return { at: minute === null ? null : clockOf(minute) }
}

/** @throws Problem todo.no-person for a key: only a person has a morning */
export async function saveReminder(ctx: Ctx, { at }: InputOf<typeof saveTodoReminder>): Promise<AnswerOf<typeof saveTodoReminder>> {
  if (!ctx.actor.userId) throw new Problem('todo.no-person')
  const minute = at === null ? null : minuteOf(at)
  await sql`insert into todo_reminders (user_id, at_minute, updated_at) values (${ctx.actor.userId}, ${minute}, ${ctx.now})
    on conflict (user_id) do update set at_minute = excluded.at_minute, updated_at = excluded.updated_at`.execute(ctx.db)
  return { at }
}
