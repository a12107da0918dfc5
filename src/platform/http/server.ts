import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { escapeHtml } from '../../core/kit/escape-html.ts'
import { Problem } from '../../core/kit/problem.ts'
import type { Services } from '../actions/services.ts'
import { noteRefusal, rememberingGate } from '../audit/note-refusal.ts'
import { disarmContacts } from '../sealing/contacts.ts'
import { addActionRoutes } from './action-routes.ts'
import { addAnswerHeaders, giveUsualHeaders } from './answer-headers.ts'
import { addApiDocs } from './api-docs.ts'
import { addEntityRoutes } from './entity-routes.ts'
import { addExportRoutes } from './export-routes.ts'
import type { Gate } from './gate.ts'
import { limitRequests, makeLimiter, type RequestLimits, usualLimits } from './limit-requests.ts'
import { answerProblem, languageOf, problemFrom } from './problem-answer.ts'
import { readJsonBody } from './read-json.ts'
import { addWebRoutes } from './web-routes.ts'

export type ServerOptions = {
  readonly services: Services
  /** Knows who asks. */
  readonly gate: Gate
  /** The built web app; left out where only the API is wanted. */
  readonly webFolder?: string
  /**
   * How many proxies stand before the program, or their addresses: from them alone X-Forwarded-For and -Proto are
   * believed. From nobody where it is left out.
   */
  readonly trustProxy?: number | string | undefined
  /** How often anybody may ask; null for tests and measurements that ask more than anybody does. */
  readonly limits?: RequestLimits | null
  /** Hears that somebody asks for something, whatever it is. */
  readonly onAsked?: () => void
  /** Hears of every route as it is added: a test asks each of them who may come in. */
  readonly onRoute?: (route: { readonly method: string | string[]; readonly url: string }) => void
}

/** The whole HTTP side, read off the registry. Not yet listening: a test speaks to it through `inject`. */
export async function buildServer(options: ServerOptions): Promise<FastifyInstance> {
  const { services, webFolder, trustProxy, onRoute, onAsked, limits = usualLimits } = options
  const limiter = limits && makeLimiter(limits)
  const gate = rememberingGate(limiter ? limiter.counting(options.gate) : options.gate)
  const app = Fastify({
    loggerInstance: undefined,
    logger: false,
    bodyLimit: 1_048_576,
    genReqId: () => randomUUID(),
    // Closing waits for the requests under way; the caller decides for how long.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // An address that cannot be read: no hook is asked about it.
    frameworkErrors: (error, request, reply) => {
      void answerError(services, error, request, giveUsualHeaders(services, request, reply).header('cache-control', 'no-store'))
    },
    trustProxy: typeof trustProxy === 'number' ? (_, hop) => hop < trustProxy : (trustProxy ?? false),
    schemaController: { compilersFactory: { buildValidator: nobodyBuilds, buildSerializer: nobodyBuilds } },
  })
  // Input is checked once, in the pipeline of actions; the schemas on routes are the documentation.
  app.setValidatorCompiler(() => () => true)
  if (onRoute) app.addHook('onRoute', onRoute)
  // Told of when the answer is out too: what it began is found soon.
  if (onAsked) for (const at of ['onRequest', 'onResponse'] as const) app.addHook(at, async () => onAsked())
  refuseWhileClosing(app)
  readJson(app)
  app.setErrorHandler((error, request, reply) => answerError(services, error, request, reply))
  addAnswerHeaders(app, services)
  // Behind the headers, which a refusal has like every answer.
  if (limiter) limitRequests(app, limiter)
  disarmOnTheWayIn(app)
  openOnTheWayOut(app, services)
  await addApiDocs(app, services, gate)
  await app.register(async (scope) => {
    scope.get('/api/health', { schema: { hide: true } }, () => ({ ok: true }))
    addEntityRoutes(scope, services, gate)
    addExportRoutes(scope, services, gate)
    addActionRoutes(scope, services, gate)
    for (const feature of services.registry.features) feature.routes?.(scope, services, gate)
    gate.addRoutes(scope)
  })
  await addWebRoutes(app, webFolder)
  return app
}

/** In place of the two libraries that Fastify loads to check and to write by schemas, 2 MB of code. */
function nobodyBuilds(): never {
  throw new Error('a route says how its answer is written by a schema: say it to its document')
}

/** What is under way is answered; who asks anew over an open connection is told in words that nothing more is taken. */
function refuseWhileClosing(app: FastifyInstance): void {
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
  })
  app.addHook('onRequest', async () => {
    if (isClosing) throw new Problem('server.stopping')
  })
  // A connection that is kept after the answer would keep the server from closing.
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close')
  })
}

/** Nobody who has seen the database gets a sealed contact detail opened by asking with it: what is asked comes back in refusals. */
function disarmOnTheWayIn(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ headers }) => {
    for (const [name, value] of Object.entries(headers)) headers[name] = disarmContacts(value)
  })
  app.addHook('preValidation', async (request) => {
    // Spread, for what the router makes of an address has no prototype.
    request.params = disarmContacts({ ...Object(request.params) })
    request.query = disarmContacts({ ...Object(request.query) })
    request.body = disarmContacts(request.body)
  })
}

/** What is kept sealed of contact details leaves opened, whoever wrote it into an answer: masks and rights were minded before. */
function openOnTheWayOut(app: FastifyInstance, { sealing }: Services): void {
  app.addHook('onSend', async (_request, reply, payload) => {
    if (typeof payload !== 'string' || !payload.includes('§')) return payload
    const type = String(reply.getHeader('content-type') ?? '')
    return sealing.openContacts(
      payload,
      type.includes('json') ? inJson : type.includes('html') || type.includes('xml') ? escapeHtml : (text) => text,
    )
  })
}

const inJson = (text: string) => JSON.stringify(text).slice(1, -1)

function readJson(app: FastifyInstance): void {
  // Forms of other sites can send text/plain without asking first, so it is no way in.
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) => readJsonBody(body))
}

function answerError(services: Services, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = problemFrom(error, request.routeOptions.bodyLimit)
  if (known) noteRefusal(services, request, known)
  const problem = known ?? new Problem('server.broken', { reference: request.id.slice(0, 8) })
  if (!known) services.log.error({ err: error, reference: request.id.slice(0, 8), route: request.routeOptions.url }, 'a request failed')
  const { status, body } = answerProblem(services.registry, problem, languageOf(request.headers['accept-language']))
  const seconds = Number(problem.details['seconds'] ?? Number(problem.details['minutes']) * 60)
  if ((status === 429 || status === 503) && seconds > 0) reply.header('retry-after', seconds)
  return reply.status(status).type('application/problem+json').send(body)
}
