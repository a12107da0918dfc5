import { z } from 'zod'
import { type CodeVerdicts, endpointOf, settingOf } from './call-vendor.ts'
import type { ChannelAccount, ChannelContent, ChannelDriver, ChannelOutcome, ChannelTools, Outgoing } from './channel.ts'
import { askWithToken, postJson, type TokenWay } from './wechat-token.ts'

const usualEndpoint = 'https://api.weixin.qq.com'
const base = ({ settings }: Pick<ChannelAccount, 'settings'>) => `${endpointOf(settings, usualEndpoint)}/cgi-bin`

/** WeChat: “微信开放文档 全局返回码说明”. */
const verdicts: CodeVerdicts = [
  [/^-1$/, 'later', 'busy', 30],
  [/^45011$/, 'later', 'busy', 60],
  [/^45009$/, 'later', 'quota', 3_600],
  [/^(40001|40002|40013|40014|40125|41001|41002|41004|42001|42007)$/, 'later', 'sign-in'],
  [/^(40164|48001|48004|48008|50001|50002|50005|61004|89503|89506|89507)$/, 'later', 'not-allowed'],
  // 48002: the follower has shut off messages of this account.
  [/^(40003|43004|43019|43101|46004|48002)$/, 'refused', 'address'],
  // Over 48 hours since their last word, or too many answers to it: this message comes too late for good.
  [/^(45015|45047)$/, 'refused', 'quota'],
  [/^(40037|40008|44002|44003|44004|45002|45003|45004|45005|45006|45008|47001|47003)$/, 'refused', 'content'],
]

/** WeChat: “获取稳定版接口调用凭据”. One that was refused although it had not ended is replaced by force. */
const way: TokenWay = {
  request: (settings, refused) =>
    postJson(`${base({ settings })}/stable_token`, {
      grant_type: 'client_credential',
      appid: settingOf(settings, 'appId'),
      secret: settingOf(settings, 'appSecret'),
      force_refresh: refused,
    }),
  refusedCodes: new Set([40001, 40014, 42001]),
  verdicts,
}

/** The WeChat service account: registered texts as template messages, plain ones as customer service messages. */
export const wechatService: ChannelDriver = {
  addressOf: (settings) => endpointOf(settings, usualEndpoint),
  send: (account, message, tools) =>
    message.content.form === 'registered' ? sendTemplate(account, message, message.content, tools) : sendText(account, message, tools),
  check: async (account, tools) => {
    const asked = await askWithToken(way, account, tools, { address: `${base(account)}/getcallbackip` })
    return asked.state === 'answered' ? { state: 'sent', reference: 'OK' } : asked
  },
  whoIs: async (account, address, tools) => {
    const call = { address: `${base(account)}/user/info?openid=${encodeURIComponent(address)}&lang=zh_CN` }
    const asked = await askWithToken(way, account, tools, call)
    const read = asked.state === 'answered' ? userIn.safeParse(asked.value) : null
    return read?.success ? { phones: [], ...(read.data.unionid ? { unionId: read.data.unionid } : {}) } : null
  },
}

const userIn = z.object({ unionid: z.string().optional() })
const templateIn = z.object({ msgid: z.union([z.number(), z.string()]).optional() })

type Registered = Extract<ChannelContent, { form: 'registered' }>

/** WeChat: “模板消息接口 发送模板消息”. By its `client_msg_id` a message that is sent again within ten minutes goes once. */
async function sendTemplate(account: ChannelAccount, message: Outgoing, content: Registered, tools: ChannelTools): Promise<ChannelOutcome> {
  // Templates written before this version have the names of fields as the text has them, with `.DATA`.
  const data = Object.fromEntries(Object.entries(content.parameters).map(([name, value]) => [name.replace(/\.DATA$/, ''), { value }]))
  const call = postJson(`${base(account)}/message/template/send`, {
    touser: message.to,
    template_id: content.code,
    ...(content.url ? { url: content.url } : {}),
    client_msg_id: message.id.replaceAll('-', '').slice(0, 32),
    data,
  })
  const asked = await askWithToken(way, account, tools, call)
  if (asked.state !== 'answered') return asked
  const { msgid } = templateIn.catch({}).parse(asked.value)
  return msgid === undefined
    ? { state: 'unknown', reason: 'no msgid in the answer', cause: 'other' }
    : { state: 'sent', reference: String(msgid) }
}

/** WeChat: “客服消息 发送消息”, within 48 hours of the follower's last word. */
async function sendText(account: ChannelAccount, { to, id, content }: Outgoing, tools: ChannelTools): Promise<ChannelOutcome> {
  if (content.form !== 'text') return { state: 'refused', reason: 'a service account takes text or a registered text', cause: 'content' }
  const { text, title, picture } = content
  // A picture by itself would have to be uploaded first; as the cover of an article that leads to it, it goes as it is.
  const url = content.url || picture
  const said = url
    ? {
        msgtype: 'news',
        news: { articles: [{ title: title || text.slice(0, 40), description: text, url, ...(picture ? { picurl: picture } : {}) }] },
      }
    : { msgtype: 'text', text: { content: text } }
  const asked = await askWithToken(way, account, tools, postJson(`${base(account)}/message/custom/send`, { touser: to, ...said }))
  return asked.state === 'answered' ? { state: 'sent', reference: id } : asked
}
