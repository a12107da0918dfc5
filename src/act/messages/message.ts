import type { Tone } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'

/**
 * - queued: waits for its time - sending: a mail server is being spoken to - sent: the server took it
 * - failed: the server refused it for good, or too many tries went wrong - skipped: a rule of ours forbade it
 * - unknown: the connection or the program broke before the answer; never sent again by itself
 */
export const messageStates = ['queued', 'sending', 'sent', 'failed', 'skipped', 'unknown'] as const
export type MessageState = (typeof messageStates)[number]

export const messageStateWords: Record<MessageState, { readonly label: Words; readonly tone: Tone }> = {
  queued: { label: { zh: '排队中', en: 'Queued' }, tone: 'neutral' },
  sending: { label: { zh: '发送中', en: 'Sending' }, tone: 'blue' },
  sent: { label: { zh: '已发送', en: 'Sent' }, tone: 'good' },
  failed: { label: { zh: '发送失败', en: 'Failed' }, tone: 'danger' },
  skipped: { label: { zh: '未发送', en: 'Not sent' }, tone: 'attention' },
  unknown: { label: { zh: '结果不明', en: 'In doubt' }, tone: 'attention' },
}
