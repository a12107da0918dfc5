import type { Tone } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'

/** In this order: what is said first of an account. */
export const accountStates = ['off', 'incomplete', 'unreadable', 'stopped', 'failed', 'unchecked', 'ready'] as const
export type AccountState = (typeof accountStates)[number]

export const accountStateWords: Readonly<Record<AccountState, { readonly label: Words; readonly tone: Tone }>> = {
  off: { label: { zh: '已停用', en: 'Switched off' }, tone: 'neutral' },
  incomplete: { label: { zh: '还没填完', en: 'Not set up yet' }, tone: 'attention' },
  unreadable: { label: { zh: '密钥读不出，请重新填写', en: 'Its secrets cannot be read; enter them again' }, tone: 'danger' },
  stopped: { label: { zh: '发送已暂停', en: 'Sending stands still' }, tone: 'danger' },
  failed: { label: { zh: '上次检查没通过', en: 'The last check failed' }, tone: 'danger' },
  unchecked: { label: { zh: '待检查', en: 'Not checked yet' }, tone: 'attention' },
  ready: { label: { zh: '可用', en: 'Ready' }, tone: 'good' },
}

export const deliveryWords = {
  'at-most-once': {
    label: { zh: '宁可少发', en: 'Rather once too few' },
    help: {
      zh: '发出后没等到答复的消息不自动重发，标为“结果不明”，由您决定。不会有人收到两次。',
      en: 'A message whose answer was lost is not sent again by itself; it is shown as in doubt, and you decide. Nobody gets it twice.',
    },
  },
  'at-least-once': {
    label: { zh: '宁可多发', en: 'Rather once too often' },
    help: {
      zh: '没等到答复就用同一个编号再发一次。偶尔会有人收到两次，但不会漏掉。',
      en: 'A message whose answer was lost is sent again under the same number. Now and then somebody gets it twice, but nobody misses it.',
    },
  },
} as const satisfies Record<string, { label: Words; help: Words }>
export const deliveries = ['at-most-once', 'at-least-once'] as const

/** What a check or a test found, by what to look at. */
export const accountVerdicts = {
  sent: { zh: '{vendor}已接受。', en: '{vendor} accepted it.' },
  handed: {
    zh: '{vendor}已收下，等员工在手机上确认后发出。',
    en: '{vendor} took it; it goes once the employee confirms it on their phone.',
  },
  'sign-in': {
    zh: '{vendor}不认这组密钥。请核对账号编号和密钥，并确认服务器时间准确。',
    en: '{vendor} does not accept these keys. Check the ids and secrets, and that this server’s clock is right.',
  },
  'not-allowed': {
    zh: '密钥正确，但{vendor}不允许这样使用：可能是签名未审核通过、权限没有开通，或本服务器的 IP 不在白名单。',
    en: 'The keys are right, but {vendor} does not allow this: the signature is not approved, a permission is missing, or this server’s address is not on the vendor’s list.',
  },
  gone: {
    zh: '{vendor}的接收方答复不再接收（410）。请核对地址，或换一个接收地址。',
    en: 'The receiver of the {vendor} answered that it wants nothing any more (410). Check the address, or give another.',
  },
  'closed-address': {
    zh: '没有连接：地址不是 https，或指向内部网络。请改成公网的 https 地址；确实要走内网代理时，请在启动时设 CHANNELS_ALLOW_PRIVATE=1。',
    en: 'Nothing was connected: the address is not https, or leads into the own network. Enter a public https address; for a proxy of your own inside, start the program with CHANNELS_ALLOW_PRIVATE=1.',
  },
  unlisted: {
    zh: '没有连接：{vendor}的地址不在允许连接的外部地址里。请负责人在“设置 → 安全 → 允许连接的外部地址”里加上下面的地址。',
    en: 'Nothing was connected: the address of {vendor} is not among those that may be reached. The owner adds the one below under Settings → Security → Addresses that may be reached.',
  },
  balance: { zh: '{vendor}账户余额或套餐不足，请充值。', en: 'The account at {vendor} has run out; top it up.' },
  quota: { zh: '超过{vendor}的发送次数限制，请稍后再试。', en: '{vendor}’s limit is reached; try again later.' },
  busy: { zh: '{vendor}暂时繁忙，请过一会儿再试。', en: '{vendor} is busy; try again in a while.' },
  address: {
    zh: '{vendor}认为接收方不对：号码错误、已停机，或没有关注。',
    en: '{vendor} does not accept the receiver: a wrong number, or somebody who does not follow.',
  },
  content: {
    zh: '{vendor}不接受这段内容：模板编号或变量对不上。',
    en: '{vendor} does not accept the text: its code or what stands in its places is not right.',
  },
  connection: {
    zh: '连不上{vendor}。请检查服务器能否访问外网，以及接口地址是否正确。',
    en: '{vendor} cannot be reached. Check that this server reaches the Internet, and the address of the interface.',
  },
  timeout: { zh: '{vendor}没有及时答复，请稍后再试。', en: '{vendor} did not answer in time; try again later.' },
  other: { zh: '{vendor}没有接受。它的原话在下面。', en: '{vendor} did not accept it. Its own words are below.' },
  unknown: {
    zh: '内容已发出，但{vendor}没有给出能读懂的答复，结果不明。',
    en: 'It went out, but {vendor} gave no answer that can be read, so nobody can say.',
  },
} satisfies Record<string, Words>
export type AccountVerdict = keyof typeof accountVerdicts
