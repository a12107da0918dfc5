import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodType } from 'zod'
import type { Action, Question } from '../../core/action/action.ts'
import type { Words } from '../../core/kit/words.ts'
import { Problem } from '../../core/kit/problem.ts'
import { askQuestion } from '../actions/ask-question.ts'
import { runAction } from '../actions/run-action.ts'
import type { Services } from '../actions/services.ts'
import type { Gate } from './gate.ts'

/** One route an action, one a question. */
export function addActionRoutes(app: FastifyInstance, services: Services, gate: Gate): void {
  for (const { definition } of services.registry.actions.values()) {
    app.route({
      method: definition.method,
      url: `/api${definition.path}`,
      schema: documentation(definition),
      handler: async (request) => {
        const actor = await gate.actorOf(request)
        return (await runAction(services, { actor, source: actor.kind === 'key' ? 'api' : 'app', key: keyOf(request) }, definition, inputOf(request))) ?? {}
      },
    })
  }
  for (const { definition } of services.registry.questions.values()) {
    app.route({
      method: definition.method,
      url: `/api${definition.path}`,
      schema: documentation(definition),
      handler: async (request) => askQuestion(services, await gate.actorOf(request), definition, inputOf(request)),
    })
  }
}

/** Path, query and body as one input; the path wins, so that a body cannot speak of another record. */
function inputOf(request: FastifyRequest): unknown {
  const { body, query, params } = request
  if (Array.isArray(body)) throw new Problem('input.invalid', { path: '', reason: 'array' })
  return { ...Object(query), ...Object(body), ...Object(params) }
}

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || key.length < 8 || key.length > 200) throw new Problem('input.invalid', { path: 'Idempotency-Key', reason: '8–200' })
  return key
}

type Documented = Pick<Action | Question, 'name' | 'label' | 'help' | 'method' | 'path' | 'input' | 'output'>

function documentation(definition: Documented): Record<string, unknown> {
  const said = (words: Words) => `${words.en} · ${words.zh}`
  const [, area = ''] = definition.path.split('/')
  const params = [...definition.path.matchAll(/:(\w+)/g)].map((m) => m[1])
  return {
    operationId: definition.name,
    summary: said(definition.label),
    ...(definition.help ? { description: said(definition.help) } : {}),
    tags: [area],
    ...(definition.method === 'GET' ? { querystring: without(definition.input, params) } : bodyOf(definition, params)),
    response: { 200: definition.output },
  }
}

function bodyOf(definition: Documented, params: readonly (string | undefined)[]): Record<string, unknown> {
  const body = without(definition.input, params)
  return body ? { body } : {}
}

/** The input without what stands in the path. */
function without(input: ZodType, params: readonly (string | undefined)[]): ZodType | undefined {
  if (params.length === 0) return input
  if (!('omit' in input) || typeof input.omit !== 'function') return input
  return input.omit(Object.fromEntries(params.map((name) => [name ?? '', true])))
}
