import type { Tone } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'

/** ended: the receiver answered 410, it wants no more of them. */
export const subscriptionStates = ['on', 'off', 'ended'] as const
export type SubscriptionState = (typeof subscriptionStates)[number]

export const subscriptionStateWords: Record<SubscriptionState, { readonly label: Words; readonly tone: Tone }> = {
  on: { label: { zh: '推送中', en: 'On' }, tone: 'good' },
  off: { label: { zh: '已停用', en: 'Switched off' }, tone: 'neutral' },
  ended: { label: { zh: '对方不再接收', en: 'The receiver wants no more' }, tone: 'danger' },
}

/** Why one is not told at all for the moment; anything else that it says came from the receiver. */
const standstillReasons = ['account-off', 'account-changed', 'maker-gone', 'address-forbidden', 'address-unlisted'] as const
export type StandstillReason = (typeof standstillReasons)[number]

const standstillWords: Record<StandstillReason, Words> = {
  'account-off': { zh: '账号已停用，启用后接着推送', en: 'Its account is switched off; it goes on once that is on again' },
  'account-changed': {
    zh: '账号的地址或密钥被他人改过，推送已停下，确认收件方后重新保存即可继续',
    en: 'Somebody else changed its account’s address or secret; make sure of the receiver and save it again to go on',
  },
  'address-forbidden': {
    zh: '账号的地址在内网，或不是 https，因此没有推送。请改成公网的 https 地址；确实要推到内网时，请管理员设置 CHANNELS_ALLOW_PRIVATE=1 后重新启动。一周之内改好，期间的事件都会补上',
    en: 'Its account’s address lies in a private network or is not https, so nothing is sent there. Enter a public https address; if it is meant to be private, have CHANNELS_ALLOW_PRIVATE=1 set and start anew. If that happens within a week, everything in between is delivered',
  },
  'address-unlisted': {
    zh: '账号的地址不在允许连接的外部地址里，因此没有推送。请负责人在“设置 → 安全”里加上它。一周之内加上，期间的事件都会补上',
    en: 'Its account’s address is not among those that may be reached, so nothing is sent there. The owner adds it under Settings → Security. If that happens within a week, everything in between is delivered',
  },
  'maker-gone': {
    zh: '创建或修改它的人已不在，推送已停下，由他人重新保存后继续',
    en: 'Whoever set it up is no longer here; it goes on once somebody else saves it',
  },
}

/** Our own reason in words; null where `said` is the receiver's answer. */
export function sayStandstill(said: string): Words | null {
  const reason = standstillReasons.find((one) => one === said)
  return reason ? standstillWords[reason] : null
}

/** withheld: whoever set it up may not export this customer, or the customer's data are restricted. */
export const deliveryStates = ['waiting', 'sent', 'failed', 'withheld'] as const
export type DeliveryState = (typeof deliveryStates)[number]

export const deliveryStateWords: Record<DeliveryState, { readonly label: Words; readonly tone: Tone }> = {
  waiting: { label: { zh: '等待送达', en: 'Waits' }, tone: 'blue' },
  sent: { label: { zh: '已送达', en: 'Delivered' }, tone: 'good' },
  failed: { label: { zh: '没有送达', en: 'Not delivered' }, tone: 'danger' },
  withheld: { label: { zh: '不予外发', en: 'Withheld' }, tone: 'attention' },
}
