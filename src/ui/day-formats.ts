import type { Language } from '../core/kit/words.ts'

/** How a day is shown in a field for dates, first, and how else it may be typed. */
export const dayFormats: Readonly<Record<Language, string[]>> = {
  zh: ['YYYY年M月D日', 'YYYY-M-D', 'YYYY/M/D', 'YYYYMMDD'],
  en: ['D MMM YYYY', 'YYYY-M-D', 'YYYY/M/D', 'YYYYMMDD'],
}
