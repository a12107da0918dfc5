import type { Language } from '../core/kit/words.ts'

/**
 * How a day is shown in a field for dates, first, and how else it may be typed. A field takes a text as soon as it is a day and writes
 * it its own way, so that none of these may begin another: by `YYYY-M-D` 2026-12-31 would be the 3rd before its 1 is typed.
 */
export const dayFormats: Readonly<Record<Language, string[]>> = {
  zh: ['YYYY年M月D日', 'YYYY-MM-DD', 'YYYY/MM/DD', 'YYYYMMDD'],
  en: ['D MMM YYYY', 'YYYY-MM-DD', 'YYYY/MM/DD', 'YYYYMMDD'],
}

/** The same of an instant. */
export const timeFormats: Readonly<Record<Language, string[]>> = {
  zh: ['YYYY年M月D日 HH:mm', 'YYYY-MM-DD HH:mm', 'YYYY/MM/DD HH:mm'],
  en: ['D MMM YYYY, HH:mm', 'YYYY-MM-DD HH:mm', 'YYYY/MM/DD HH:mm'],
}
