import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { localDate } from '../../../core/kit/local-time.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { makeContext, readShop, type Services, systemActor } from '../../../platform/actions/services.ts'
import { takeForms, tokenIn } from '../../../platform/http/customer-page.ts'
import { languageAsked } from '../../../platform/http/language-asked.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import { requestKinds } from '../../privacy/privacy.ts'
import { askPrivacy, keepPreferences, removeTags, withoutAny, type Wanted } from './keep-preferences.ts'
import { missingPage, type Notice, preferencePage, tagsPage } from './preference-page.ts'
import { readPreferenceToken } from './preference-token.ts'
import { type Preferences, readPreferences } from './read-preferences.ts'

/**
 * The page behind a preference link. Opening it changes nothing, since scanners open every link; the form's button does.
 * Nobody signs in; the token says who, and is good for nothing else.
 */
export function addPreferenceRoutes(app: FastifyInstance, services: Services): void {
  app.register(async (scope) => {
    takeForms(scope)
    const answer = (request: FastifyRequest, reply: FastifyReply) => respond(services, request, reply)
    scope.get('/preferences/:token', { schema: { hide: true } }, answer)
    scope.post('/preferences/:token', { schema: { hide: true } }, answer)
  })
}

async function respond(services: Services, request: FastifyRequest, reply: FastifyReply): Promise<string> {
  reply.type('text/html; charset=utf-8')
  const language = languageAsked(request)
  const shop = await readShop(services.database)
  const named = readPreferenceToken(services.secrets, tokenIn(request))
  const reader = { shop: shop.name, language }
  if (named === null) return missing()
  return inTransaction(services.database, async (place) => {
    const origin = { address: request.ip, agent: String(request.headers['user-agent'] ?? '').slice(0, 300) }
    const ctx = await makeContext(services, { ...systemActor('preferences'), origin }, 'preferences', place)
    const found = await lockAndRead(ctx, named)
    if (!found) return missing()
    const form = request.body instanceof URLSearchParams ? request.body : null
    const notice = form && (await take(ctx, found, form, { ip: origin.address, agent: origin.agent, language }))
    const now = notice ? ((await readPreferences(ctx, found.customerId)) ?? found) : found
    const { show }: { show?: unknown } = Object(request.query)
    return show === 'tags' ? tagsPage(reader, now, notice) : preferencePage(reader, now, notice)
  })

  function missing(): string {
    reply.status(404)
    return missingPage(reader)
  }
}

/** Of two that save at the same moment the second sees what the first wrote. Of a customer merged since, who they are now. */
async function lockAndRead(ctx: Ctx, named: string): Promise<Preferences | null> {
  const customerId = await currentCustomer(ctx.db, named)
  await sql`select 1 from customers where id = ${customerId} for no key update`.execute(ctx.db)
  return readPreferences(ctx, customerId)
}

type Asker = Parameters<typeof keepPreferences>[3]

async function take(ctx: Ctx, found: Preferences, form: URLSearchParams, asker: Asker): Promise<Notice> {
  const wish = form.get('do')
  if (wish === 'tags') return { words: (await removeTags(ctx, found, form.getAll('tag'))) > 0 ? 'removed' : 'same' }
  if (wish === 'ask') return askFor(ctx, found, form.get('ask'))
  const wanted = wish === 'stop' ? withoutAny(found) : wantedBy(form)
  const { changed, guardianNeeded } = await keepPreferences(ctx, found, wanted, asker)
  return guardianNeeded ? { words: 'minor', isProblem: true } : { words: changed > 0 ? 'saved' : 'same' }
}

function wantedBy(form: URLSearchParams): Wanted {
  const was = new Map([
    ...form.getAll('was-on').map((name) => [name, true] as const),
    ...form.getAll('was-off').map((name) => [name, false] as const),
  ])
  return { was, on: new Set(form.getAll('on')) }
}

/** The same asked twice while the first is open is one request. */
async function askFor(ctx: Ctx, { customerId, requests }: Preferences, wish: string | null): Promise<Notice> {
  const kind = requestKinds.find((each) => each === wish)
  if (!kind || !requests) return { words: 'same' }
  const { rows } = await sql<{
    due_at: Date
  }>`select due_at from privacy_requests where about_id = ${customerId} and kind = ${kind} and state in ('open', 'working')
    order by due_at limit 1`.execute(ctx.db)
  const due = rows[0]?.due_at ?? new Date((await askPrivacy(ctx, customerId, kind)).dueAt)
  return { words: 'asked', day: localDate(due, ctx.shop.timeZone) }
}
