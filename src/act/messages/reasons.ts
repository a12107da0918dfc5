import type { Option } from '../../core/entity/field.ts'
import { sayWallClock } from '../../core/kit/wall-clock.ts'
import type { NamedThings } from '../../core/rule/named-payloads.ts'
import { fillBoth, type Words, type WordValues } from '../../core/kit/words.ts'

/** Why a message was not sent, waits, or is in doubt. Kept with the message; said in the reader's language. */
export type MessageReason = { readonly code: string; readonly details?: WordValues }

/** What lies with the way out and not with the message: once that is set right, the message may go at once. */
export const ofWayOut: readonly string[] = [
  'mail-server-missing',
  'mail-server-away',
  'channel-missing',
  'account-off',
  'account-unreadable',
  'account-refused',
  'account-sender',
  'account-address',
  'account-unlisted',
  'account-empty',
]

const words: Readonly<Record<string, Words>> = {
  'customer-missing': { zh: '客户已被删除', en: 'The customer has been deleted' },
  restricted: {
    zh: '客户的资料被限制处理，只存储，不发消息',
    en: 'The customer is restricted: their data are only stored, and nothing is sent',
  },
  suppressed: {
    zh: '这个邮箱属于曾要求删除个人信息的人，不再营销',
    en: 'The address was that of a person who was erased; nobody markets to it again',
  },
  'held-out': {
    zh: '客户在这个旅程的对照组里，不发送旅程消息',
    en: 'The customer is in this journey’s holdout and gets none of its messages',
  },
  'journey-paused': {
    zh: '旅程已暂停，它的消息先不发；恢复后 10 分钟内继续',
    en: 'Its journey is paused, so it waits; it goes on within 10 minutes of the journey being started again',
  },
  'journey-deleted': { zh: '旅程已被删除，不再发送它的消息', en: 'Its journey was deleted, so it was not sent' },
  'template-missing': { zh: '模板已被删除', en: 'The template has been deleted' },
  'template-not-approved': { zh: '模板还没有经第二个人审批', en: 'The template has not been approved by a second person' },
  'template-unreadable': {
    zh: '模板“{name}”保存的内容读不出来，没有发出。请打开它，退回能读的一版',
    en: 'What is kept of the template “{name}” cannot be read, so it was not sent. Open it and go back to a version that can be',
  },
  'template-wrong': { zh: '模板无法填写：{reason}', en: 'The template could not be filled in: {reason}' },
  'address-missing': { zh: '没有邮箱', en: 'No e-mail address is known' },
  'consent-missing': { zh: '客户尚未同意接收这类消息', en: 'The customer has not agreed to messages of this purpose' },
  'consent-withdrawn': { zh: '客户已退订或拒绝', en: 'The customer has unsubscribed or refused' },
  'no-personalisation': {
    zh: '客户不接受个性化推荐，不发送按细分、阶段或条件挑选的营销消息',
    en: 'The customer refuses personalisation: marketing chosen by segment, stage or rule is not sent',
  },
  'sample-address': {
    zh: '示例客户的邮箱（.example）不会发往外部服务器',
    en: 'Addresses of the sample shop (.example) never go to an outside server',
  },
  'too-many': {
    zh: '最近 7 天已发过 {sent} 条营销消息，达到上限 {cap} 条',
    en: '{sent} marketing messages went to this customer in the last 7 days; the cap is {cap}',
  },
  'limit-reached': { zh: '已有 {sent} 条，达到触达额度“{rule}”', en: 'There were {sent} already; the limit is {rule}' },
  'channel-quota': {
    zh: '已有 {sent} 条，达到渠道自己的限额“{rule}”',
    en: 'There were {sent} already; the channel’s own quota is “{rule}”',
  },
  reserved: {
    zh: '额度“{rule}”已用 {sent} 条，其余 {kept} 条留给{plan}',
    en: 'Of the limit ({rule}) {sent} are used, and {kept} kept for {plan}',
  },
  'global-holdout': {
    zh: '客户在全局对照组里，不发送任何营销消息',
    en: 'The customer is in the global holdout and gets no marketing at all',
  },
  'campaign-paused': {
    zh: '活动已暂停，它的消息先不发；恢复后 10 分钟内继续',
    en: 'Its campaign is paused, so it waits; it goes on within 10 minutes of the campaign being started again',
  },
  'campaign-stopped': { zh: '活动已停止，不再发送它的消息', en: 'Its campaign was stopped, so it was not sent' },
  withdrawn: { zh: '发出前被撤回', en: 'It was withdrawn before it left' },
  'too-late': { zh: '没能在有效时间内发出，已经没有意义', en: 'It could not leave in time and is of no use any more' },
  'channel-unknown': { zh: '这个版本不认识它的渠道', en: 'This version does not know its channel' },
  'channel-not-for-marketing': { zh: '这个渠道不能发营销消息', en: 'This channel carries no marketing' },
  'no-address': { zh: '没有{channel}的联系方式', en: 'Nothing is known to reach the customer by {channel}' },
  'address-bounced': {
    zh: '寄到这个地址的邮件被退回过，已停发；可在“来信 → 停发的邮箱”恢复',
    en: 'Mail to this address came back, so nothing is sent there; it is released under Inbox → Addresses on hold',
  },
  'not-following': { zh: '客户已取消关注或删除了联系人', en: 'The customer follows the account no more' },
  'window-closed': {
    zh: '客户超过 {hours} 小时没有发来消息，微信不再收普通消息',
    en: 'The customer has said nothing for {hours} hours, and WeChat takes no free text any more',
  },
  'channel-hours': { zh: '不在这个渠道的发送时段，等到 {until} 再发', en: 'Outside the hours of this channel; it waits until {until}' },
  festival: { zh: '{name}期间不发营销消息，等到 {until}', en: 'No marketing over {name}; it waits until {until}' },
  'quiet-hours': { zh: '现在是免打扰时段，等到 {until} 再发', en: 'These are quiet hours; it waits until {until}' },
  'mail-server-missing': {
    zh: '还没有设置发信服务器。请在“设置 → 发信”中填写，之后会自动发送',
    en: 'No mail server is set. Set one under Settings → Mail; it is sent by itself then',
  },
  'channel-missing': {
    zh: '{channel}还没有默认账号。请在“设置 → 渠道”中设置，之后会自动发送',
    en: 'No account of {channel} is the default. Set one under Settings → Channels; it is sent by itself then',
  },
  'account-off': {
    zh: '它的{channel}账号已停用，等重新启用后发送',
    en: 'Its account of {channel} is switched off; it waits until it is on again',
  },
  'account-unreadable': {
    zh: '它的{channel}账号的密钥打不开，请在“设置 → 渠道”重新填写',
    en: 'The secrets of its account of {channel} cannot be opened; enter them anew under Settings → Channels',
  },
  'account-refused': {
    zh: '对方不接受我们的账号（用户名、密码或权限），整个账号暂停，会自动再试；改正设置后马上继续：{reason}',
    en: 'Our account is not accepted (user, password or permission), so all of it waits and is tried again by itself; once its settings are corrected it goes on at once: {reason}',
  },
  'account-sender': {
    zh: '发信服务器不接受我们的发件人，所有邮件暂停，会自动再试。发件人通常要与登录的邮箱一致，请到“设置 → 发信”改正，保存后马上继续：{reason}',
    en: 'The mail server does not accept our sender, so all mail waits and is tried again by itself. The sender usually has to be the mailbox that signs in: correct it under Settings → Mail, and it goes on at once: {reason}',
  },
  'account-address': {
    zh: '渠道账号的地址不是 https，或指向内部网络，没有连接，整个账号暂停。请在“设置 → 渠道”改正地址',
    en: 'The address of the account is not https, or leads into the own network, so nothing was connected and the whole account waits. Correct it under Settings → Channels',
  },
  'account-unlisted': {
    zh: '没有连接：这个地址不在允许连接的外部地址里（{reason}），整个账号暂停。请负责人在“设置 → 安全”里加上它',
    en: 'Nothing was connected: the address is not among those that may be reached ({reason}), so the whole account waits. The owner adds it under Settings → Security',
  },
  'account-empty': {
    zh: '账户余额不足，整个账号暂停，充值后会自动继续：{reason}',
    en: 'The account has no money left, so all of it waits; it goes on by itself once it is paid up: {reason}',
  },
  'vendor-refused': { zh: '渠道方拒绝：{reason}', en: 'The vendor refused it: {reason}' },
  'vendor-refused-address': {
    zh: '渠道方说这位客户收不到（号码不对、没有关注、拒收等）：{reason}',
    en: 'The vendor says that this customer cannot get it (a wrong number, no follower, refused …): {reason}',
  },
  'vendor-refused-content': {
    zh: '渠道方不接受这条内容，请检查模板（是否审核通过、参数、用词）：{reason}',
    en: 'The vendor does not take what it says; look at the template (its approval, parameters, words): {reason}',
  },
  'vendor-later': {
    zh: '渠道方暂时不接收，第 {tries} 次，稍后重试：{reason}',
    en: 'The vendor did not take it (try {tries}); it is tried again later: {reason}',
  },
  'vendor-gave-up': { zh: '重试 {tries} 次仍未成功：{reason}', en: 'It did not go out in {tries} tries: {reason}' },
  'mail-server-later': {
    zh: '发信服务器暂时不接收，第 {tries} 次，稍后重试：{reason}',
    en: 'The mail server did not take it (try {tries}); it is tried again later: {reason}',
  },
  'mail-server-away': {
    zh: '没能连上发信服务器（{why}），第 {tries} 次，稍后重试。请到“设置 → 发信”检查，保存后马上再试：{reason}',
    en: 'The mail server was not reached ({why}, try {tries}); it is tried again later. Check Settings → Mail; once saved it is tried at once: {reason}',
  },
  'mail-server-gave-up': { zh: '重试 {tries} 次仍未成功：{reason}', en: 'It did not go out in {tries} tries: {reason}' },
  'mail-server-refused': {
    zh: '发信服务器拒收，请按它的原话检查客户的邮箱或邮件的内容：{reason}',
    en: 'The mail server refused it; by its own words check the customer’s address or what the mail says: {reason}',
  },
  'answer-lost': {
    zh: '内容已交给服务器但没等到答复，可能已送达：{reason}。为免重复，不会自动重发',
    en: 'The content went out but no answer came, so it may have arrived: {reason}. It is not sent again by itself',
  },
  'answer-lost-again': {
    zh: '内容已交给服务器但没等到答复，可能已送达：{reason}。按设置，稍后用同一个编号再发一次',
    en: 'The content went out but no answer came, so it may have arrived: {reason}. As it is set, it is sent again under the same id',
  },
  'vendor-refused-later': {
    zh: '渠道方先收下、后来报告没有送到：{reason}',
    en: 'It was taken, and reported as not delivered afterwards: {reason}',
  },
  interrupted: {
    zh: '发送途中程序中断，可能已送达。为免重复，不会自动重发',
    en: 'The program was interrupted while sending, so it may have arrived. It is not sent again by itself',
  },
}

