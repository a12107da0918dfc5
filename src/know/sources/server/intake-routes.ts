import { createGunzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../../core/kit/problem.ts'
import { makeKeyDoor } from '../../../platform/access/count-wrong-keys.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { readJsonBody } from '../../../platform/http/read-json.ts'
import { companyOf, type MessageKind, messageKinds, type ReadMessage, readMessage } from '../read-message.ts'
import { describeBatch, describeIntake } from './describe-intake.ts'
import { findSource, type OpenSource } from './find-source.ts'
import { makeIntakeQueue } from './intake-queue.ts'
import type { Delivery } from './delivery.ts'

/** A batch of 500 KB, as Segment allows. */
const largest = 500 * 1024
/** A message of 32 KB in a form of any length. */
const largestOne = 64 * 1024
const mostMessages = 2_500

/** The shortest picture there is, for pages that can load nothing but pictures. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/**
 * The intake of the Segment HTTP spec, under the long names and under the letters that its browser client uses. Clients
 * look at the status alone: 200 means that they may forget.
 */
export function addIntakeRoutes(app: FastifyInstance, services: Services): void {
  const take = makeIntakeQueue(services)
  const door = makeKeyDoor(() => performance.now())
  const askers = new WeakMap<FastifyRequest, OpenSource>()

  /** @throws Problem source.wrong-key, source.paused, source.not-from-there, access.too-many-wrong-keys */
  const letIn = async (request: FastifyRequest, writeKey: string) => {
    const source = writeKey === '' ? null : await door.find(request.ip, () => findSource(services, writeKey))
    if (!source) throw new Problem('source.wrong-key')
    const { origin } = request.headers
    if (origin !== undefined && source.origins.length > 0 && !source.origins.includes(origin))
      throw new Problem('source.not-from-there', { origin: origin.slice(0, 200) })
    if (source.isPaused) throw new Problem('source.paused', { seconds: 60 })
    askers.set(request, source)
    return source
  }
  /** The key stands in the header, or, where a page may send none, in the body. */
  const askerOf = async (request: FastifyRequest): Promise<OpenSource> => {
    const { writeKey } = Object(request.body)
    return askers.get(request) ?? letIn(request, typeof writeKey === 'string' ? writeKey : '')
  }
  const takeBatch = (isOld: boolean) => async (request: FastifyRequest) => {
    const source = await askerOf(request)
    const { batch, sentAt } = Object(request.body)
    if (!Array.isArray(batch)) throw new Problem('source.not-a-batch', { most: mostMessages })
    if (batch.length > mostMessages) throw new Problem('source.too-many-messages', { most: mostMessages, count: batch.length })
    const clocks = { sentAt, receivedAt: services.clock() }
    const read = batch.map((raw: unknown) => ({ raw, read: readMessage(raw, clocks) }))
    if (read.length > 0) await take(source, deliveryOf(read, isOld))
    const refused = refusalsOf(read)
    return { success: true, received: read.length - refused.length, refused }
  }
  const takeOne = async (source: OpenSource, raw: unknown, type: MessageKind) => {
    const read = readMessage(raw, { sentAt: undefined, receivedAt: services.clock() }, type)
    await take(source, deliveryOf([{ raw, read }], false))
    return read
  }

  app.register(async (scope) => {
    readAnything(scope)
    answerBrowsers(scope)
    // Who asks is known before a byte of the body is read, if it says so in time.
    scope.addHook('onRequest', async (request) => {
      const { authorization } = request.headers
      if (request.method === 'POST' && authorization !== undefined) await letIn(request, keyIn(authorization))
    })
    scope.addHook('preParsing', async (request, _reply, payload) =>
      request.headers['content-encoding'] === 'gzip' ? unzipped(request, payload) : payload,
    )
    scope.post('/v1/batch', { bodyLimit: largest, schema: describeBatch }, takeBatch(false))
    scope.post('/v1/b', { bodyLimit: largest, schema: { hide: true } }, takeBatch(false))
    scope.post('/v1/import', { bodyLimit: largest, schema: { ...describeBatch, operationId: 'intake.import' } }, takeBatch(true))
    for (const type of messageKinds) {
      const handler = async (request: FastifyRequest) => {
        const read = await takeOne(await askerOf(request), request.body, type)
        if ('wrong' in read) throw new Problem(read.wrong.code, read.wrong.details)
        return { success: true }
      }
      scope.post(`/v1/${type}`, { bodyLimit: largestOne, schema: describeIntake(type) }, handler)
      scope.post(`/v1/${type.charAt(0)}`, { bodyLimit: largestOne, schema: { hide: true } }, handler)
      scope.get(`/v1/pixel/${type}`, { schema: { hide: true } }, async (request, reply) => {
        const raw = dataOf(request)
        const { writeKey } = Object(raw)
        await takeOne(await letIn(request, typeof writeKey === 'string' ? writeKey : ''), raw, type)
        return reply.type('image/gif').send(pixel)
      })
    }
  })
}

type Read = { readonly raw: unknown; readonly read: ReadMessage }

function deliveryOf(all: readonly Read[], isOld: boolean): Delivery {
  const given = all.flatMap(({ raw, read }) => {
    if (!('message' in read)) return []
    const company = companyOf(read.message)
    return [{ message: read.message, raw, isOld }, ...(company ? [{ message: company, raw, isOld }] : [])]
  })
  return {
    messages: given,
    notes: all.flatMap(({ raw, read }) => ('wrong' in read ? [{ refused: true, reason: read.wrong, message: raw ?? null }] : [])),
  }
}

const refusalsOf = (all: readonly Read[]) => all.flatMap(({ read }, index) => ('wrong' in read ? [{ index, code: read.wrong.code }] : []))

function keyIn(authorization: string): string {
  const [, credentials = ''] = /^Basic +(\S+)$/i.exec(authorization) ?? []
  return Buffer.from(credentials, 'base64').toString('utf8').split(':')[0] ?? ''
}

/** @throws Problem input.unreadable */
function dataOf(request: FastifyRequest): unknown {
  const { data } = Object(request.query)
  return readJsonBody(Buffer.from(typeof data === 'string' ? data : '', 'base64'))
}

/**
 * Clients say of their JSON that it is plain text, to be spared a question beforehand, or a form, where they compress it.
 * No cookie counts here, so another site's form can do no more than its own key allows.
 */
function readAnything(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, async (_request: FastifyRequest, body: Buffer) => readJsonBody(body))
}

/** Pages of other sites may send here; what they send counts only with a key. */
function answerBrowsers(scope: FastifyInstance): void {
  scope.addHook('onSend', async (request, reply) => allowOrigin(request, reply))
  scope.options('/v1/*', { schema: { hide: true } }, (request, reply) =>
    reply
      .headers({
        'access-control-allow-methods': 'POST, GET, OPTIONS',
        'access-control-allow-headers': request.headers['access-control-request-headers'] ?? 'authorization, content-type',
        'access-control-max-age': '86400',
      })
      .status(204)
      .send(),
  )
}

function allowOrigin(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('cross-origin-resource-policy', 'cross-origin')
  const { origin } = request.headers
  if (origin !== undefined) reply.headers({ 'access-control-allow-origin': origin, vary: 'Origin' })
}

/** Some clients compress. What comes out is measured too, so that a small bomb is no large body. */
function unzipped(request: FastifyRequest, payload: NodeJS.ReadableStream): NodeJS.ReadableStream {
  delete request.headers['content-encoding']
  delete request.headers['content-length']
  return payload.pipe(createGunzip())
}
