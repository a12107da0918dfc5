import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { Problem } from '../../core/kit/problem.ts'
import { readInput } from '../actions/run-inside.ts'
import { readShop, type Services } from '../actions/services.ts'
import { makeDoorCookies } from './door-cookies.ts'
import { hasOwner } from './has-owner.ts'
import { joinByLink, readInvitation } from './join-by-link.ts'
import { letIn } from './let-in.ts'
import { readLink, useLink } from './one-time-links.ts'
import { addProviderRoutes } from './provider-routes.ts'
import { readSession } from './read-session.ts'
import { refuseCrossSite } from './refuse-cross-site.ts'
import { actorMemory } from './remember-actors.ts'
import { endSession } from './sessions.ts'
import { addSignInRoutes } from './sign-in-routes.ts'
import { loadSample, offersSample, welcomeInput, welcomeOwner } from './welcome-owner.ts'

const joinInput = z.object({ token: z.string().max(200), name: z.string().max(200).optional(), password: z.string().max(1_000) })
const tokenInput = z.object({ token: z.string().max(200) })

/** The session, sign-out, and the three one-time links; sign-in stands in files of its own. None of them asks who one is. */
export function addAccessRoutes(app: FastifyInstance, services: Services, { url }: { url: string }): void {
  const cookies = makeDoorCookies(services, url)
  const read = <S extends z.ZodType>(schema: S, raw: unknown) => readInput(schema, raw) as z.output<S>
  const hidden = { schema: { hide: true } }

  addSignInRoutes(app, services, cookies)
  addProviderRoutes(app, services, cookies)

  app.get('/api/session', hidden, async (request) => {
    const token = cookies.read(request, 'session_token')
    const user = token ? await actorMemory(services.database).find(token, () => readSession(services, token)) : null
    const shop = await readShop(services.database)
    const { currency, timeZone } = shop
    if (!user) return { user: null, shop: { name: '', currency, timeZone }, needsOwner: !(await hasOwner(services.database.db)) }
    const { id, name, email, role, must } = user
    return { user: { id, name, email, role, must }, shop: { name: shop.name, currency, timeZone }, needsOwner: false }
  })

  app.post('/api/auth/sign-out', hidden, async (request, reply) => {
    refuseCrossSite(request)
    const token = cookies.read(request, 'session_token')
    if (token) await endSession(services, token)
    return reply.header('set-cookie', cookies.clear(request, 'session_token')).header('clear-site-data', '"cache"').send({})
  })

  // Asked before a long form is filled in for nothing; the link stays unused.
  app.get('/api/welcome', hidden, async (request) => {
    await readLink(services.database.db, 'welcome', read(tokenInput, request.query).token, services.clock())
    return { offersSample: await offersSample(services) }
  })

  app.post('/api/welcome', hidden, async (request, reply) => {
    refuseCrossSite(request)
    const input = read(welcomeInput, request.body)
    const owner = await welcomeOwner(services, input)
    await letIn(services, cookies, request, reply, { userId: owner.userId, means: 'password', strong: false })
    return { sample: input.sample && (await loadSample(services, owner, input.language)) }
  })

  // By POST, at the press of a button: a browser or a mail scanner that opens links ahead must not use it up.
  app.post('/api/enter', hidden, async (request, reply) => {
    refuseCrossSite(request)
    const userId = await useLink(services.database.db, 'enter', read(tokenInput, request.body).token, services.clock())
    if (!userId) throw new Problem('access.link-used')
    return letIn(services, cookies, request, reply, { userId, means: 'link', strong: false })
  })

  app.get('/api/join', hidden, async (request) => readInvitation(services, read(tokenInput, request.query).token))

  app.post('/api/join', hidden, async (request, reply) => {
    refuseCrossSite(request)
    const userId = await joinByLink(services, read(joinInput, request.body))
    return letIn(services, cookies, request, reply, { userId, means: 'password', strong: false })
  })
}