const labels: Readonly<Record<string, Words>> = {
  'template-unreadable': { zh: '模板读不出来', en: 'The template cannot be read' },
  'template-wrong': { zh: '模板无法填写', en: 'The template could not be filled in' },
  'too-many': { zh: '已达到 7 天内的营销消息上限', en: 'The cap of marketing messages in 7 days is reached' },
  'limit-reached': { zh: '已达到触达额度', en: 'A limit of contacts is reached' },
  'channel-quota': { zh: '已达到渠道自己的限额', en: 'The channel’s own quota is reached' },
  reserved: { zh: '额度留给了更重要的计划', en: 'The room is kept for something that matters more' },
  'no-address': { zh: '没有这个渠道的联系方式', en: 'Nothing is known to reach the customer by this channel' },
  'window-closed': { zh: '客户太久没有发来消息', en: 'The customer’s last word is too long ago' },
  'channel-hours': { zh: '不在渠道的发送时段', en: 'Outside the channel’s hours' },
  festival: { zh: '节日期间不发营销消息', en: 'No marketing over a festival' },
  'channel-missing': { zh: '渠道还没有默认账号', en: 'The channel has no default account' },
  'account-off': { zh: '渠道账号已停用', en: 'The account is switched off' },
  'account-unreadable': { zh: '渠道账号的密钥打不开', en: 'The account’s secrets cannot be opened' },
  'account-refused': { zh: '对方不接受我们的账号', en: 'Our account is not accepted' },
  'account-sender': { zh: '发信服务器不接受我们的发件人', en: 'The mail server does not accept our sender' },
  'account-address': { zh: '渠道账号的地址不能连接', en: 'The account’s address is closed to us' },
  'account-unlisted': { zh: '地址不在允许连接的外部地址里', en: 'The address is not among those that may be reached' },
  'account-empty': { zh: '渠道账户余额不足', en: 'The account has no money left' },
  'vendor-refused': { zh: '渠道方拒绝', en: 'The vendor refused it' },
  'vendor-refused-address': { zh: '渠道方说这位客户收不到', en: 'The vendor says that this customer cannot get it' },
  'vendor-refused-content': { zh: '渠道方不接受这条内容', en: 'The vendor does not take what it says' },
  'vendor-later': { zh: '渠道方暂时不接收', en: 'The vendor did not take it yet' },
  'vendor-gave-up': { zh: '多次重试仍未成功', en: 'It did not go out in many tries' },
  'quiet-hours': { zh: '免打扰时段', en: 'Quiet hours' },
  'mail-server-later': { zh: '发信服务器暂时不接收', en: 'The mail server did not take it yet' },
  'mail-server-away': { zh: '没能连上发信服务器', en: 'The mail server was not reached' },
  'mail-server-gave-up': { zh: '多次重试仍未成功', en: 'It did not go out in many tries' },
  'mail-server-refused': { zh: '发信服务器拒收', en: 'The mail server refused it' },
  'vendor-refused-later': { zh: '渠道方报告没有送到', en: 'Reported as not delivered' },
  'answer-lost': { zh: '没等到服务器答复，可能已送达', en: 'No answer came; it may have arrived' },
  'answer-lost-again': { zh: '没等到服务器答复，会再发一次', en: 'No answer came; it is sent again' },
}

