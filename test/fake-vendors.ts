import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { signAliyun } from '../src/platform/channels/aliyun-signature.ts'
import { signTencent } from '../src/platform/channels/tencent-signature.ts'

/** What the vendors know of the firm. */
export const known = {
  aliyun: { accessKeyId: 'LTAI5tTestTestTest', accessKeySecret: 'ali-secret', signName: '山前茶事' },
  tencent: { secretId: 'AKIDTestTestTest', secretKey: 'tencent-secret', sdkAppId: '1400006666', signName: '山前茶事' },
  wecom: { corpId: 'ww1234567890', agentId: '1000002', secret: 'wecom-secret' },
  wechat: { appId: 'wx1234567890abcdef', appSecret: 'wechat-secret' },
} as const

/** One request that came in, read. */
export type Asked = {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The body, where it is JSON. */
  readonly value: Readonly<Record<string, unknown>>
}

type Answer = { readonly status?: number; readonly headers?: Record<string, string>; readonly body: string | object }
/** What goes wrong: an answer in place of the right one, or none. */
export type Mischief = Answer | 'silent' | 'cut' | 'slow'

export type FakeVendors = {
  readonly url: string
  /** Every request whose signature or token was right, but for those that fetch a token. */
  readonly got: Asked[]
  /** How often a token was fetched. */
  readonly tokens: number
  /** What happens to the next requests that are no fetching of a token, one after the other. */
  readonly mischief: Mischief[]
  /** The same for fetching a token. */
  readonly tokenMischief: Mischief[]
  /** Called when a request came in whole that is met with silence: whoever waits has waited long enough. */
  onSilence: () => void
  /** How a WeCom group message stands with its employee. */
  confirmed: 0 | 1 | 2 | 3
  /** What the vendors’ clock says. */
  now: () => Date
  /** Ends the tokens that are out, as a second fetch elsewhere would. */
  endTokens(): void
  close(): Promise<void>
}

