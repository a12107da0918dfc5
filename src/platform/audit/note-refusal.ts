import type { FastifyRequest } from 'fastify'
import type { Problem } from '../../core/kit/problem.ts'
import type { Actor } from '../actions/context.ts'
import type { Services } from '../actions/services.ts'
import type { Gate } from '../http/gate.ts'
import { noteLine } from './note-reading.ts'
import { isOutOfReach } from './out-of-reach.ts'

const known = new WeakMap<FastifyRequest, Actor>()

/** Who stands behind a request, so that a refusal can be told of them: the gate’s own, too. */
export const rememberCaller = (request: FastifyRequest, actor: Actor) => void known.set(request, actor)

/** The gate, remembering whom it let in. */
export function rememberingGate(gate: Gate): Gate {
  return {
    addRoutes: (app) => gate.addRoutes(app),
    actorOf: async (request) => {
      const actor = await gate.actorOf(request)
      rememberCaller(request, actor)
      return actor
    },
  }
}

/**
 * Tells the audit of an attempt that was refused for want of a right, at whatever door: what was tried, on which record,
 * by whom, from where. Who merely forgot to sign in is no attempt; a wrong key is one.
 */
export function noteRefusal(services: Services, request: FastifyRequest, problem: Problem): void {
  const sort = services.registry.problems.get(problem.code)?.sort
  const isAttempt =
    isOutOfReach(problem) ||
    sort === 'denied' ||
    (sort === 'unsigned' && request.headers.authorization !== undefined) ||
    (sort === 'limit' && problem.code.startsWith('access.'))
  if (!isAttempt) return
  const actor = known.get(request) ?? nobody(request)
  const { id }: { id?: unknown } = Object(request.params)
  noteLine(
    { actor, services, source: actor.kind === 'key' ? 'api' : 'app' },
    {
      kind: 'refusal',
      action: nameOf(request),
      outcome: 'refused',
      code: isOutOfReach(problem) ? 'audit.out-of-reach' : problem.code,
      subject: typeof id === 'string' ? id.slice(0, 200) : null,
    },
  )
  services.log.info({ code: problem.code, actor: actor.id, from: request.ip, what: nameOf(request) }, 'an attempt was refused')
}

const nobody = (request: FastifyRequest): Actor => ({
  kind: 'user',
  id: 'nobody',
  name: '',
  role: 'member',
  origin: { address: request.ip, agent: (request.headers['user-agent'] ?? '').slice(0, 300) },
})

/** The action's or question's name; else the route. */
function nameOf({ routeOptions, method }: FastifyRequest): string {
  const { operationId }: { operationId?: unknown } = Object(routeOptions.schema)
  return typeof operationId === 'string' ? operationId : `${method} ${routeOptions.url ?? ''}`.slice(0, 200)
}
