import type { FastifyRequest } from 'fastify'
import { allowsRoute } from '../../core/action/key-scopes.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Actor, Origin } from '../actions/context.ts'
import type { Services } from '../actions/services.ts'
import { rememberCaller } from '../audit/note-refusal.ts'
import type { Gate } from '../http/gate.ts'
import { addAccessRoutes } from './access-routes.ts'
import { makeKeyDoor } from './count-wrong-keys.ts'
import { makeDoorCookies } from './door-cookies.ts'
import { readKey } from './read-key.ts'
import { type Must, readSession } from './read-session.ts'
import { refuseCrossSite } from './refuse-cross-site.ts'
import { actorMemory } from './remember-actors.ts'

/**
 * Knows who asks: the holder of an API key (`Authorization: Bearer rk_…`) or of a session's cookie. With both, the key
 * counts.
 * @param options.url the address the program is reached at
 */
export async function makeGate(services: Services, options: { url: string }): Promise<Gate> {
  const memory = actorMemory(services.database)
  const door = makeKeyDoor(() => performance.now())
  const cookies = makeDoorCookies(services, options.url)
  const questions = new Set([...services.registry.questions.values()].map(({ definition: { method, path } }) => `${method} /api${path}`))

  async function actorOf(request: FastifyRequest): Promise<Actor> {
    const { authorization } = request.headers
    const origin = originOf(request)
    if (authorization !== undefined) {
      const actor = { ...(await ofKey(authorization, request)), origin }
      rememberCaller(request, actor)
      refuseBeyondScopes(request, actor)
      return actor
    }
    const token = cookies.read(request, 'session_token')
    const user = token === null ? null : await memory.find(token, () => readSession(services, token))
    if (!user) throw new Problem('access.signed-out')
    const { id, name, role, session } = user
    const actor: Actor = { kind: 'user', id: `user:${id}`, userId: id, name, role, session, origin }
    rememberCaller(request, actor)
    refuseCrossSite(request)
    if (user.must) refuseUntilDone(request, user.must)
    return actor
  }

  async function ofKey(authorization: string, request: FastifyRequest): Promise<Actor> {
    const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
    const actor = key ? await door.find(request.ip, () => memory.find(key, () => readKey(services, key, request.ip))) : null
    if (!actor?.scopes) throw new Problem('access.signed-out')
    return actor
  }

  /** @throws Problem access.key-scope */
  function refuseBeyondScopes(request: FastifyRequest, { scopes }: Actor): void {
    const route = request.routeOptions.url ?? ''
    const asks = request.method === 'GET' || request.method === 'HEAD' || questions.has(`${request.method} ${route}`)
    if (!scopes || !allowsRoute(scopes, route.replace(/^\/api\//, ''), asks)) throw new Problem('access.key-scope')
  }

  return { actorOf, addRoutes: (app) => addAccessRoutes(app, services, options) }
}

/** Whoever has something to do first reaches their own account and nothing else. @throws Problem access.must-… */
function refuseUntilDone(request: FastifyRequest, must: Must): void {
  if (!/^\/api\/me(\/|$)/.test(request.routeOptions.url ?? '')) throw new Problem(`access.must-${must}`)
}

/** A caller may call itself anything, at any length. */
export const originOf = (request: FastifyRequest): Origin => ({
  address: request.ip,
  agent: (request.headers['user-agent'] ?? '').slice(0, 300),
})
