import { isUtf8 } from 'node:buffer'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isUuid } from '../../../core/kit/id.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { makeKeyDoor } from '../../../platform/access/count-wrong-keys.ts'
import { makeContext, readShop, type Services } from '../../../platform/actions/services.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import type { Wrong } from '../read-message.ts'
import { describeHook } from './describe-intake.ts'
import { findHook, type Hook, readSecrets } from './find-hook.ts'
import { noteUntaken } from './note-untaken.ts'
import { readBody } from './read-body.ts'
import { tolerance, type Verdict } from './signatures/scheme.ts'
import { schemes } from './signatures/schemes.ts'
import { type Arrived, nameOfBody, takeHook } from './take-hook.ts'
import { actorOf, isInTheWay, type MakeCtx } from './take-messages.ts'

const largest = 1_048_576
const mostTries = 5

/** The door of webhooks, `/in/:id`. A delivery is kept byte for byte before anything is made of it. */
export function addHookRoutes(app: FastifyInstance, services: Services): void {
  const door = makeKeyDoor(() => performance.now())
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.post<{ Params: { id: string } }>('/in/:id', { bodyLimit: largest, schema: describeHook }, async (request) => {
      const hook = isUuid(request.params.id) ? await door.find(request.ip, () => findHook(services.database.db, request.params.id)) : null
      if (!hook) throw new Problem('record.missing', { what: { zh: '接收地址', en: 'address' } })
      if (hook.isPaused) throw new Problem('source.paused', { seconds: 60 })
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const verdict = await judge(services, hook, request, body)
      if (!verdict.ok) {
        await door.find(request.ip, async () => null)
        return refuse(services, hook, { code: verdict.why, details: detailsOf(verdict) })
      }
      // Kept as text, its letters would be signs that nobody can read again: the sender has to know.
      if (!isUtf8(body)) return refuse(services, hook, { code: 'source.other-encoding', details: {} })
      const headers = keptHeaders(request)
      const arrived = { delivery: verdict.delivery ?? nameOfBody(body), at: services.clock(), headers, text: body.toString('utf8') }
      const outcome = await take(services, hook, arrived)
      const repeated = outcome === null ? { repeated: true } : {}
      return { success: true, ...repeated, ...schemes[hook.scheme].answer }
    })
  })
}

/** @throws Problem that of the reason, once the owner is told of it */
async function refuse(services: Services, hook: Hook, reason: Wrong): Promise<never> {
  await noteUntaken(services, hook, reason)
  throw new Problem(reason.code, reason.details)
}

async function judge(services: Services, hook: Hook, request: FastifyRequest, body: Buffer): Promise<Verdict> {
  const now = services.clock()
  const secrets = (await readSecrets(services.database.db, hook.id, now)).map((sealed) => services.secrets.open(sealed))
  const headers = headersOf(request)
  const value = readBody(body.toString('utf8'), headers['content-type'])
  return schemes[hook.scheme].verify({ headers, body, value, now, header: hook.header }, secrets)
}

const detailsOf = (verdict: Verdict & { ok: false }) => ({ header: verdict.header ?? '', minutes: tolerance.minutes })

function headersOf({ headers }: FastifyRequest): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
}

const longestHeader = 500
/** What proves who sends is not kept beside what was sent. */
const unkept = /^(authorization|cookie|proxy-|connection$|content-length$|accept|host$|transfer-encoding$)|signature|hmac/

function keptHeaders(request: FastifyRequest): Record<string, string> {
  const all = Object.entries(headersOf(request)).filter(([name]) => !unkept.test(name))
  return Object.fromEntries(all.slice(0, 40).map(([name, value]) => [name, value.slice(0, longestHeader).toWellFormed()]))
}

async function take(services: Services, hook: Hook, arrived: Arrived, tries = mostTries): ReturnType<typeof takeHook> {
  try {
    await readShop(services.database)
    return await inTransaction(services.database, async (place) => {
      const makeCtx: MakeCtx = (quiet) => makeContext(services, actorOf(hook), hook.name, { ...place, quiet })
      return takeHook(await makeCtx(false), makeCtx, hook, arrived)
    })
  } catch (error) {
    if (tries > 1 && isInTheWay(error)) return take(services, hook, arrived, tries - 1)
    throw error
  }
}
