import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { unreadableReasons } from '../../core/kit/input-reasons.ts'
import { Problem } from '../../core/kit/problem.ts'
import { askQuestion } from '../actions/ask-question.ts'
import { runAction } from '../actions/run-action.ts'
import type { Services } from '../actions/services.ts'
import { readReason } from '../audit/read-reason.ts'
import { whileAsked } from '../database/ends-with-asker.ts'
import type { Gate } from './gate.ts'
import { documentDefinition } from './route-document.ts'

/** One route an action, one a question. */
export function addActionRoutes(app: FastifyInstance, services: Services, gate: Gate): void {
  for (const { definition } of services.registry.actions.values()) {
    app.route({
      method: definition.method,
      url: `/api${definition.path}`,
      schema: documentDefinition(definition, true),
      handler: async (request) => {
        const actor = await gate.actorOf(request)
        return (
          (await runAction(
            services,
            { actor, source: actor.kind === 'key' ? 'api' : 'app', key: keyOf(request), reason: readReason(request.headers) },
            definition,
            inputOf(request),
          )) ?? {}
        )
      },
    })
  }
  for (const { definition } of services.registry.questions.values()) {
    app.route({
      method: definition.method,
      url: `/api${definition.path}`,
      schema: documentDefinition(definition, false),
      handler: async (request, reply) => {
        const actor = await gate.actorOf(request)
        return whileAsked(whenGone(reply), () => askQuestion(services, actor, definition, inputOf(request)))
      },
    })
  }
}

/** Told when whoever asked has hung up before the answer: what is worked out for them is then ended. */
function whenGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  return gone.signal
}

/** Path, query and body as one input; the path wins, so that a body cannot speak of another record. */
function inputOf(request: FastifyRequest): unknown {
  const { body, query, params } = request
  // A list, a number or a text has no fields of its own: it would pass for a body that says nothing.
  const isObject = body === undefined || body === null || (typeof body === 'object' && !Array.isArray(body))
  if (!isObject) throw new Problem('input.unreadable', { reason: unreadableReasons.notAnObject })
  return { ...Object(query), ...Object(body), ...Object(params) }
}

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || key.length < 8 || key.length > 200)
    throw new Problem('input.invalid', {
      path: 'Idempotency-Key',
      reason: { zh: '应有 8 到 200 个字符', en: 'must have 8 to 200 characters' },
    })
  return key
}
