import { z } from 'zod'
import { type CodeVerdicts, endpointOf, settingOf } from './call-vendor.ts'
import type { ChannelAccount, ChannelContent, ChannelDriver, ChannelOutcome, ChannelTools, Followed, Handed, Outgoing } from './channel.ts'
import { takeApart } from './take-apart.ts'
import { askWithToken, postJson, type TokenWay } from './wechat-token.ts'

const usualEndpoint = 'https://qyapi.weixin.qq.com'
const base = ({ settings }: Pick<ChannelAccount, 'settings'>) => `${endpointOf(settings, usualEndpoint)}/cgi-bin`

/** WeCom: “企业微信开发者中心 全局错误码” (document/path/90313), held against the copies of it in public clients, as are all tables here. */
const verdicts: CodeVerdicts = [
  // 6000: somebody else writes the same; 41063: the task is still being handed out.
  [/^(-1|6000|41063)$/, 'later', 'busy', 30],
  [/^(45009|45033)$/, 'later', 'busy', 60],
  [/^(40001|40013|40014|40091|41001|41002|41004|42001)$/, 'later', 'sign-in'],
  // 84074: the app may not see customers; 301042, 60020: the address is on no list; 48006: nobody used the app for too long.
  [/^(60020|301042|48002|48004|48005|48006|50002|50003|60011|301002|40056|84074)$/, 'later', 'not-allowed'],
  // 84061, 84084: no relation with this customer; 60111, 81013, 60021, 92000: the employee is gone or out of the app's sight;
  // 84083, 610004: the employee may not speak to customers. Of one message, and no fault of the account's.
  [/^(40096|84061|84083|84084|610004|40003|40031|60021|60111|81013|92000)$/, 'refused', 'address'],
  // Nobody of the whole lot can be reached, so there is no use in taking it apart.
  [/^41048$/, 'refused', 'other'],
  [
    /^(40033|40035|40039|40058|40063|40094|40123|40008|40009|41016|41033|41064|41065|44004|45001|45002|45008|45034|82004|85002)$/,
    'refused',
    'content',
  ],
]

/** WeCom: “获取access_token”. A token that was refused (40014, 42001) is asked for anew. */
const way: TokenWay = {
  request: (settings) => ({
    address: `${base({ settings })}/gettoken?corpid=${encodeURIComponent(settingOf(settings, 'corpId'))}&corpsecret=${encodeURIComponent(settingOf(settings, 'secret'))}`,
  }),
  refusedCodes: new Set([40014, 42001]),
  verdicts,
}

/** Names an employee where a customer is named otherwise: what is sent to them goes at once. */
const employeeMark = 'user:'

/** WeCom: to customers by “创建企业群发”, which their employee confirms; to employees by “发送应用消息”. */
export const wecom: ChannelDriver = {
  addressOf: (settings) => endpointOf(settings, usualEndpoint),
  send: async (account, message, tools) => {
    if (message.to.startsWith(employeeMark)) return sendToEmployee(account, message, tools)
    const [outcome] = await handToEmployee(account, [message], tools)
    return outcome ?? textOnly
  },
  lots: {
    // The vendor takes 10,000; a request that is lost leaves no more than these in doubt.
    most: 1_000,
    keyOf: ({ to, content, through }) => (to.startsWith(employeeMark) ? null : JSON.stringify([through ?? '', content])),
    send: (account, messages, tools) => takeApart(messages, ['address'], (lot) => handToEmployee(account, lot, tools)),
  },
  check: async (account, tools) => {
    const agent = encodeURIComponent(settingOf(account.settings, 'agentId'))
    const asked = await askWithToken(way, account, tools, { address: `${base(account)}/agent/get?agentid=${agent}` })
    return asked.state === 'answered' ? { state: 'sent', reference: textOf(asked.value['name']) } : asked
  },
  follow,
  greet: async (account, { code, text }, tools) => {
    const call = postJson(`${base(account)}/externalcontact/send_welcome_msg`, { welcome_code: code, text: { content: text } })
    const asked = await askWithToken(way, account, tools, call)
    return asked.state === 'answered' ? { state: 'sent', reference: code } : asked
  },
  whoIs: async (account, address, tools) => {
    const call = { address: `${base(account)}/externalcontact/get?external_userid=${encodeURIComponent(address)}` }
    const asked = await askWithToken(way, account, tools, call)
    const read = asked.state === 'answered' ? contactIn.safeParse(asked.value) : null
    if (!read?.success) return null
    const { external_contact: contact, follow_user: followers } = read.data
    const [employee] = followers
    return {
      ...(contact.name ? { name: contact.name } : {}),
      ...(contact.unionid ? { unionId: contact.unionid } : {}),
      ...(employee ? { employee: employee.userid } : {}),
      phones: followers.flatMap(({ remark_mobiles }) => remark_mobiles ?? []),
    }
  },
}

