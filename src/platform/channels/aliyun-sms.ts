import { z } from 'zod'
import { aliyunQuery, signAliyun } from './aliyun-signature.ts'
import { callVendor, type CodeVerdicts, endpointOf, settingOf, signedHost, verdictOf } from './call-vendor.ts'
import type { ChannelAccount, ChannelDriver, ChannelOutcome, ChannelTools, Outgoing } from './channel.ts'
import { lotFor, lotReference } from './lot-mark.ts'
import { takeApart } from './take-apart.ts'

const usualEndpoint = 'https://dysmsapi.aliyuncs.com'
const version = '2017-05-25'

/** Alibaba Cloud: “短信服务 API 错误码” and “公共错误码”. */
const verdicts: CodeVerdicts = [
  [/^isv\.(BUSINESS_LIMIT_CONTROL)/, 'later', 'quota', 3_600],
  [/^isv\.(DAY|MONTH)_LIMIT_CONTROL/, 'later', 'quota', 21_600],
  [/^isv\.(MOBILE_NUMBER_ILLEGAL|MOBILE_COUNT_OVER_LIMIT)/, 'refused', 'address'],
  [/^isv\.(AMOUNT_NOT_ENOUGH|OUT_OF_SERVICE)/, 'later', 'balance'],
  [
    /^isv\.(SMS_SIGN|SIGN|ACCOUNT_|SECURITY_FROZEN|PRODUCT_UN|PORT_NOT_REGISTERED|CUSTOMER_REFUSED|DENY_IP)|^is[pv]\.RAM_PERMISSION|^(NoPermission|Forbidden)/,
    'later',
    'not-allowed',
  ],
  [/^isv\.(SMS_TEMPLATE|TEMPLATE_|INVALID_|PARAM_|SMS_CONTENT|EXTEND_CODE|DOMESTIC_|SMS_OVER|BLACK_KEY)/, 'refused', 'content'],
  [
    /^(InvalidAccessKeyId|SignatureDoesNotMatch|IncompleteSignature|InvalidTimeStamp|InvalidSecurityToken|MissingAccessKeyId)/,
    'later',
    'sign-in',
  ],
  [/^(Throttling|SignatureNonceUsed|ServiceUnavailable|InternalError)|^is[pv]\.(SYSTEM_ERROR|GATEWAY)/, 'later', 'busy', 60],
]

const answer = z.object({ Code: z.string().default(''), Message: z.string().default(''), BizId: z.string().optional() })
const signAnswer = z.object({ SignStatus: z.number().optional(), Reason: z.string().optional() })

const barePhone = (to: string) => to.replace(/^\+86/, '').replace(/^\+/, '')

/** Causes for which a whole SendBatchSms is turned away because of one number in it. */
const faultsOfOne = ['address', 'content', 'quota'] as const

/** Dysmsapi 2017-05-25, SendBatchSms: up to 100 receivers of one registered text, each with parameters of their own. */
async function sendBatch(account: ChannelAccount, messages: readonly Outgoing[], tools: ChannelTools): Promise<readonly ChannelOutcome[]> {
  const [first, ...others] = messages
  if (first === undefined) return []
  if (others.length === 0) return [await aliyunSms.send(account, first, tools)]
  const texts = messages.flatMap(({ content }) => (content.form === 'registered' ? [content] : []))
  const [text] = texts
  if (text === undefined || texts.length < messages.length) return messages.map(() => notRegistered)
  const phones = messages.map(({ to }) => barePhone(to))
  const lot = lotFor(phones, tools.newId)
  const signName = settingOf(account.settings, 'signName')
  const asked = await ask(account, tools, 'SendBatchSms', {
    PhoneNumberJson: JSON.stringify(phones),
    SignNameJson: JSON.stringify(phones.map(() => signName)),
    TemplateCode: text.code,
    TemplateParamJson: JSON.stringify(texts.map(({ parameters }) => parameters)),
    OutId: lot,
  })
  if ('state' in asked && asked.state !== 'unknown') return messages.map(() => asked)
  return phones.map((phone): ChannelOutcome => {
    const reference = lotReference(lot, phone)
    if ('state' in asked) return { ...asked, receipt: reference }
    return asked.BizId === undefined
      ? { state: 'unknown', reason: 'OK without BizId', cause: 'other', receipt: reference }
      : { state: 'sent', reference }
  })
}

/** Short messages by Alibaba Cloud: Dysmsapi 2017-05-25, SendSms to one, SendBatchSms to many. */
export const aliyunSms: ChannelDriver = {
  addressOf: (settings) => endpointOf(settings, usualEndpoint),
  send: async (account, message, tools) => {
    const { content } = message
    if (content.form !== 'registered') return notRegistered
    const asked = await ask(account, tools, 'SendSms', {
      PhoneNumbers: barePhone(message.to),
      SignName: settingOf(account.settings, 'signName'),
      TemplateCode: content.code,
      TemplateParam: JSON.stringify(content.parameters),
      // Comes back in the receipt, also where the answer to this request is lost.
      OutId: message.id,
    })
    if ('state' in asked) return asked
    return asked.BizId === undefined
      ? { state: 'unknown', reason: 'OK without BizId', cause: 'other' }
      : { state: 'sent', reference: asked.BizId }
  },
  lots: {
    most: 100,
    // Parameters and numbers differ; the text alone is the same. Numbers abroad are charged and limited otherwise.
    keyOf: ({ content, to }) => (content.form === 'registered' && to.startsWith('+86') ? content.code : null),
    send: (account, messages, tools) => takeApart(messages, faultsOfOne, (lot) => sendBatch(account, lot, tools)),
  },
  check: async (account, tools) => {
    const asked = await ask(account, tools, 'QuerySmsSign', { SignName: settingOf(account.settings, 'signName') })
    if ('state' in asked) return asked
    const { SignStatus, Reason } = signAnswer.parse(asked)
    if (SignStatus === 1) return { state: 'sent', reference: 'OK' }
    return { state: 'later', reason: `SignStatus ${SignStatus ?? '?'} ${Reason ?? ''}`.trim(), cause: 'not-allowed' }
  },
}

export const notRegistered: ChannelOutcome = { state: 'refused', reason: 'the text is not registered with the vendor', cause: 'content' }

/** One action. Its answer where the vendor says OK, else what became of it. */
async function ask(
  { settings }: ChannelAccount,
  tools: ChannelTools,
  action: string,
  query: Readonly<Record<string, string>>,
): Promise<z.output<typeof answer> | ChannelOutcome> {
  const url = new URL(`${endpointOf(settings, usualEndpoint)}/`)
  const request = {
    method: 'POST',
    host: signedHost(url, usualEndpoint),
    path: '/',
    query,
    body: '',
    action,
    version,
    date: tools
      .clock()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z'),
    nonce: tools.newId(),
  } as const
  // The connection itself says which host is asked.
  const { host: _, ...headers } = signAliyun(request, settingOf(settings, 'accessKeyId'), settingOf(settings, 'accessKeySecret'))
  const called = await callVendor(tools, `${url.href}?${aliyunQuery(query)}`, { method: 'POST', headers })
  if (!called.ok) return called.outcome
  const read = answer.loose().safeParse(called.value)
  if (!read.success) return { state: 'unknown', reason: `HTTP ${called.status}`, cause: 'other' }
  if (read.data.Code === 'OK') return read.data
  return verdictOf(verdicts, read.data.Code, read.data.Message)
}