/** Every reason without its particulars, for filters and for the log. */
export const messageReasonOptions: readonly Option[] = Object.entries(words).map(([value, said]) => ({
  value,
  label: labels[value] ?? said,
}))

export function reasonLabel(code: string): Words {
  return labels[code] ?? words[code] ?? { zh: code, en: code }
}

/** Kept as kind and id; what it is called is read when it is said, for not everybody may know. */
export const keptFor = (plans: readonly string[]): WordValues => ({ plans: [...new Set(plans)].join(' ') })

const plansOf = ({ details }: MessageReason) => (typeof details?.['plans'] === 'string' ? details['plans'].split(' ') : [])

export const kindsOf = (plans: readonly string[]): Set<string> => new Set(plans.map((plan) => plan.split(':', 1)[0] ?? ''))

/** Of which kinds names are needed to say these. */
export const kindsNamed = (reasons: readonly (MessageReason | null | undefined)[]): Set<string> =>
  kindsOf(reasons.flatMap((reason) => (reason ? plansOf(reason) : [])))

const planWords: Readonly<Record<string, Words>> = {
  campaign: { zh: '营销活动“{name}”', en: 'the campaign “{name}”' },
  journey: { zh: '旅程“{name}”', en: 'the journey “{name}”' },
}
const otherPlan: Words = { zh: '别的更重要的计划', en: 'something else planned that matters more' }

/** Plans that the reader may not see, or that are gone, are one other. */
function sayPlans(plans: readonly string[], named: NamedThings): Words {
  const said = plans.flatMap((plan) => {
    const [kind = '', id] = plan.split(':')
    const name = named.get(kind)?.find(({ value }) => value === id)?.label
    return name && planWords[kind] ? [fillBoth(planWords[kind], { name })] : []
  })
  const all = said.length > 0 && said.length === plans.length ? said : [...said, otherPlan]
  return { zh: all.map(({ zh }) => zh).join('、'), en: all.map(({ en }) => en).join(', ') }
}

export function sayMessageReason(reason: MessageReason, named: NamedThings = new Map()): Words {
  const said = words[reason.code] ?? { zh: reason.code, en: reason.code }
  if (reason.code === 'reserved') return fillBoth(said, { ...reason.details, plan: sayPlans(plansOf(reason), named) })
  // Kept as digits, by the customer's own clock.
  const until = typeof reason.details?.['until'] === 'string' ? sayWallClock(reason.details['until']) : null
  const details = until ? { ...reason.details, until } : reason.details
  return fillBoth(said, details)
}