const contactIn = z.object({
  external_contact: z.object({ name: z.string().optional(), unionid: z.string().optional() }),
  follow_user: z.array(z.object({ userid: z.string(), remark_mobiles: z.array(z.string()).nullish() })).default([]),
})

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

const textOnly: ChannelOutcome = { state: 'refused', reason: 'WeCom takes text, a picture and a link', cause: 'content' }

const handedIn = z.object({ msgid: z.string().min(1), fail_list: z.array(z.string()).nullish() })

/** One task for one employee, to all these customers of theirs, who are told the same. */
async function handToEmployee(
  account: ChannelAccount,
  messages: readonly Outgoing[],
  tools: ChannelTools,
): Promise<readonly ChannelOutcome[]> {
  const [first] = messages
  const parts = first && groupParts(first.content)
  if (!parts) return messages.map(() => textOnly)
  const sender = senderOf(account, first)
  const call = postJson(`${base(account)}/externalcontact/add_msg_template`, {
    chat_type: 'single',
    external_userid: messages.map(({ to }) => to),
    ...(sender ? { sender } : {}),
    ...parts,
  })
  const asked = await askWithToken(way, account, tools, call)
  if (asked.state !== 'answered') return messages.map(() => asked)
  const read = handedIn.safeParse(asked.value)
  if (!read.success) return messages.map((): ChannelOutcome => ({ state: 'unknown', reason: 'no msgid in the answer', cause: 'other' }))
  const failed = new Set(read.data.fail_list)
  return messages.map(({ to }) => (failed.has(to) ? { ...noEmployee } : { state: 'handed', reference: read.data.msgid }))
}

const noEmployee: ChannelOutcome = { state: 'refused', reason: 'fail_list: no employee has this customer', cause: 'address' }

const senderOf = ({ settings }: ChannelAccount, { through }: Outgoing) => through || settingOf(settings, 'sender')

function groupParts(content: ChannelContent): object | null {
  if (content.form !== 'text') return null
  const { text, title, picture } = content
  // As a picture WeCom takes only what was uploaded to it; as a link’s cover it takes any. So a picture alone leads to itself.
  const url = content.url || picture
  if (!url) return { text: { content: text } }
  const link = { title: withinBytes(title || text, 128), url, ...(picture ? { picurl: picture } : {}) }
  return { text: { content: text }, attachments: [{ msgtype: 'link', link }] }
}

/** The longest beginning of a text that fits; one that is longer is refused as a whole. */
function withinBytes(text: string, most: number): string {
  let bytes = 0
  let kept = ''
  for (const sign of text.replace(/\s+/g, ' ')) {
    bytes += Buffer.byteLength(sign)
    if (bytes > most) break
    kept += sign
  }
  return kept
}

const sentIn = z.object({ msgid: z.string().default(''), invaliduser: z.string().default('') })

