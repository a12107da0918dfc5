import { createGunzip } from 'node:zlib'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../../../core/kit/problem.ts'
import { type KeyDoor, makeKeyDoor } from '../../../platform/access/count-wrong-keys.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { type ReadMessage, readMessage } from '../read-message.ts'
import { describeBatch, describeIntake } from './describe-intake.ts'
import { findSource, type Source } from './find-source.ts'
import { makeIntakeQueue } from './intake-queue.ts'
import type { Delivery } from './take-messages.ts'

/** A batch of 500 KB, as Segment allows. */
const largest = 500 * 1024
const mostMessages = 2_500

const types = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const

/** The intake of the Segment HTTP spec. Its clients look at the status alone: 200 means that they may forget. */
export function addIntakeRoutes(app: FastifyInstance, services: Services): void {
  const take = makeIntakeQueue(services)
  const door = makeKeyDoor(() => performance.now())
  const askers = new WeakMap<FastifyRequest, Source>()
  const sourceOf = (request: FastifyRequest): Source => {
    const source = askers.get(request)
    if (!source) throw new Problem('source.wrong-key')
    return source
  }
  app.register(async (scope) => {
    // Who asks is known before a byte of the body is read.
    scope.addHook('onRequest', async (request) => void askers.set(request, await findAsker(request, services, door)))
    scope.addHook('preParsing', async (request, _reply, payload) =>
      request.headers['content-encoding'] === 'gzip' ? unzipped(request, payload) : payload,
    )
    scope.post('/v1/batch', { bodyLimit: largest, schema: describeBatch }, async (request) => {
      const source = sourceOf(request)
      const { batch, sentAt } = Object(request.body)
      if (!Array.isArray(batch) || batch.length > mostMessages) throw new Problem('source.not-a-batch', { most: mostMessages })
      const clocks = { sentAt, receivedAt: services.clock() }
      const read = batch.map((raw: unknown) => ({ raw, read: readMessage(raw, clocks) }))
      const delivery = deliveryOf(read)
      if (read.length > 0) await take(source, delivery)
      return { success: true, received: delivery.messages.length, refused: refusalsOf(read) }
    })
    for (const type of types) {
      scope.post(`/v1/${type}`, { bodyLimit: 64 * 1024, schema: describeIntake(type) }, async (request) => {
        const source = sourceOf(request)
        const read = readMessage(request.body, { sentAt: undefined, receivedAt: services.clock() }, type)
        await take(source, deliveryOf([{ raw: request.body, read }]))
        if ('wrong' in read) throw new Problem(read.wrong.code, read.wrong.details)
        return { success: true }
      })
    }
  })
}

type Read = { readonly raw: unknown; readonly read: ReadMessage }

function deliveryOf(all: readonly Read[]): Delivery {
  return {
    messages: all.flatMap(({ raw, read }) => ('message' in read ? [{ message: read.message, raw }] : [])),
    notes: all.flatMap(({ raw, read }) => ('wrong' in read ? [{ refused: true, reason: read.wrong, message: raw ?? null }] : [])),
  }
}

const refusalsOf = (all: readonly Read[]) => all.flatMap(({ read }, index) => ('wrong' in read ? [{ index, code: read.wrong.code }] : []))

/** @throws Problem source.wrong-key, access.too-many-wrong-keys */
async function findAsker(request: FastifyRequest, services: Services, door: KeyDoor): Promise<Source> {
  const [, credentials = ''] = /^Basic +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  const writeKey = Buffer.from(credentials, 'base64').toString('utf8').split(':')[0] ?? ''
  const source = writeKey === '' ? null : await door.find(request.ip, () => findSource(services.database, writeKey))
  if (!source) throw new Problem('source.wrong-key')
  return source
}

/** Some clients compress. What comes out is measured too, so that a small bomb is no large body. */
function unzipped(request: FastifyRequest, payload: NodeJS.ReadableStream): NodeJS.ReadableStream {
  delete request.headers['content-encoding']
  delete request.headers['content-length']
  return payload.pipe(createGunzip())
}
