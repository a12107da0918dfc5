import type { FastifyInstance } from 'fastify'
import { makeGate } from '../src/platform/access/make-gate.ts'
import { openSession } from '../src/platform/access/sessions.ts'
import { buildServer } from '../src/platform/http/server.ts'
import type { World } from './world.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD' | 'OPTIONS'
export type Asked = {
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** From where. */
  readonly address?: string
  /** Sent as it is. */
  readonly payload?: string | Buffer
}
export type Route = { readonly method: string; readonly url: string }

/** The server as it is served, with the real gate: people come with the cookie of a session, programs with a key. */
export async function openDoor(world: World) {
  const routes: Route[] = []
  const app: FastifyInstance = await buildServer({
    services: world.services,
    gate: await makeGate(world.services, { url: 'http://regulars.test' }),
    limits: null,
    onRoute: ({ method, url }) => void routes.push(...[method].flat().map((one) => ({ method: one, url }))),
  })
  await app.ready()
  return {
    app,
    routes,
    /** A cookie of somebody who has just come in. */
    cookieOf: async (userId: string): Promise<string> => {
      const caller = { address: '127.0.0.1', agent: 'test' }
      const session = await openSession(world.services, { userId, means: 'password', strong: true }, caller)
      if (!session) throw new Error('that user may not come in')
      const mark = world.services.secrets.sign('cookie session_token', session.token).toString('base64url')
      return `regulars-80.session_token=${session.token}.${mark}`
    },
    send: async (method: string, url: string, { headers = {}, body, payload, address }: Asked = {}) => {
      const text = payload ?? (body === undefined ? undefined : JSON.stringify(body))
      return app.inject({
        method: methodOf(method),
        url,
        ...(address === undefined ? {} : { remoteAddress: address }),
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(text === undefined ? {} : { payload: text }),
      })
    },
  }
}

export type Door = Awaited<ReturnType<typeof openDoor>>

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const
function methodOf(text: string): Method {
  const found = methods.find((method) => method === text)
  if (!found) throw new Error(`no method ${text}`)
  return found
}
