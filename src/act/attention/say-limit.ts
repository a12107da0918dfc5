import type { Words } from '../../core/kit/words.ts'
import { channelKindOf } from '../channels/channel-kinds.ts'
import type { Limit } from './count-limits.ts'

const periods: Record<Limit['per'], Words> = {
  day: { zh: '每天', en: 'a day' },
  week: { zh: ' 7 天', en: 'in 7 days' },
  month: { zh: '每个自然月', en: 'a calendar month' },
}

const counted: Record<Limit['counts'], Words> = {
  marketing: { zh: '营销消息', en: 'marketing messages' },
  survey: { zh: '调查', en: 'surveys' },
  all: { zh: '各类联系（含服务通知和通话）', en: 'contacts of every kind, service and calls included' },
}

/** A limit as a sentence's part: 每位客户 7 天最多 3 条营销消息（全部渠道）. */
export function sayLimit({ channel, counts, per, most, label }: Pick<Limit, 'channel' | 'counts' | 'per' | 'most' | 'label'>): Words {
  if (label) return label
  const where =
    channel === 'all' ? { zh: '全部渠道', en: 'over all channels' } : (channelKindOf(channel)?.label ?? { zh: channel, en: channel })
  return {
    zh: `${where.zh}${periods[per].zh}最多 ${most} 条${counted[counts].zh}`,
    en: `at most ${most} ${counted[counts].en} ${periods[per].en}, ${channel === 'all' ? where.en : `by ${where.en}`}`,
  }
}
