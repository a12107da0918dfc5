import type { Tone } from '../../core/entity/field.ts'
import type { Words } from '../../core/kit/words.ts'

/**
 * - queued: waits for its time - sending: who carries it is being spoken to - sent: they took it
 * - handed: they took it, and a colleague must confirm it before it goes (WeCom), or carry it out (a task)
 * - failed: they refused it for good, or too many tries went wrong - skipped: a rule of ours forbade it
 * - unknown: the connection or the program broke before the answer; sent again by itself only where the account says so
 */
export const messageStates = ['queued', 'sending', 'sent', 'handed', 'failed', 'skipped', 'unknown'] as const
export type MessageState = (typeof messageStates)[number]

/** What is heard of a message after it left. */
export const messageOutcomes = ['delivered', 'bounced', 'replied', 'clicked', 'refused', 'confirmed'] as const
export type MessageOutcome = (typeof messageOutcomes)[number]

export const messageStateWords: Record<MessageState, { readonly label: Words; readonly tone: Tone }> = {
  queued: { label: { zh: '排队中', en: 'Queued' }, tone: 'neutral' },
  sending: { label: { zh: '发送中', en: 'Sending' }, tone: 'blue' },
  sent: { label: { zh: '已发送', en: 'Sent' }, tone: 'good' },
  handed: { label: { zh: '待同事确认', en: 'With a colleague' }, tone: 'blue' },
  failed: { label: { zh: '发送失败', en: 'Failed' }, tone: 'danger' },
  skipped: { label: { zh: '未发送', en: 'Not sent' }, tone: 'attention' },
  unknown: { label: { zh: '结果不明', en: 'In doubt' }, tone: 'attention' },
}
