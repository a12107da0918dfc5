import type { Option } from '../../core/entity/field.ts'
import { type ConsentAct, type ConsentChannel, consentChannels } from '../../core/kit/consent-line.ts'
import type { Words } from '../../core/kit/words.ts'

export const channelWords: Readonly<Record<ConsentChannel, Words>> = {
  email: { zh: '邮件', en: 'E-mail' },
  sms: { zh: '短信', en: 'SMS' },
  call: { zh: '电话', en: 'Call' },
  wechat: { zh: '微信', en: 'WeChat' },
  post: { zh: '邮寄', en: 'Post' },
}

/** The empty channel is that of a purpose which goes by none. */
export function sayChannel(channel: string): Words {
  const known = consentChannels.find((each) => each === channel)
  return known ? channelWords[known] : { zh: '不分渠道', en: 'Whatever the channel' }
}

export const actOptions: readonly (Option & { readonly value: ConsentAct })[] = [
  { value: 'given', label: { zh: '同意', en: 'Agreed' }, tone: 'good' },
  { value: 'refused', label: { zh: '拒绝', en: 'Refused' }, tone: 'danger' },
  { value: 'withdrawn', label: { zh: '撤回', en: 'Withdrawn' }, tone: 'danger' },
  { value: 'expired', label: { zh: '失效', en: 'No longer counts' }, tone: 'neutral' },
]
export const sayAct = (state: string): Words => actOptions.find(({ value }) => value === state)?.label ?? { zh: state, en: state }

/** How somebody at the firm came to know; what the program hears itself stands below. */
export const heardHows = ['spoken', 'paper', 'chat', 'letter', 'reply', 'double-opt-in', 'other'] as const

const howWords: Readonly<Record<string, Words>> = {
  spoken: { zh: '口头', en: 'Spoken' },
  paper: { zh: '书面签字', en: 'Signed on paper' },
  chat: { zh: '聊天中说明', en: 'Said in a chat' },
  letter: { zh: '来信或邮件', en: 'By letter or mail' },
  reply: { zh: '回复了退订', en: 'In reply to a message' },
  'double-opt-in': { zh: '回信确认（双重确认）', en: 'Confirmed by reply (double opt-in)' },
  other: { zh: '其他方式', en: 'Another way' },
  app: { zh: '同事在资料中填写', en: 'Entered by a colleague' },
  api: { zh: '通过接口', en: 'Through the API' },
  import: { zh: '文件导入', en: 'From an imported file' },
  'import-undone': { zh: '撤销导入', en: 'An import was undone' },
  source: { zh: '数据来源', en: 'From a source' },
  sample: { zh: '示例数据', en: 'Sample data' },
  engine: { zh: '系统', en: 'The program' },
  preferences: { zh: '客户在偏好页', en: 'The customer’s page of preferences' },
  unsubscribe: { zh: '邮件里的退订链接', en: 'The link in a mail' },
  'one-click': { zh: '邮箱里的一键退订', en: 'One click in a mail program' },
  'self-check': { zh: '客户自查', en: 'The customer’s self-check' },
  merge: { zh: '合并客户，取较严的', en: 'Records were merged; the stricter wins' },
  unmerge: { zh: '拆分客户，恢复原来的', en: 'Records were parted; as it was before' },
  'refused-together': { zh: '合并期间拒绝，各方都算', en: 'Refused while merged; counts for all' },
  'term-over': { zh: '有效期已过', en: 'Its term is over' },
  'before-records': { zh: '开始留存记录之前，措辞不详', en: 'Before records were kept; the wording is not known' },
}
export const sayHow = (how: string): Words => howWords[how] ?? { zh: how, en: how }

/** Consents that must stand apart from others (PIPL 23, 25, 29, 39; 24). */
export const consentKinds = ['general', 'share', 'publish', 'sensitive', 'abroad', 'automated'] as const
export const kindWords: Readonly<Record<(typeof consentKinds)[number], Words>> = {
  general: { zh: '一般同意', en: 'General' },
  share: { zh: '单独同意：提供给他人', en: 'Separate: given to another' },
  publish: { zh: '单独同意：公开', en: 'Separate: made public' },
  sensitive: { zh: '单独同意：敏感信息', en: 'Separate: sensitive data' },
  abroad: { zh: '单独同意：出境', en: 'Separate: sent abroad' },
  automated: { zh: '自动化决策', en: 'Automated decisions' },
}

export const consentBases = ['consent', 'contract', 'legal-duty', 'request'] as const
/** What a new wording changes. All but the words themselves ask for a new consent (PIPL 14). */
export const wordingChanges = ['wording', 'purpose', 'method', 'data'] as const
export const changeWords: Readonly<Record<(typeof wordingChanges)[number], Words>> = {
  wording: { zh: '只改措辞', en: 'The words alone' },
  purpose: { zh: '处理目的', en: 'The purpose' },
  method: { zh: '处理方式', en: 'The method' },
  data: { zh: '信息种类', en: 'The kinds of data' },
}

export const agesOfConsent = [14, 16, 18] as const
