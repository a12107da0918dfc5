import type { ZodType } from 'zod'
import type { Question, ReplyOf } from '../../core/action/action.ts'
import { openContacts } from '../sealing/contacts.ts'
import { mayCall, mayReach } from '../rights/decide.ts'
import { noteAnswer } from '../audit/note-answer.ts'
import { readInput } from './run-inside.ts'
import type { Actor } from './context.ts'
import { makeContext, type Services } from './services.ts'

/** who → may they → is the input valid → do they reach what it names → answer. Nothing is written. */
export async function askQuestion<I extends ZodType, O extends ZodType>(
  services: Services,
  actor: Actor,
  question: Question<I, O>,
  rawInput: unknown,
): Promise<ReplyOf<Question<I, O>>> {
  const entry = services.registry.questions.get(question.name)
  if (!entry) throw new Error(`no feature answers the question ${question.name}`)
  const asked = { ...question, isQuestion: true }
  await mayCall(services, actor, asked)
  const input = readInput(question.input, rawInput)
  const ctx = await makeContext(services, actor, 'app', { db: services.database.questions, client: null })
  await mayReach(services, ctx.onlooker, asked, input)
  const answer = await entry.handle(ctx, input)
  noteAnswer(ctx, question, input, answer)
  return openContacts(services.sealing, answer) as ReplyOf<Question<I, O>>
}
