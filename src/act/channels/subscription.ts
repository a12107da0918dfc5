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

/** withheld: whoever set it up may not export this customer. */
export const deliveryStates = ['waiting', 'sent', 'failed', 'withheld'] as const
export type DeliveryState = (typeof deliveryStates)[number]

export const deliveryStateWords: Record<DeliveryState, { readonly label: Words; readonly tone: Tone }> = {
  waiting: { label: { zh: '等待送达', en: 'Waits' }, tone: 'blue' },
  sent: { label: { zh: '已送达', en: 'Delivered' }, tone: 'good' },
  failed: { label: { zh: '没有送达', en: 'Not delivered' }, tone: 'danger' },
  withheld: { label: { zh: '无权外发', en: 'Withheld' }, tone: 'attention' },
}
