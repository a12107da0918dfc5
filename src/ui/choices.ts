import type { Language } from '../core/kit/words.ts'

export type Choice = { readonly value: string; readonly label: string }

/** The currencies of most shops first, then all others by code. */
export function currencyChoices(language: Language): Choice[] {
  const names = new Intl.DisplayNames(language === 'zh' ? 'zh-CN' : 'en', { type: 'currency' })
  const first = ['CNY', 'HKD', 'MOP', 'TWD', 'USD', 'EUR', 'JPY', 'GBP', 'SGD']
  const others = Intl.supportedValuesOf('currency').filter((code) => !first.includes(code))
  return [...first, ...others].map((code) => ({ value: code, label: `${names.of(code) ?? code} ${code}` }))
}

/** Time zones by the name that people use for them: 中国标准时间 Asia/Shanghai. This browser's own and the Chinese ones first. */
export function zoneChoices(language: Language): Choice[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  const zones = new Set([own, 'Asia/Shanghai', 'Asia/Hong_Kong', 'Asia/Taipei', 'UTC', ...Intl.supportedValuesOf('timeZone')])
  return [...zones].map((zone) => ({ value: zone, label: zone === 'UTC' ? zone : `${zoneName(zone, language)} ${zone}` }))
}

function zoneName(timeZone: string, language: Language): string {
  const parts = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { timeZone, timeZoneName: 'longGeneric' }).formatToParts(0)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
}
