import { z } from 'zod'
import { notRegistered } from './aliyun-sms.ts'
import { callVendor, type CodeVerdicts, endpointOf, settingOf, signedHost, verdictOf } from './call-vendor.ts'
import type { ChannelAccount, ChannelDriver, ChannelOutcome, ChannelTools } from './channel.ts'
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
  [/^FailedOperation\.(InsufficientBalance)/, 'later', 'balance'],
  [/IncorrectPhoneNumber|PhoneNumberInBlacklist|PhoneNumberOnBlacklist|PhoneNumberParseFail|ProhibitSubMailPhone/, 'refused', 'address'],
  [
    /^FailedOperation\.(SignatureIncorrect|MissingSignature|JsonParse)|SdkAppIdNotExist|SdkAppId|^UnauthorizedOperation|^UnsupportedOperation/,
    'later',
    'not-allowed',
  ],
  [/Template|ContainSensitiveWord|ContentLengthLimit|ProhibitedUseUrl|^(InvalidParameter|MissingParameter)/, 'refused', 'content'],
  [/^AuthFailure/, 'later', 'sign-in'],
  [/^(RequestLimitExceeded|InternalError|ResourceUnavailable|ResourceInsufficient|ServerTimeout)|Timeout/, 'later', 'busy', 60],
]

const problem = z.object({ Error: z.object({ Code: z.string(), Message: z.string().default('') }) })
const sent = z.object({
  SendStatusSet: z
    .array(z.object({ SerialNo: z.string().default(''), Fee: z.number().default(0), Code: z.string(), Message: z.string().default('') }))
    .min(1),
})

/** Short messages by Tencent Cloud: SMS 2021-01-11, SendSms, one receiver at a time. */
export const tencentSms: ChannelDriver = {
  send: async (account, message, tools) => {
    const { content } = message
    if (content.form !== 'registered') return notRegistered
    const asked = await ask(account, tools, 'SendSms', {
      PhoneNumberSet: [message.to],
      SmsSdkAppId: settingOf(account.settings, 'sdkAppId'),
      SignName: settingOf(account.settings, 'signName'),
      TemplateId: content.code,
      TemplateParamSet: inOrder(content.parameters),
      SessionContext: message.id,
    })
    if ('state' in asked) return asked
    const read = sent.safeParse(asked.value)
    const [status] = read.success ? read.data.SendStatusSet : []
    if (!status) return { state: 'unknown', reason: 'no SendStatusSet in the answer', cause: 'other' }
    if (status.Code !== 'Ok') return verdictOf(verdicts, status.Code, status.Message)
    return { state: 'sent', reference: status.SerialNo, ...(status.Fee > 0 ? { parts: status.Fee } : {}) }
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
