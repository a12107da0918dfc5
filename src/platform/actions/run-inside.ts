import { type ZodError, ZodObject, type ZodType } from 'zod'
import type { Action, ReplyOf } from '../../core/action/action.ts'
import { noSuchField } from '../../core/kit/input-reasons.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Words } from '../../core/kit/words.ts'
import { perhapsMeant } from '../../core/kit/nearest-name.ts'
import { mainIssue, sayIssue } from '../../core/kit/say-issue.ts'
import { mayCall, mayReach } from '../rights/decide.ts'
import { openContacts } from '../sealing/contacts.ts'
import { liveInput, onlyNamed } from './live-input.ts'
import type { Ctx } from './context.ts'

/** may they → is the input valid → do. Inside a transaction that somebody else began. */
export async function runInside<I extends ZodType, O extends ZodType>(
  ctx: Ctx,
  action: Action<I, O>,
  input: unknown,
): Promise<ReplyOf<Action<I, O>>> {
  const entry = ctx.registry.actions.get(action.name)
  if (!entry) throw new Error(`no feature brings the action ${action.name}`)
  const asked = { ...action, isQuestion: false }
  await mayCall(ctx.services, ctx.actor, asked)
  const read = readInput(liveInput(action, { get: (entity) => ctx.card(entity) }), openContacts(ctx.services.sealing, input))
  // What was made a moment ago in the same transaction is within reach too.
  await mayReach(ctx.services, ctx.onlooker, asked, read, ctx.db)
  const prepared = await entry.prepare?.(ctx.services, read)
  const { answer, afterCommit } = await entry.handle(ctx, read, prepared?.value).catch(async (error: unknown) => {
    await prepared?.letGo?.()
    throw error
  })
  if (afterCommit) throw new Error(`the action ${action.name} goes on after its transaction and cannot run inside another’s`)
  return answer as ReplyOf<Action<I, O>>
}

/** @throws Problem input.invalid with the path of the first thing wrong */
export function readInput<I extends ZodType>(schema: I, input: unknown): unknown {
  const read = onlyNamed(schema).safeParse(input)
  if (!read.success) throw new Problem('input.invalid', firstIssue(read.error, input, schema))
  return read.data
}

function firstIssue(error: ZodError, input: unknown, schema: ZodType): { path: string; reason: Words | string } {
  const issue = mainIssue(error)
  if (issue?.code === 'unrecognized_keys' && issue.path.length === 0 && schema instanceof ZodObject) return unknownName(issue.keys, schema)
  return issue ? { path: issue.path.join('.'), reason: sayIssue(issue, input) } : { path: '', reason: '' }
}

/** A name that is not taken is said with the one that may have been meant. */
function unknownName([name = '', ...others]: readonly string[], schema: ZodObject): { path: string; reason: Words } {
  const perhaps = perhapsMeant(name, Object.keys(schema.shape))
  if (perhaps.zh !== '') return { path: name, reason: { zh: `没有这个字段${perhaps.zh}`, en: `is no field here${perhaps.en}` } }
  return { path: name, reason: noSuchField(name, ...others) }
}
