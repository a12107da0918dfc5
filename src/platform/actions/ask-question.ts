import type { ZodType } from 'zod'
import { mayRun, type Question, type ReplyOf } from '../../core/action/action.ts'
import { Problem } from '../../core/kit/problem.ts'
import { readInput } from './run-inside.ts'
import type { Actor } from './context.ts'
import { makeContext, type Services } from './services.ts'

/** who → may they → is the input valid → answer. Nothing is written. */
export async function askQuestion<I extends ZodType, O extends ZodType>(
  services: Services,
  actor: Actor,
  question: Question<I, O>,
  rawInput: unknown,
): Promise<ReplyOf<Question<I, O>>> {
  const entry = services.registry.questions.get(question.name)
  if (!entry) throw new Error(`no feature answers the question ${question.name}`)
  if (!mayRun(actor.role, question.role)) throw new Problem('access.denied')
  const input = readInput(question.input, rawInput)
  const ctx = await makeContext(services, actor, 'app', { db: services.database.questions, client: null })
  return (await entry.handle(ctx, input)) as ReplyOf<Question<I, O>>
}
