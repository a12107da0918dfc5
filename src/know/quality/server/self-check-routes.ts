import { sql } from 'kysely'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Language, Words } from '../../../core/kit/words.ts'
import { makeContext, readShop, type Services, systemActor } from '../../../platform/actions/services.ts'
import { takeForms, tokenIn } from '../../../platform/http/customer-page.ts'
import { languageAsked } from '../../../platform/http/language-asked.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import { type Answers, answerSelfCheck, type OpenCheck, readSelfCheck, readTyped } from './answer-self-check.ts'
import { questionsPage, reviewPage, sentencePage } from './self-check-page.ts'
import { readSelfCheckToken } from './self-check-token.ts'

/**
 * The page behind a self-check link. Opening it changes nothing of the customer, since scanners open every link; neither
 * does the first form, which leads to a review. Only the review's button writes. Nobody signs in; the token says who.
 */
export function addSelfCheckRoutes(app: FastifyInstance, services: Services): void {
  app.register(async (scope) => {
    takeForms(scope)
    const answer = (request: FastifyRequest, reply: FastifyReply) => respond(services, request, reply)
    scope.get('/check/:token', { schema: { hide: true } }, answer)
    scope.post('/check/:token', { schema: { hide: true } }, answer)
  })
}

async function respond(services: Services, request: FastifyRequest, reply: FastifyReply): Promise<string> {
  reply.type('text/html; charset=utf-8')
  const language = languageAsked(request)
  await readShop(services.database)
  return inTransaction(services.database, async (place) => {
    const ctx = await makeContext(services, systemActor('self-check'), 'self-check', place)
    const named = readSelfCheckToken(services.secrets, tokenIn(request))
    const check = named && (await lockAndRead(ctx, named))
    if (!check) {
      reply.status(404)
      return sentencePage({ ctx, language }, 'missing')
    }
    if (check.state !== 'open') {
      reply.status(410)
      return sentencePage({ ctx, language }, check.state)
    }
    return request.body instanceof URLSearchParams
      ? await takeForm(ctx, language, check, request.body)
      : await showQuestions(ctx, language, check)
  })
}

/** Of two that confirm at the same moment the second finds it answered. */
async function lockAndRead(ctx: Ctx, { customerId: named, id }: { customerId: string; id: string }): Promise<OpenCheck | null> {
  // Of a customer merged since, the link asks after the one they are now.
  const customerId = (await currentCustomer(ctx.db, named)) ?? named
  await sql`select 1 from self_checks where customer_id = ${customerId} and id = ${id} for update`.execute(ctx.db)
  return readSelfCheck(ctx, customerId, id)
}

async function showQuestions(ctx: Ctx, language: Language, check: OpenCheck): Promise<string> {
  await sql`update self_checks set opened_at = coalesce(opened_at, ${ctx.now}::timestamptz) where customer_id = ${check.customerId} and id = ${check.id}`.execute(
    ctx.db,
  )
  return questionsPage({ ctx, language }, check, {}, {})
}

async function takeForm(ctx: Ctx, language: Language, check: OpenCheck, form: URLSearchParams): Promise<string> {
  const { answers, wrong } = readForm(ctx, check, form)
  const isEmpty = Object.keys(answers).length === 0
  if (isEmpty || Object.keys(wrong).length > 0 || form.get('step') === 'back') {
    const note: Record<string, Words> = isEmpty ? { '': { zh: '您还没有选择任何一项。', en: 'You have not said anything yet.' } } : {}
    return questionsPage({ ctx, language }, check, answers, { ...wrong, ...note })
  }
  if (form.get('step') !== 'confirm') return reviewPage({ ctx, language }, check, answers)
  const { wrong: doubted } = await answerSelfCheck(ctx, check, answers)
  return sentencePage({ ctx, language }, 'done', doubted)
}

/** What the form says of the details that were asked for, and of no others. */
function readForm(ctx: Ctx, check: OpenCheck, form: URLSearchParams): { answers: Answers; wrong: Record<string, Words> } {
  const answers: Record<string, Answers[string]> = {}
  const wrong: Record<string, Words> = {}
  for (const { name, field } of check.asked) {
    const says = form.get(name)
    const text = (form.get(`${name}.text`) ?? '').slice(0, 500).trim()
    if (says === 'right' || says === 'wrong') answers[name] = { says }
    // Who types a new value and forgets the button beside it means it.
    else if (says === 'changed' || (says !== 'skip' && text !== '')) {
      answers[name] = { says: 'changed', text }
      const read = readTyped(ctx, field, text)
      if ('wrong' in read) wrong[name] = read.wrong
      else if (read.value === null) wrong[name] = { zh: '请写上新的内容', en: 'Write what it should be' }
    }
  }
  return { answers, wrong }
}
