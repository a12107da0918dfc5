import type { FastifyRequest } from 'fastify'
import { Problem } from '../../core/kit/problem.ts'
import type { Actor, Origin } from '../actions/context.ts'
import type { Services } from '../actions/services.ts'
import type { Gate } from '../http/gate.ts'
import { addAccessRoutes } from './access-routes.ts'
import { makeKeyDoor } from './count-wrong-keys.ts'
import { readKey } from './read-key.ts'
import { readSession, sessionCookie } from './read-session.ts'
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

  async function actorOf(request: FastifyRequest): Promise<Actor> {
    const { authorization } = request.headers
    if (authorization !== undefined) return { ...(await ofKey(authorization, request.ip)), origin: originOf(request) }
    const cookie = sessionCookie(request.headers.cookie, options.url)
    const user = cookie === null ? null : await memory.find(cookie, () => readSession(services, cookie))
    if (!user) throw new Problem('access.signed-out')
    refuseCrossSite(request)
    return { kind: 'user', id: `user:${user.id}`, name: user.name, role: user.role, origin: originOf(request) }
  }

  async function ofKey(authorization: string, address: string): Promise<Actor> {
    const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
    const actor = key ? await door.find(address, () => memory.find(key, () => readKey(services, key))) : null
    if (!actor) throw new Problem('access.signed-out')
    return actor
  }

  return { actorOf, addRoutes: (app) => addAccessRoutes(app, services, options) }
}

/** A caller may call itself anything, at any length. */
export const originOf = (request: FastifyRequest): Origin => ({
  address: request.ip,
  agent: (request.headers['user-agent'] ?? '').slice(0, 300),
})
