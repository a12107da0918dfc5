import { type RawBuilder, sql } from 'kysely'
import type { Action } from '../../core/action/action.ts'
import type { Ctx } from '../actions/context.ts'

/** What the audit keeps of an action that was done. */
export type DoneAct = { readonly action: Action; readonly input: unknown; readonly answer: unknown }

/** The line of the audit that tells of an action, as one statement, for `closeWith` or as a part of another. */
export function auditEntry(ctx: Ctx, { action, input, answer }: DoneAct): RawBuilder<unknown> {
  return sql`insert into audit (id, at, actor, action, subject, input)
    values (${ctx.newId()}, ${ctx.now}, ${ctx.actor.id}, ${action.name}, ${subjectOf(input, answer)}, ${JSON.stringify(withoutSecrets(input, action.secret))}::jsonb)`
}

function subjectOf(input: unknown, answer: unknown): string | null {
  for (const side of [answer, input]) {
    if (typeof side === 'object' && side !== null && 'id' in side && typeof side.id === 'string') return side.id
  }
  return null
}

/** Secrets never reach the audit log; an input of more than 20,000 characters is kept by its beginning only. */
function withoutSecrets(input: unknown, secret: readonly string[] = []): unknown {
  const cleaned = dotted(input, secret)
  const text = JSON.stringify(cleaned) ?? ''
  return text.length > 20_000 ? { beginning: text.slice(0, 20_000).replaceAll('\\u0000', '') } : cleaned
}

/** The value with dots in place of the fields that are secret. */
export function dotted(value: unknown, secret: readonly string[] = []): unknown {
  if (secret.length === 0 || typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, secret.includes(name) ? '•••' : inner]))
}
