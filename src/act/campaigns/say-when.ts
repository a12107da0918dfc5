import type { Words } from '../../core/kit/words.ts'
import type { CampaignDefinition, CampaignTime } from './definition.ts'

export const weekdayWords: readonly Words[] = [
  { zh: '周一', en: 'Mon' },
  { zh: '周二', en: 'Tue' },
  { zh: '周三', en: 'Wed' },
  { zh: '周四', en: 'Thu' },
  { zh: '周五', en: 'Fri' },
  { zh: '周六', en: 'Sat' },
  { zh: '周日', en: 'Sun' },
]

const weekdayOf = (day: number): Words => weekdayWords[day - 1] ?? { zh: '', en: '' }

/** How the reader’s screen writes a day. */
type SayDay = (day: string) => string

/** 每周五 10:00 · Every Fri at 10:00 · 30 Nov 2026, 10:00, as any moment is written on the page */
export function sayWhen(when: CampaignTime, sayDay: SayDay): Words {
  if (when.kind === 'now') return { zh: '启动后立即发送', en: 'As soon as it is started' }
  if (when.kind === 'at') return { zh: `${sayDay(when.date)} ${when.time}`, en: `${sayDay(when.date)}, ${when.time}` }
  const { every, time, until } = when
  const end: Words = until === undefined ? { zh: '', en: '' } : { zh: `，到${sayDay(until)}为止`, en: `, until ${sayDay(until)}` }
  const days = [...when.days].sort((a, b) => a - b)
  if (when.kind === 'weekly' && every === 1 && days.length === 7)
    return { zh: `每天 ${time}${end.zh}`, en: `Every day at ${time}${end.en}` }
  if (when.kind === 'weekly') {
    const [zh, en] = [days.map((day) => weekdayOf(day).zh).join('、'), days.map((day) => weekdayOf(day).en).join(', ')]
    return every === 1
      ? { zh: `每${zh} ${time}${end.zh}`, en: `Every ${en} at ${time}${end.en}` }
      : { zh: `每 ${every} 周的${zh} ${time}${end.zh}`, en: `Every ${every} weeks on ${en} at ${time}${end.en}` }
  }
  const zh = days.map((day) => `${day} 日`).join('、')
  return every === 1
    ? { zh: `每月 ${zh} ${time}${end.zh}`, en: `Monthly on day ${days.join(', ')} at ${time}${end.en}` }
    : { zh: `每 ${every} 个月的 ${zh} ${time}${end.zh}`, en: `Every ${every} months on day ${days.join(', ')} at ${time}${end.en}` }
}

/** 每周五 10:00，按客户所在地的时间 · Every Fri at 10:00, by each customer's own clock */
export function sayTiming(
  { when, bestHour, theirClock }: Pick<CampaignDefinition, 'when' | 'bestHour' | 'theirClock'>,
  sayDay: SayDay,
): Words {
  const whose = theirClock && (bestHour || when.kind !== 'now')
  const parts: readonly Words[] = [
    sayWhen(when, sayDay),
    ...(bestHour ? [{ zh: '在各人平时下单的钟点', en: 'at the hour at which each usually buys' }] : []),
    ...(whose ? [{ zh: '按客户所在地的时间', en: 'by the clock of where each lives' }] : []),
  ]
  return { zh: parts.map(({ zh }) => zh).join('，'), en: parts.map(({ en }) => en).join(', ') }
}
