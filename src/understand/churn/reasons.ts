import { z } from 'zod'
import type { Words } from '../../core/kit/words.ts'

export type ChurnReason = {
  readonly key: string
  readonly parent: string | null
  readonly label: Words
  /** What somebody may say in a conversation that points to it. */
  readonly words: readonly string[]
  readonly retired: boolean
}

const reason = (key: string, zh: string, en: string, words: readonly string[] = []): ChurnReason => {
  const parent = key.includes('.') ? key.slice(0, key.indexOf('.')) : null
  return { key, parent, label: { zh, en }, words, retired: false }
}

/** To begin with; a firm changes it to its own. A key that was ever used is never renamed. */
export const standardReasons: readonly ChurnReason[] = [
  reason('price', '价格', 'Price'),
  reason('price.high', '太贵', 'Too expensive', ['太贵', '贵了', '价格高', '涨价', 'expensive', 'too dear']),
  reason('price.offers', '没有优惠', 'No offers', ['没优惠', '没有优惠', '没活动', 'no discount', 'no offer']),
  reason('quality', '质量', 'Quality'),
  reason('quality.product', '商品不好', 'Poor product', [
    '质量',
    '坏了',
    '破损',
    '变质',
    '不好喝',
    '不好吃',
    '口感',
    'broken',
    'quality',
    'damaged',
  ]),
  reason('quality.returned', '退过货', 'Sent something back'),
  reason('service', '服务', 'Service'),
  reason('service.complaint', '投诉没解决', 'Complaint unsolved', ['投诉', '差评', 'complain']),
  reason('service.attitude', '态度不好', 'Unfriendly', ['态度', 'rude', 'unfriendly']),
  reason('service.slow', '太慢', 'Too slow', ['太慢', '等太久', '发货慢', '迟到', 'too slow', 'late delivery']),
  reason('rival', '竞品', 'Competitor'),
  reason('rival.other-shop', '去了别家', 'Went elsewhere', ['别家', '其他店', '换了一家', '竞品', 'competitor', 'another shop']),
  reason('no-need', '不再需要', 'No longer needed'),
  reason('no-need.stopped', '不用了', 'Stopped using it', [
    '不需要',
    '不用了',
    '戒了',
    '还没用完',
    '没喝完',
    'no longer need',
    'do not need',
  ]),
  reason('moved', '搬走', 'Moved away'),
  reason('moved.away', '搬家或调走', 'Moved house or job', ['搬家', '搬走', '调走', '离开本市', '回老家', 'moved away', 'relocat']),
  reason('unknown', '未知', 'Unknown'),
  reason('unknown.silent', '联系不上', 'No answer'),
  reason('unknown.late-data', '数据晚到，其实没走', 'Data came late; they had not left'),
]

export const reasonFrom = ['hand', 'interaction', 'survey', 'refund', 'silence'] as const
export type ReasonFrom = (typeof reasonFrom)[number]
export const fromWords: Readonly<Record<ReasonFrom, Words>> = {
  hand: { zh: '人工填写', en: 'By hand' },
  interaction: { zh: '来自互动记录', en: 'From a conversation' },
  survey: { zh: '来自问卷或评价', en: 'From a survey or review' },
  refund: { zh: '来自退款', en: 'From a refund' },
  silence: { zh: '多次联系没有回应', en: 'No answer, several times' },
}

export const reasonKey = z.string().regex(/^[a-z][a-z0-9-]{0,39}(\.[a-z][a-z0-9-]{0,39})?$/, 'a-z, 0-9, -')
const text = z.string().trim().min(1)

/** The tree as it is saved: parents before their children, two levels. */
export const reasonTree = z
  .array(
    z.strictObject({
      key: reasonKey,
      label: z.strictObject({ zh: text.max(20), en: text.max(40) }),
      words: z.array(text.max(40)).max(30).default([]),
      retired: z.boolean().default(false),
    }),
  )
  .min(1)
  .max(100)

export const parentOf = (key: string): string | null => (key.includes('.') ? key.slice(0, key.indexOf('.')) : null)