/** One server on loopback that stands in for all vendors: it knows the secrets, checks signatures and tokens, keeps what it got. */
export async function fakeVendors(now: () => Date): Promise<FakeVendors> {
  const sockets = new Set<Socket>()
  const good = new Set<string>()
  let made = 0
  const vendors: { -readonly [Name in keyof FakeVendors]: FakeVendors[Name] } = {
    url: '',
    got: [],
    tokens: 0,
    mischief: [],
    tokenMischief: [],
    onSilence: () => {},
    confirmed: 0,
    now,
    endTokens: () => good.clear(),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
  const newToken = () => {
    vendors.tokens++
    const token = `token-${++made}`
    good.add(token)
    return { errcode: 0, errmsg: 'ok', access_token: token, expires_in: 7200 }
  }
  const answerTo = (asked: Asked): Answer => {
    const door = doors.find(([pattern]) =>
      pattern.test(`${asked.headers['x-acs-action'] ?? asked.headers['x-tc-action'] ?? ''}${asked.path}`),
    )
    return door
      ? door[1](asked, { vendors, newToken, isGood: (token) => good.has(token) })
      : { status: 404, body: '<html>not found</html>' }
  }
  const server = createServer(async (request, response) => {
    const asked = await readAsked(request)
    const isToken = /\/(gettoken|stable_token)$/.test(asked.path)
    const wrong = (isToken ? vendors.tokenMischief : vendors.mischief).shift()
    if (wrong === 'cut') return void request.socket.destroy()
    if (wrong === 'silent') return vendors.onSilence()
    if (wrong === 'slow') await new Promise((done) => setTimeout(done, 50))
    const answer = wrong === undefined || wrong === 'slow' ? answerTo(asked) : wrong
    send(response, answer)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  vendors.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return vendors
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: Answer): void {
  const isText = typeof body === 'string'
  response.writeHead(status, { 'content-type': isText ? 'text/html' : 'application/json', ...headers })
  response.end(isText ? body : JSON.stringify(body))
}

async function readAsked(request: IncomingMessage): Promise<Asked> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const body = Buffer.concat(pieces).toString('utf8')
  const url = new URL(request.url ?? '/', 'http://vendors.test')
  const value = body.startsWith('{') ? (JSON.parse(body) as Record<string, unknown>) : {}
  return {
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: request.headers as Record<string, string>,
    body,
    value,
  }
}

type Inside = { readonly vendors: FakeVendors; readonly newToken: () => object; readonly isGood: (token: string) => boolean }
type Door = (asked: Asked, inside: Inside) => Answer

const doors: readonly (readonly [RegExp, Door])[] = [
  [
    /^(SendSms|SendBatchSms|QuerySmsSign)\/$/,
    (asked, inside) => (asked.headers['x-acs-action'] ? aliyun(asked, inside) : tencent(asked, inside)),
  ],
  [/^SmsPackagesStatistics\/$/, (asked, inside) => tencent(asked, inside)],
  [/^\/cgi-bin\/gettoken$/, wecomToken],
  [/^\/cgi-bin\/stable_token$/, wechatToken],
  [/^\/cgi-bin\/message\/template\/send$/, withToken(() => ({ errcode: 0, errmsg: 'ok', msgid: 200228332 }))],
  [/^\/cgi-bin\/message\/custom\/send$/, withToken(() => ({ errcode: 0, errmsg: 'ok' }))],
  [/^\/cgi-bin\/getcallbackip$/, withToken(() => ({ ip_list: ['127.0.0.1'] }))],
  [/^\/cgi-bin\/user\/info$/, withToken(({ query }) => ({ subscribe: 1, openid: query['openid'], unionid: 'union-1' }))],
  [/^\/cgi-bin\/agent\/get$/, withToken(() => ({ errcode: 0, errmsg: 'ok', name: '客户关怀' }))],
  [
    /^\/cgi-bin\/message\/send$/,
    withToken(({ value }) => ({ errcode: 0, invaliduser: value['touser'] === 'nobody' ? 'nobody' : '', msgid: 'app-1' })),
  ],
  [
    /^\/cgi-bin\/externalcontact\/add_msg_template$/,
    withToken(({ value }) => {
      const customers = value['external_userid'] as string[]
      return customers.length > 10_000
        ? { errcode: 40058, errmsg: 'external_userid: too many' }
        : { errcode: 0, errmsg: 'ok', fail_list: customers.filter((one) => one === 'wm-nobody'), msgid: 'msgGCAAAXtWyujaWJHDDGi0mACH71w' }
    }),
  ],
  [/^\/cgi-bin\/externalcontact\/get_groupmsg_task$/, withToken(() => ({ errcode: 0, task_list: [{ userid: 'zhangsan', status: 2 }] }))],
  [
    /^\/cgi-bin\/externalcontact\/get_groupmsg_send_result$/,
    withToken((_asked, { vendors }) => ({
      errcode: 0,
      send_list: [
        {
          external_userid: 'wmqfasd1e19',
          userid: 'zhangsan',
          status: vendors.confirmed,
          send_time: Math.floor(vendors.now().getTime() / 1000),
        },
      ],
    })),
  ],
  [/^\/cgi-bin\/externalcontact\/send_welcome_msg$/, withToken(() => ({ errcode: 0, errmsg: 'ok' }))],
  [
    /^\/cgi-bin\/externalcontact\/get$/,
    withToken(({ query }) => ({
      errcode: 0,
      external_contact: { external_userid: query['external_userid'], name: '李静', unionid: 'union-1' },
      follow_user: [{ userid: 'zhangsan', remark_mobiles: ['13800138000'] }],
    })),
  ],
]

/** Under these names the vendors are asked, whatever stands before them. */
const hosts = { aliyun: 'dysmsapi.aliyuncs.com', tencent: 'sms.tencentcloudapi.com' } as const

/** Alibaba Cloud works the signature out again from what came in, and takes none older than 15 minutes. */
function aliyun(asked: Asked, { vendors }: Inside): Answer {
  const { headers, query } = asked
  const { accessKeyId, accessKeySecret, signName } = known.aliyun
  const signed = signAliyun(
    {
      method: 'POST',
      host: hosts.aliyun,
      path: '/',
      query,
      body: asked.body,
      action: headers['x-acs-action'] ?? '',
      version: headers['x-acs-version'] ?? '',
      date: headers['x-acs-date'] ?? '',
      nonce: headers['x-acs-signature-nonce'] ?? '',
    },
    accessKeyId,
    accessKeySecret,
  )
  if (!headers['authorization']?.includes(`Credential=${accessKeyId},`))
    return { status: 404, body: { Code: 'InvalidAccessKeyId.NotFound', Message: 'Specified access key is not found.' } }
  if (headers['authorization'] !== signed['authorization'])
    return { status: 400, body: { Code: 'SignatureDoesNotMatch', Message: 'Specified signature does not match our calculation.' } }
  if (Math.abs(new Date(headers['x-acs-date'] ?? '').getTime() - vendors.now().getTime()) > 15 * 60_000)
    return { status: 400, body: { Code: 'InvalidTimeStamp.Expired', Message: 'Specified time stamp or date value is expired.' } }
  vendors.got.push(asked)
  if (headers['x-acs-action'] !== 'SendBatchSms' && query['SignName'] !== signName)
    return { body: { Code: 'isv.SMS_SIGNATURE_ILLEGAL', Message: '短信签名不合法', RequestId: 'R' } }
  if (headers['x-acs-action'] === 'QuerySmsSign') return { body: { Code: 'OK', Message: 'OK', SignStatus: 1, RequestId: 'R' } }
  const isBatch = headers['x-acs-action'] === 'SendBatchSms'
  const listed = (name: string) => JSON.parse(query[name] ?? '[]') as string[]
  const phones = isBatch ? listed('PhoneNumberJson') : [query['PhoneNumbers']]
  if (isBatch && phones.length > 100) return { body: { Code: 'isv.MOBILE_COUNT_OVER_LIMIT', Message: '手机号码数量超过限制' } }
  if (isBatch && [listed('SignNameJson'), listed('TemplateParamJson')].some((all) => all.length !== phones.length))
    return { body: { Code: 'isv.PARAM_NOT_MATCH', Message: '数量不一致' } }
  if (!phones.every((phone) => /^1\d{10}$|^\d{8,15}$/.test(phone ?? '')))
    return { body: { Code: 'isv.MOBILE_NUMBER_ILLEGAL', Message: '非法手机号' } }
  return { body: { Code: 'OK', Message: 'OK', BizId: `9006197469364984${vendors.got.length}^0`, RequestId: 'F655A8D5' } }
}

function tencent(asked: Asked, { vendors }: Inside): Answer {
  const { headers, body } = asked
  const { secretId, secretKey, sdkAppId } = known.tencent
  const failed = (Code: string, Message: string): Answer => ({ body: { Response: { Error: { Code, Message }, RequestId: 'R' } } })
  const timestamp = Number(headers['x-tc-timestamp'])
  const request = { service: 'sms', host: hosts.tencent, contentType: headers['content-type'] ?? '', body, timestamp }
  if (!headers['authorization']?.includes(`Credential=${secretId}/`)) return failed('AuthFailure.SecretIdNotFound', '密钥不存在')
  if (headers['authorization'] !== signTencent(request, secretId, secretKey)) return failed('AuthFailure.SignatureFailure', '签名错误')
  if (Math.abs(timestamp - vendors.now().getTime() / 1_000) > 300) return failed('AuthFailure.SignatureExpire', '签名过期')
  vendors.got.push(asked)
  if (asked.value['SmsSdkAppId'] !== sdkAppId) return failed('UnauthorizedOperation.SmsSdkAppIdVerifyFail', 'SmsSdkAppId 校验失败')
  if (headers['x-tc-action'] === 'SmsPackagesStatistics') return { body: { Response: { SmsPackagesStatisticsSet: [], RequestId: 'R' } } }
  const phones = asked.value['PhoneNumberSet'] as string[]
  if (phones.length > 200) return failed('LimitExceeded.PhoneNumberCountLimit', '单次提交的手机号个数超过 200 个')
  const SendStatusSet = phones.map((PhoneNumber, i) =>
    PhoneNumber === '+8613900000000'
      ? { SerialNo: '', PhoneNumber, Fee: 0, Code: 'FailedOperation.PhoneNumberInBlacklist', Message: '手机号在黑名单库中' }
      : {
          SerialNo: `5000:1045710669157053657849499619${vendors.got.length}${i === 0 ? '' : `:${i}`}`,
          PhoneNumber,
          Fee: 2,
          Code: 'Ok',
          Message: 'send success',
        },
  )
  return { body: { Response: { SendStatusSet, RequestId: 'R' } } }
}

function wecomToken({ query }: Asked, { newToken }: Inside): Answer {
  if (query['corpid'] !== known.wecom.corpId) return { body: { errcode: 40013, errmsg: 'invalid corpid' } }
  if (query['corpsecret'] !== known.wecom.secret) return { body: { errcode: 40001, errmsg: 'invalid credential' } }
  return { body: newToken() }
}

function wechatToken({ value }: Asked, { newToken }: Inside): Answer {
  if (value['appid'] !== known.wechat.appId) return { body: { errcode: 40013, errmsg: 'invalid appid' } }
  if (value['secret'] !== known.wechat.appSecret) return { body: { errcode: 40125, errmsg: 'invalid appsecret' } }
  return { body: newToken() }
}

/** Behind an access token: one that is none is answered as WeCom (42001) and WeChat (40001) do. */
function withToken(answer: (asked: Asked, inside: Inside) => object): Door {
  return (asked, inside) => {
    const isWechat = /message\/(template|custom)|user\/info|callbackip/.test(asked.path)
    if (!inside.isGood(asked.query['access_token'] ?? ''))
      return { body: { errcode: isWechat ? 40001 : 42001, errmsg: 'access_token expired' } }
    inside.vendors.got.push(asked)
    return { body: answer(asked, inside) }
  }
}

/** The start of a message’s id, so that a test can name one. */
export const testId = (n: number) => `01920000-0000-7000-8000-${createHash('sha256').update(String(n)).digest('hex').slice(0, 12)}`
