import { daysBetween, localDate } from '../core/kit/local-time.ts'
import { threeLetters } from './format.ts'
import { useLanguage } from './language.tsx'
import { useFormat, useShop } from './shop.tsx'

type Due = { readonly dueAt: string | null; readonly wholeDay: boolean }

/** 今天 15:00, 明天, 6月19日 周五, or the whole date where it is further away: by the shop's clock. */
export function useSayDue(): (due: Due) => string {
  const { language } = useLanguage()
  const { timeZone } = useShop()
  const format = useFormat()
  const locale = { zh: 'zh-CN', en: 'en-GB' }[language]
  const near = new Intl.DateTimeFormat(locale, { timeZone, month: language === 'zh' ? 'long' : 'short', day: 'numeric', weekday: 'short' })
  const names = { zh: ['今天', '明天', '后天'], en: ['Today', 'Tomorrow'] }[language]
  return ({ dueAt, wholeDay }) => {
    if (!dueAt) return { zh: '无期限', en: 'No date' }[language]
    const at = new Date(dueAt)
    const away = daysBetween(localDate(new Date(), timeZone), localDate(at, timeZone))
    const day = names[away] ?? (Math.abs(away) < 180 ? threeLetters(near.format(at)) : format.date(at))
    return wholeDay ? day : `${day} ${format.time(at)}`
  }
}
