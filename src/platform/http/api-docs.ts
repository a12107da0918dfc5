import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '../actions/context.ts'
import { type Cards, readCards } from '../actions/live-cards.ts'
import type { Services } from '../actions/services.ts'
import { readSight } from '../rights/read-sight.ts'
import { trimCards } from '../rights/trim-cards.ts'
import type { Gate } from './gate.ts'
import { keepRecent } from './keep-recent.ts'
import { type DocumentedRoute, writeOpenApi } from './openapi.ts'
import type { RouteDocument } from './route-document.ts'
import { isSchema } from './sample-of.ts'

/** Of so many sets of rights; each document is some megabytes. */
const mostWritten = 4

/**
 * The description of the API, as a document and as a page. Both are for those who are inside: what can be asked of this
 * installation is nobody else's business. Fields of the firm's own that the reader's role hides are not in it; ours everybody knows.
 */
export async function addApiDocs(app: FastifyInstance, services: Services, gate: Gate): Promise<void> {
  const routes = new Map<string, DocumentedRoute>()
  // The document is ours; swagger only tells of the routes, when it is first asked for, and draws the page.
  await app.register(swagger, {
    openapi: { openapi: '3.1.0' },
    transform: ({ schema, url, route }) => {
      for (const method of [route.method].flat()) if (isDocument(schema)) routes.set(`${method} ${url}`, { method, url, document: schema })
      return { schema: { hide: true }, url }
    },
    transformObject: () => ({}),
  })
  const documents = new WeakMap<FastifyRequest, string>()
  // The program does nothing else while it writes one, for a quarter of a second: kept until the fields that a reader may name are others.
  const written = keepRecent<Cards, string>(mostWritten)
  let writtenOf: Cards | null = null
  const describe = async (actor: Actor) => {
    const { limits } = await readSight(services, actor)
    const all = await readCards(services)
    if (writtenOf !== all) written.clear()
    writtenOf = all
    const cards = trimCards(all, limits)
    // Tells of the routes, once.
    app.swagger()
    return written.of(cards, () => JSON.stringify(writeOpenApi([...routes.values()], cards)))
  }
  await app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      const actor = await letIn(gate, request, reply)
      if (actor === null) return reply
      if (request.url.endsWith('/json')) documents.set(request, await describe(actor))
    })
    await scope.register(swaggerUi, {
      routePrefix: '/api/docs',
      theme: { title: 'Regulars 常客 API', css: [{ filename: 'regulars.css', content: style }] },
      logo: { type: 'image/svg+xml', content: logo, href: '/', target: '_self' },
      // Two hundred operations drawn at once keep a browser busy for a minute: rooms first, opened one by one, or found by name.
      uiConfig: { docExpansion: 'none', filter: true, deepLinking: false },
      transformSpecification: (_, request) => inOldWords(documents.get(request) ?? '{}'),
      transformSpecificationClone: false,
    })
  })
  app.get('/api/openapi.json', { schema: { hide: true } }, async (request, reply) => {
    return reply.type('application/json; charset=utf-8').send(await describe(await gate.actorOf(request)))
  })
}

/** Our mark and name in place of the page maker's. */
const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 150 32" height="32"><rect width="32" height="32" rx="8" fill="#0f766e"/><path d="M22.6 11.2A8.2 8.2 0 1 0 24.2 16" fill="none" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/><circle cx="22.6" cy="11.2" r="3.1" fill="#f5b544"/><text x="42" y="22" font-family="sans-serif" font-size="17" fill="#fff">Regulars API</text></svg>`

/** Without the address and the version of the document in old words, from which the page draws: the one to use is named above all. */
const style =
  '.swagger-ui :is(.topbar .download-url-wrapper, .info .title .version-stamp, .info .link, .servers, .servers-title) { display: none }'

function isDocument(schema: unknown): schema is RouteDocument {
  return typeof schema === 'object' && schema !== null && 'operationId' in schema && 'answer' in schema
}

/**
 * The same in the words of OpenAPI 3.0, for the page alone: of a 3.0 document it reads what is opened, a 3.1 one it works through
 * whole before it draws anything and again for each operation, which keeps a browser busy for the better part of a minute.
 */
function inOldWords(document: string): object {
  const said: object = JSON.parse(document, (_, value: unknown) => {
    if (!isSchema(value)) return value
    const { const: only, type, ...rest } = value
    const kinds = Array.isArray(type) ? type.filter((kind) => kind !== 'null') : []
    if (kinds.length === 1) return { ...rest, type: kinds[0], nullable: true }
    return only === undefined ? value : { ...rest, type, enum: [only] }
  })
  return { ...said, openapi: '3.0.4' }
}

/** @returns null for a person who followed a link to the page while signed out: they are shown the way in */
async function letIn(gate: Gate, request: FastifyRequest, reply: FastifyReply): Promise<Actor | null> {
  try {
    return await gate.actorOf(request)
  } catch (error) {
    if (!request.headers.accept?.includes('text/html')) throw error
    reply.redirect('/sign-in')
    return null
  }
}
