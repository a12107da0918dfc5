import { localDate } from '../../../core/kit/local-time.ts'
import { clockAt } from '../../../fields/time/time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'

type Told = { readonly about: string | null; readonly id: string; readonly title: string }

/** As its fact says it: the instant, and the day as people read it. */
export function toldDue(at: Date | null, wholeDay: boolean, timeZone: string): { dueAt: string | null; due: string | null } {
  if (!at) return { dueAt: null, due: null }
  const day = localDate(at, timeZone)
  return { dueAt: at.toISOString(), due: wholeDay ? day : `${day} ${clockAt(at, timeZone)}` }
}

/** Puts the fact into its customer's log; what is about no customer is in the audit log alone. */
export async function tellTodo(ctx: Ctx, kind: string, todo: Told, more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  if (!todo.about) return
  const payload = { todo: todo.id, title: todo.title, ...more, by: ctx.actor.name, byId: ctx.actor.id }
  await ctx.record({ customerId: todo.about, kind, occurredAt: ctx.now, payload })
}
