import { z } from 'zod'
import { notRegistered } from './aliyun-sms.ts'
import { callVendor, type CodeVerdicts, endpointOf, settingOf, signedHost, verdictOf } from './call-vendor.ts'
import type { ChannelAccount, ChannelDriver, ChannelOutcome, ChannelTools, Outgoing } from './channel.ts'
import { takeApart } from './take-apart.ts'
import { signTencent } from './tencent-signature.ts'

const usualEndpoint = 'https://sms.tencentcloudapi.com'
const version = '2021-01-11'
const contentType = 'application/json; charset=utf-8'

/** Tencent Cloud: “短信 发送短信 SendSms 错误码” and “公共错误码”. */
const verdicts: CodeVerdicts = [
  [/^LimitExceeded\.PhoneNumber(ThirtySecond)/, 'later', 'quota', 60],
  [/^LimitExceeded\.PhoneNumber(OneHour)/, 'later', 'quota', 3_600],
  [/^LimitExceeded\.(DeliveryFrequency)/, 'later', 'busy', 60],
  [/^LimitExceeded|^FailedOperation\.MarketingSendTimeConstraint/, 'later', 'quota', 21_600],
  [/InsufficientBalance|Arrears/, 'later', 'balance'],
  // A text for the mainland to a number abroad or the other way round: of one message, and no fault of the account's.
  [
    /^UnsupportedOperation\.(ChineseMainlandTemplateToGlobalPhone|GlobalTemplateToChineseMainlandPhone|UnsupportedRegion|ContainDomestic)/,
    'refused',
    'address',
  ],
  [/IncorrectPhoneNumber|PhoneNumberInBlacklist|PhoneNumberOnBlacklist|PhoneNumberParseFail|ProhibitSubMailPhone/, 'refused', 'address'],
  [
    /^FailedOperation\.(SignatureIncorrect|MissingSignature|JsonParse)|SdkAppIdNotExist|SdkAppId|^UnauthorizedOperation|^UnsupportedOperation|^Ip(NotInWhitelist|InBlacklist)/,
    'later',
    'not-allowed',
  ],
  [
    /Template|ContainSensitiveWord|ContentLengthLimit|ProhibitedUseUrl|FailResolvePacket|^(InvalidParameter|MissingParameter)/,
    'refused',
    'content',
  ],
  [/^AuthFailure/, 'later', 'sign-in'],
  [/^(RequestLimitExceeded|InternalError|ResourceUnavailable|ResourceInsufficient|ServerTimeout)|Timeout/, 'later', 'busy', 60],
]

const problem = z.object({ Error: z.object({ Code: z.string(), Message: z.string().default('') }) })
const sent = z.object({
  SendStatusSet: z
    .array(
      z.object({
        SerialNo: z.string().default(''),
        PhoneNumber: z.string().default(''),
        Fee: z.number().default(0),
        Code: z.string(),
        Message: z.string().default(''),
      }),
    )
    .min(1),
})

/** One text to each of these, who are told the very same; an outcome for each, as the vendor lists them. */
async function sendTo(account: ChannelAccount, messages: readonly Outgoing[], tools: ChannelTools): Promise<readonly ChannelOutcome[]> {
  const [first] = messages
  if (first === undefined) return []
  const { content } = first
  if (content.form !== 'registered') return messages.map(() => notRegistered)
  const asked = await ask(account, tools, 'SendSms', {
    PhoneNumberSet: messages.map(({ to }) => to),
    SmsSdkAppId: settingOf(account.settings, 'sdkAppId'),
    SignName: settingOf(account.settings, 'signName'),
    TemplateId: content.code,
    TemplateParamSet: inOrder(content.parameters),
    SessionContext: first.id,
  })
  if ('state' in asked) return messages.map(() => asked)
  const read = sent.safeParse(asked.value)
  const set = read.success ? read.data.SendStatusSet : []
  return messages.map(({ to }, i) =>
    statusOf(set.find(({ PhoneNumber }) => PhoneNumber === to) ?? (set.length === messages.length ? set[i] : undefined)),
  )
}

function statusOf(status: z.output<typeof sent>['SendStatusSet'][number] | undefined): ChannelOutcome {
  if (!status) return { state: 'unknown', reason: 'no SendStatusSet in the answer', cause: 'other' }
  if (status.Code !== 'Ok') return verdictOf(verdicts, status.Code, status.Message)
  return { state: 'sent', reference: status.SerialNo, ...(status.Fee > 0 ? { parts: status.Fee } : {}) }
}

/** Short messages by Tencent Cloud: SMS 2021-01-11, SendSms, to one or to up to 200 who are told the same. */
export const tencentSms: ChannelDriver = {
  addressOf: (settings) => endpointOf(settings, usualEndpoint),
  send: async (account, message, tools) => {
    const [outcome] = await sendTo(account, [message], tools)
    return outcome ?? notRegistered
  },
  lots: {
    most: 200,
    keyOf: ({ content, to }) =>
      content.form === 'registered' && to.startsWith('+86') ? JSON.stringify([content.code, inOrder(content.parameters)]) : null,
    send: (account, messages, tools) => takeApart(messages, ['address'], (lot) => sendTo(account, lot, tools)),
  },
  check: async (account, tools) => {
    const day = tools.clock().toISOString().slice(0, 10).replaceAll('-', '')
    const asked = await ask(account, tools, 'SmsPackagesStatistics', {
      SmsSdkAppId: settingOf(account.settings, 'sdkAppId'),
      Limit: 1,
      Offset: 0,
      BeginTime: `${day}00`,
      EndTime: `${day}23`,
    })
    return 'state' in asked ? asked : { state: 'sent', reference: 'OK' }
  },
}

/** The places of a text are numbered: {1}, {2}, … */
function inOrder(parameters: Readonly<Record<string, string>>): string[] {
  return Object.keys(parameters)
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => parameters[name] ?? '')
}

async function ask(
  { settings }: ChannelAccount,
  tools: ChannelTools,
  action: string,
  input: object,
): Promise<{ readonly value: unknown } | ChannelOutcome> {
  const url = new URL(`${endpointOf(settings, usualEndpoint)}/`)
  const request = {
    service: 'sms',
    host: signedHost(url, usualEndpoint),
    contentType,
    body: JSON.stringify(input),
    timestamp: Math.floor(tools.clock().getTime() / 1_000),
  }
  const called = await callVendor(tools, url.href, {
    method: 'POST',
    body: request.body,
    headers: {
      authorization: signTencent(request, settingOf(settings, 'secretId'), settingOf(settings, 'secretKey')),
      'content-type': contentType,
      'x-tc-action': action,
      'x-tc-version': version,
      'x-tc-timestamp': String(request.timestamp),
      'x-tc-region': settingOf(settings, 'region') || 'ap-guangzhou',
    },
  })
  if (!called.ok) return called.outcome
  const { Response: value } = called.value
  const failed = problem.safeParse(value)
  if (failed.success) return verdictOf(verdicts, failed.data.Error.Code, failed.data.Error.Message)
  if (value === undefined) return { state: 'unknown', reason: `HTTP ${called.status}`, cause: 'other' }
  return { value }
}
