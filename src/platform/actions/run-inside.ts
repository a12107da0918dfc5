import type { ZodError, ZodType } from 'zod'
import { type Action, mayRun, type ReplyOf } from '../../core/action/action.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Words } from '../../core/kit/words.ts'
import { sayIssue } from '../../fields/say-issue.ts'
import type { Ctx } from './context.ts'

/** may they → is the input valid → do. Inside a transaction that somebody else began. */
export async function runInside<I extends ZodType, O extends ZodType>(
  ctx: Ctx,
  action: Action<I, O>,
  input: unknown,
): Promise<ReplyOf<Action<I, O>>> {
  const entry = ctx.registry.actions.get(action.name)
  if (!entry) throw new Error(`no feature brings the action ${action.name}`)
  if (!mayRun(ctx.actor.role, action.role)) throw new Problem('access.denied')
  const { answer, afterCommit } = await entry.handle(ctx, readInput(action.input, input))
  if (afterCommit) throw new Error(`the action ${action.name} goes on after its transaction and cannot run inside another’s`)
  return answer as ReplyOf<Action<I, O>>
}

/** @throws Problem input.invalid with the path of the first thing wrong */
export function readInput<I extends ZodType>(schema: I, input: unknown): unknown {
  const read = schema.safeParse(input)
  if (!read.success) throw new Problem('input.invalid', firstIssue(read.error, input))
  return read.data
}

function firstIssue(error: ZodError, input: unknown): { path: string; reason: Words | string } {
  const issue = error.issues[0]
  return issue ? { path: issue.path.join('.'), reason: sayIssue(issue, input) } : { path: '', reason: '' }
}
