import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Problem } from '../../core/kit/problem.ts'
import { readInput } from '../actions/run-inside.ts'
import { readShop, type Services } from '../actions/services.ts'
import { hasOwner } from './has-owner.ts'
import { joinByLink, readInvitation } from './join-by-link.ts'
import { makeTryCounter } from './count-tries.ts'
import { useLink } from './one-time-links.ts'
import { type Caller, cookieName, openAuth } from './open-auth.ts'
import { readSession, sessionCookie } from './read-session.ts'
import { refuseCrossSite } from './refuse-cross-site.ts'
import { actorMemory } from './remember-actors.ts'
import { signOut } from './sign-out.ts'
import { loadSample, welcomeInput, welcomeOwner } from './welcome-owner.ts'

const signInInput = z.object({ email: z.string().max(320), password: z.string().max(1_000) })
const joinInput = z.object({ token: z.string().max(200), name: z.string().max(200).optional(), password: z.string().max(1_000) })
const tokenInput = z.object({ token: z.string().max(200) })

const callerOf = (request: FastifyRequest): Caller => ({ address: request.ip, agent: (request.headers['user-agent'] ?? '').slice(0, 500) })

/** Sign-in, sign-out, the session, and the three one-time links. None of them asks who one is. */
export function addAccessRoutes(app: FastifyInstance, services: Services, { url }: { url: string }): void {
  const tries = makeTryCounter(() => performance.now())
  const read = <S extends z.ZodType>(schema: S, raw: unknown) => readInput(schema, raw) as z.output<S>
  const hidden = { schema: { hide: true } }
  const enter = async (request: FastifyRequest, reply: FastifyReply, userId: string) => {
    reply.header('set-cookie', secured(request, await (await openAuth(services, url)).openSession(userId, callerOf(request))))
  }

  /** Where people come by HTTPS, straight or through a proxy that we trust, the cookie travels by HTTPS alone. */
  const secured = (request: FastifyRequest, cookies: readonly string[]): string[] =>
    url.startsWith('https:') || request.protocol === 'https' ? cookies.map((cookie) => `${cookie}; Secure`) : [...cookies]

  app.addHook('onRequest', async (request, reply) => {
    if (isDoor(request.routeOptions.url)) reply.header('cache-control', 'no-store')
  })

  app.get('/api/session', hidden, async (request) => {
    const cookie = sessionCookie(request.headers.cookie, url)
    const user = cookie ? await actorMemory(services.database).find(cookie, () => readSession(services, cookie)) : null
    const shop = await readShop(services.database)
    const { currency, timeZone } = shop
    if (!user) return { user: null, shop: { name: '', currency, timeZone }, needsOwner: !(await hasOwner(services.database.db)) }
    const { id, name, email, role } = user
    return { user: { id, name, email, role }, shop: { name: shop.name, currency, timeZone }, needsOwner: false }
  })

  app.post('/api/auth/sign-in/email', hidden, async (request, reply) => {
    refuseCrossSite(request)
    const { email, password } = read(signInInput, request.body)
    const account = email.trim().toLowerCase()
    tries.admit(request.ip, account)
    const cookies = await (await openAuth(services, url)).signIn(account, password, callerOf(request))
    if (!cookies) throw new Problem('access.wrong-password')
    tries.succeeded(request.ip, account)
    return reply.header('set-cookie', secured(request, cookies)).send({})
  })

  app.post('/api/auth/sign-out', hidden, async (request, reply) => {
    refuseCrossSite(request)
    const cookie = sessionCookie(request.headers.cookie, url)
    if (cookie) await signOut(services, cookie)
    return reply.header('set-cookie', `${cookieName(url)}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax`).send({})
  })

  app.post('/api/welcome', hidden, async (request, reply) => {
    refuseCrossSite(request)
    const input = read(welcomeInput, request.body)
    const owner = await welcomeOwner(services, input)
    await enter(request, reply, owner.userId)
    return { sample: input.sample && (await loadSample(services, owner, input.language)) }
  })

  // By POST, at the press of a button: a browser or a mail scanner that opens links ahead must not use it up.
  app.post('/api/enter', hidden, async (request, reply) => {
    refuseCrossSite(request)
    const userId = await useLink(services.database.db, 'enter', read(tokenInput, request.body).token, services.clock())
    if (!userId) throw new Problem('access.link-used')
    await enter(request, reply, userId)
    return reply.send({})
  })

  app.get('/api/join', hidden, async (request) => readInvitation(services, read(tokenInput, request.query).token))

  app.post('/api/join', hidden, async (request, reply) => {
    refuseCrossSite(request)
    const userId = await joinByLink(services, read(joinInput, request.body))
    await enter(request, reply, userId)
    return reply.send({})
  })
}

/** What these routes answer belongs to one reader at one time and is kept nowhere. */
function isDoor(route: string | undefined): boolean {
  return /^\/api\/(session|welcome|enter|join|auth\/.*)$/.test(route ?? '')
}
