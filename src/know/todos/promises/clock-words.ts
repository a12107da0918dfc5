import { numberPattern, readNumber } from './chinese-number.ts'

/** `HH:mm`, and whether it is a part of the day ("in the afternoon") whose end is meant. */
export type ClockWord = { readonly pattern: RegExp; readonly read: (groups: readonly (string | undefined)[]) => string | null }

/** The end of each part of the day, when it is named without an hour. */
const partEnds: Readonly<Record<string, string>> = {
  早上: '10:00',
  早: '10:00',
  上午: '12:00',
  午前: '12:00',
  中午: '13:00',
  下午: '18:00',
  傍晚: '19:00',
  晚上: '21:00',
  晚: '21:00',
  下班: '18:00',
}

const part = '(早上|上午|午前|中午|下午|傍晚|晚上|早|晚)'
const hour = `(${numberPattern})`

/** Hours of one to seven without a word beside them are those of the afternoon: nobody rings at three in the night. */
function clock(hours: number | null, minutes: number, partOfDay: string | undefined): string | null {
  if (hours === null || hours > 24 || minutes > 59) return null
  const isLate = ['下午', '傍晚', '晚上', '晚'].includes(partOfDay ?? '')
  const shifted =
    (isLate && hours < 12) || (partOfDay === undefined && hours >= 1 && hours <= 7) || (partOfDay === '中午' && hours < 3)
      ? hours + 12
      : hours
  if (shifted >= 24) return '23:59'
  return `${String(shifted).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}

function minutesOf(text: string | undefined): number {
  if (!text) return 0
  if (text === '半') return 30
  if (text === '一刻') return 15
  if (text === '三刻') return 45
  return readNumber(text.replace('分', '')) ?? 60
}

export const clockWords: readonly ClockWord[] = [
  {
    pattern: new RegExp(`${part}?\\s*(\\d{1,2})[:：](\\d{2})(?!\\d)\\s*(am|pm)?`, 'iy'),
    read: ([p, h, m, ap]) => (ap ? english(h, m, ap) : clock(Number(h), Number(m), p ?? '')),
  },
  {
    pattern: new RegExp(`${part}?\\s*${hour}\\s*(?:点钟?|時|时)(半|一刻|三刻|${numberPattern}分?)?`, 'y'),
    read: ([p, h = '', m]) => clock(readNumber(h), minutesOf(m), p),
  },
  {
    pattern: new RegExp(
      `(${Object.keys(partEnds)
        .sort((a, b) => b.length - a.length)
        .filter((name) => name !== '早' && name !== '晚')
        .join('|')})`,
      'y',
    ),
    read: ([p = '']) => partEnds[p] ?? null,
  },
  {
    pattern: /\b(?:at\s+|by\s+|before\s+)?(\d{1,2})(?::(\d{2}))?\s*(am|pm|a\.m\.?|p\.m\.?)/iy,
    read: ([h, m, ap]) => english(h, m, ap ?? ''),
  },
  { pattern: /\b(?:at\s+|by\s+|before\s+)(\d{1,2}):(\d{2})\b/iy, read: ([h, m]) => clock(Number(h), Number(m), '') },
  { pattern: /\b(?:at\s+|by\s+|before\s+)?noon\b/iy, read: () => '12:00' },
  { pattern: /\b(?:in the\s+|this\s+)?morning\b/iy, read: () => '12:00' },
  { pattern: /\b(?:in the\s+|this\s+)?afternoon\b/iy, read: () => '18:00' },
  { pattern: /\b(?:in the\s+|this\s+)?evening\b/iy, read: () => '21:00' },
]

function english(hours: string | undefined, minutes: string | undefined, half: string): string | null {
  const h = Number(hours)
  if (h < 1 || h > 12) return null
  return clock((h % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0), Number(minutes ?? 0), '')
}

/** What `今晚`, `明早` and `tonight` say of the hour by themselves. */
export function clockInDay(words: string): string | null {
  if (words.endsWith('晚') || /tonight/i.test(words)) return partEnds['晚'] ?? null
  if (words.endsWith('早')) return partEnds['早'] ?? null
  return /\b(?:eod|cob|close of business|end of (?:the )?day)\b/i.test(words) ? '18:00' : null
}
