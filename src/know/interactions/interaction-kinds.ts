import type { Option } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'

export type InteractionKind = {
  readonly value: string
  readonly label: Words
  /** Names an icon of web/kind-icons.ts. */
  readonly icon: 'phone' | 'visit' | 'mail' | 'chat' | 'wechat' | 'meeting' | 'other'
  /** What may come of it, by names of `outcomes`, the likeliest first. */
  readonly outcomes: readonly string[]
  /** Who began it is worth saying: a call goes out or comes in. A meeting does neither. */
  readonly hasDirection: boolean
  readonly hasPlace?: boolean
}

/** What may come of an interaction. One name means one thing, whichever kind it ends. */
export const outcomes: readonly Option[] = [
  { value: 'connected', label: { zh: '接通', en: 'Connected' }, tone: 'good' },
  { value: 'no-answer', label: { zh: '无人接听', en: 'No answer' }, tone: 'attention' },
  { value: 'busy', label: { zh: '占线', en: 'Busy' }, tone: 'attention' },
  { value: 'call-back', label: { zh: '约定再打', en: 'Call back later' }, tone: 'blue' },
  { value: 'wrong-number', label: { zh: '号码有误', en: 'Wrong number' }, tone: 'danger' },
  { value: 'met', label: { zh: '见到了', en: 'Met' }, tone: 'good' },
  { value: 'not-there', label: { zh: '没见到', en: 'Not there' }, tone: 'attention' },
  { value: 'replied', label: { zh: '已回复', en: 'Replied' }, tone: 'good' },
  { value: 'no-reply', label: { zh: '没有回复', en: 'No reply' }, tone: 'attention' },
  { value: 'bounced', label: { zh: '退信', en: 'Bounced' }, tone: 'danger' },
  { value: 'solved', label: { zh: '已解决', en: 'Solved' }, tone: 'good' },
  { value: 'open', label: { zh: '待跟进', en: 'To follow up' }, tone: 'attention' },
  { value: 'held', label: { zh: '已举行', en: 'Held' }, tone: 'good' },
  { value: 'agreed', label: { zh: '达成一致', en: 'Agreed' }, tone: 'good' },
  { value: 'postponed', label: { zh: '改期', en: 'Postponed' }, tone: 'blue' },
  { value: 'declined', label: { zh: '谢绝', en: 'Declined' }, tone: 'danger' },
]

/** Kinds of interactions: a kind more is a record more. A value that was ever stored is never renamed. */
export const interactionKinds: readonly InteractionKind[] = [
  {
    value: 'call',
    label: { zh: '电话', en: 'Call' },
    icon: 'phone',
    outcomes: ['connected', 'no-answer', 'busy', 'call-back', 'wrong-number'],
    hasDirection: true,
  },
  {
    value: 'wechat',
    label: { zh: '微信', en: 'WeChat' },
    icon: 'wechat',
    outcomes: ['replied', 'no-reply', 'agreed', 'declined'],
    hasDirection: true,
  },
  {
    value: 'visit',
    label: { zh: '拜访', en: 'Visit' },
    icon: 'visit',
    outcomes: ['met', 'not-there', 'agreed', 'postponed', 'declined'],
    hasDirection: true,
    hasPlace: true,
  },
  {
    value: 'mail',
    label: { zh: '邮件', en: 'E-mail' },
    icon: 'mail',
    outcomes: ['replied', 'no-reply', 'bounced', 'declined'],
    hasDirection: true,
  },
  {
    value: 'chat',
    label: { zh: '在线聊天', en: 'Chat' },
    icon: 'chat',
    outcomes: ['solved', 'open', 'replied', 'no-reply'],
    hasDirection: true,
  },
  {
    value: 'meeting',
    label: { zh: '会议', en: 'Meeting' },
    icon: 'meeting',
    outcomes: ['held', 'agreed', 'postponed', 'declined'],
    hasDirection: false,
    hasPlace: true,
  },
  { value: 'other', label: { zh: '其他', en: 'Other' }, icon: 'other', outcomes: ['solved', 'open'], hasDirection: true },
]

export const kindNamed = (value: string): InteractionKind | undefined => interactionKinds.find((kind) => kind.value === value)

export const outcomesOf = (kind: InteractionKind): readonly Option[] =>
  kind.outcomes.flatMap((name) => outcomes.find((outcome) => outcome.value === name) ?? [])

export const directions: readonly Option[] = [
  { value: 'out', label: { zh: '我方发起', en: 'Outgoing' } },
  { value: 'in', label: { zh: '客户发起', en: 'Incoming' } },
]
