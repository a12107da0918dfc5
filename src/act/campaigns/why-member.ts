import type { Option } from '../../core/entity/field.ts'
import { fillBoth, type Words, type WordValues } from '../../core/kit/words.ts'

/** Why somebody of an audience gets nothing, or is in it. Kept with the member; said in the reader's language. */
export type MemberReason = { readonly code: string; readonly details?: WordValues }

const words: Readonly<Record<string, Words>> = {
  chosen: { zh: '符合受众条件', en: 'Matches the audience' },
  'held-out': { zh: '被随机分到对照组，不接收，只用于比较效果', en: 'Drawn into the holdout: gets nothing and is measured' },
  'global-holdout': {
    zh: '在全局对照组里，不接收任何营销，用来衡量营销的总效果',
    en: 'In the global holdout, which gets no marketing at all, so that its whole effect can be measured',
  },
  'customer-missing': { zh: '客户已被删除', en: 'The customer has been deleted' },
  restricted: { zh: '客户的资料被限制处理，只存储', en: 'The customer is restricted: their data are only stored' },
  'address-missing': { zh: '没有这个渠道的地址', en: 'No address for this channel' },
  'address-bounced': { zh: '邮件被退回过，这个邮箱已停发', en: 'Mail came back; the address is on hold' },
  'consent-missing': { zh: '尚未同意接收这类消息', en: 'Has not agreed to messages of this purpose' },
  'consent-withdrawn': { zh: '已退订或拒绝', en: 'Has unsubscribed or refused' },
  'no-personalisation': { zh: '不接受个性化推荐', en: 'Refuses personalisation' },
  'too-many': {
    zh: '近 7 天已有 {sent} 条营销消息，达到上限 {cap} 条',
    en: '{sent} marketing messages in 7 days; the cap is {cap}',
  },
  budget: { zh: '预算已用完', en: 'The budget is used up' },
  stopped: { zh: '活动被停止', en: 'The campaign was stopped' },
  merged: { zh: '与另一位参与者合并，只保留一份', en: 'Merged with another member; one goes on' },
}

const labels: Readonly<Record<string, Words>> = {
  'too-many': { zh: '近 7 天的营销消息已达上限', en: 'The weekly cap of marketing is reached' },
}

export const memberReasonOptions: readonly Option[] = Object.entries(words).map(([value, said]) => ({
  value,
  label: labels[value] ?? said,
}))

/** The rule without its particulars. */
export function memberReasonLabel(code: string): Words {
  return labels[code] ?? words[code] ?? { zh: code, en: code }
}

export function sayMemberReason({ code, details }: MemberReason): Words {
  const said = words[code] ?? { zh: code, en: code }
  return fillBoth(said, details)
}