async function sendToEmployee(account: ChannelAccount, message: Outgoing, tools: ChannelTools): Promise<ChannelOutcome> {
  const { content } = message
  if (content.form !== 'text') return textOnly
  const user = message.to.slice(employeeMark.length)
  const said = content.url
    ? {
        msgtype: 'textcard',
        textcard: { title: withinBytes(content.title || content.text, 128), description: content.text, url: content.url },
      }
    : { msgtype: 'text', text: { content: content.text } }
  const call = postJson(`${base(account)}/message/send`, {
    touser: user,
    agentid: Number(settingOf(account.settings, 'agentId')),
    ...said,
    // The same message twice within four hours goes once.
    enable_duplicate_check: 1,
    duplicate_check_interval: 14_400,
  })
  const asked = await askWithToken(way, account, tools, call)
  if (asked.state !== 'answered') return asked
  const { msgid, invaliduser } = sentIn.catch({ msgid: '', invaliduser: '' }).parse(asked.value)
  if (invaliduser.split('|').includes(user)) return { state: 'refused', reason: `invaliduser ${user}`, cause: 'address' }
  return { state: 'sent', reference: msgid || message.id }
}

const pageIn = { next_cursor: z.string().default('') }
const tasksIn = z.object({ task_list: z.array(z.object({ userid: z.string(), status: z.number() })).default([]), ...pageIn })
const resultsIn = z.object({
  send_list: z.array(z.object({ external_userid: z.string(), status: z.number(), send_time: z.number().optional() })).default([]),
  ...pageIn,
})
type Result = z.output<typeof resultsIn>['send_list'][number]

/** WeCom: “获取群发成员发送任务列表” and “获取企业群发成员执行结果”: 0 not sent, 1 sent, 2 no contact of theirs any more, 3 had one that day. */
async function follow(account: ChannelAccount, { reference: msgid, to }: Handed, tools: ChannelTools): Promise<Map<string, Followed>> {
  const place = `${base(account)}/externalcontact`
  const waited = new Set(to)
  const found = new Map<string, Followed>()
  const tasks = await readPages(account, tools, `${place}/get_groupmsg_task`, { msgid, limit: 1_000 }, tasksIn)
  for (const { userid } of tasks.flatMap((page) => page.task_list)) {
    const pages = await readPages(account, tools, `${place}/get_groupmsg_send_result`, { msgid, userid, limit: 1_000 }, resultsIn)
    for (const result of pages.flatMap((page) => page.send_list)) {
      const who = result.external_userid
      // Whom one employee reached is reached, whatever another's task says.
      const isOpen = waited.has(who) && found.get(who)?.state !== 'confirmed'
      if (result.status !== 0 && isOpen) found.set(who, followedBy(result, tools))
    }
    if (found.size === waited.size) break
  }
  return found
}

function followedBy({ status, send_time }: Result, { clock }: ChannelTools): Followed {
  if (status === 1) return { state: 'confirmed', at: send_time ? new Date(send_time * 1_000) : clock() }
  return { state: 'refused', reason: `status ${status}`, cause: status === 3 ? 'quota' : 'address' }
}

/** A vendor that never ends its pages is not asked for ever. */
const mostPages = 20

/** All pages that could be read; what cannot be read is asked for again another time. */
async function readPages<Page extends { readonly next_cursor: string }>(
  account: ChannelAccount,
  tools: ChannelTools,
  address: string,
  asked: object,
  shape: z.ZodType<Page>,
): Promise<Page[]> {
  const pages: Page[] = []
  let cursor = ''
  do {
    const answer = await askWithToken(way, account, tools, postJson(address, { ...asked, ...(cursor ? { cursor } : {}) }))
    const page = answer.state === 'answered' ? shape.safeParse(answer.value).data : undefined
    if (!page) break
    pages.push(page)
    cursor = page.next_cursor
  } while (cursor !== '' && pages.length < mostPages)
  return pages
}
