import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isUuid } from '../../../core/kit/id.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { makeKeyDoor } from '../../../platform/access/count-wrong-keys.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { settingOf } from '../../../platform/channels/call-vendor.ts'
import { echoOf, openWechatCall, type WechatDoor, type WechatQuery } from '../../../platform/channels/wechat-callback.ts'
import { readAliyun } from '../calls/read-aliyun.ts'
import { readTencent } from '../calls/read-tencent.ts'
import { readWechat, readWecom } from '../calls/read-wechat.ts'
import { type FlatXml, readXml } from '../calls/read-xml.ts'
import { channelKindOf } from '../channel-kinds.ts'
import type { Heard } from '../heard.ts'
import { type AccountRow, openAccount, readAccount } from './account-rows.ts'
import { isCallbackKey } from './callback-address.ts'
import { takeCall } from './take-call.ts'

const largest = 262_144

/** How a vendor's calls are opened and answered. */
type Way = {
  /** What it wants to read when it is done; and when it shall call again. */
  readonly done: string
  readonly open: (services: Services, row: AccountRow, request: FastifyRequest, body: string) => readonly Heard[] | null
  /** The check of a new address. */
  readonly echo?: (services: Services, row: AccountRow, query: WechatQuery) => string | null
}

const ways: Readonly<Record<string, Way>> = {
  'aliyun-sms': { done: '{"code":0,"msg":"接收成功"}', open: byKey(readAliyun) },
  'tencent-sms': { done: '{"result":0,"errmsg":"OK"}', open: byKey(readTencent) },
  wecom: {
    done: 'success',
    open: bySignature('corpId', readWecom),
    echo: (services, row, query) => {
      const door = doorOf(services, row, 'corpId')
      return door && openWechatCall(door, query, query.echostr ?? '', services.clock())
    },
  },
  'wechat-service': {
    done: 'success',
    open: bySignature('appId', readWechat),
    echo: (services, row, query) => {
      const door = doorOf(services, row, 'appId')
      return door && echoOf(door.token, query, services.clock())
    },
  },
}

/** The door of vendors’ calls, `/in/channel/:id`. Nobody signs in: a signature speaks, or a key in the address. */
export function addChannelRoutes(app: FastifyInstance, services: Services): void {
  const door = makeKeyDoor(() => performance.now())
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    scope.get<{ Params: { id: string } }>('/in/channel/:id', { schema: { hide: true } }, async (request, reply) => {
      const { row, way } = await findWay(services, door, request, request.params.id)
      const echo = way.echo?.(services, row, queryOf(request)) ?? null
      if (echo === null) return refuse(door, request)
      return reply.type('text/plain; charset=utf-8').send(echo)
    })
    scope.post<{ Params: { id: string } }>('/in/channel/:id', { bodyLimit: largest, schema: { hide: true } }, async (request, reply) => {
      const { row, way } = await findWay(services, door, request, request.params.id)
      const heard = way.open(services, row, request, typeof request.body === 'string' ? request.body : '')
      if (heard === null) return refuse(door, request)
      const { again } = await takeCall(services, row, heard)
      if (again) throw new Problem('channel.call-again')
      return reply.type(way.done.startsWith('{') ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8').send(way.done)
    })
  })
}

type Door = ReturnType<typeof makeKeyDoor>

/** @throws Problem record.missing */
async function findWay(services: Services, door: Door, request: FastifyRequest, id: string): Promise<{ row: AccountRow; way: Way }> {
  const row = isUuid(id) ? await door.find(request.ip, () => readAccount(services.database.db, id)) : null
  const way = row && ways[row.vendor]
  if (!row || !way) throw new Problem('record.missing', { what: { zh: '接收地址', en: 'address' } })
  return { row, way }
}

/** @throws Problem channel.wrong-signature, access.too-many-wrong-keys */
async function refuse(door: Door, request: FastifyRequest): Promise<never> {
  await door.find(request.ip, async () => null)
  throw new Problem('channel.wrong-signature')
}

const queryOf = (request: FastifyRequest): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(Object(request.query)).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))

/** Of vendors that do not sign. @throws Problem channel.call-unreadable */
function byKey(read: (value: unknown) => Heard[] | null): Way['open'] {
  return (services, row, request, body) => {
    if (!isCallbackKey(services, row.id, queryOf(request)['key'] ?? '')) return null
    const heard = read(jsonOf(body))
    if (heard === null) throw new Problem('channel.call-unreadable')
    return heard
  }
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Encrypted and signed. What is sent in the clear is refused, for its signature covers nothing of what it says. */
function bySignature(receiver: 'corpId' | 'appId', read: (message: FlatXml) => Heard[]): Way['open'] {
  return (services, row, request, body) => {
    const door = doorOf(services, row, receiver)
    const encrypted = readXml(body)?.['Encrypt']
    if (!door || !encrypted) return null
    const opened = openWechatCall(door, queryOf(request), encrypted, services.clock())
    if (opened === null) return null
    const message = readXml(opened)
    if (message === null) throw new Problem('channel.call-unreadable')
    return read(message)
  }
}

/** Null until token and key are entered, or where they cannot be read. */
function doorOf(services: Services, row: AccountRow, receiver: 'corpId' | 'appId'): WechatDoor | null {
  if (!channelKindOf(row.channel)) return null
  const settings = openAccount(services, row)?.settings ?? {}
  const [token, aesKey, id] = ['callbackToken', 'encodingAesKey', receiver].map((name) => settingOf(settings, name))
  return token && aesKey && id ? { token, aesKey, receiver: id } : null
}
