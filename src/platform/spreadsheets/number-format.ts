/** How a number in a cell is meant, by the cell's format. */
export type NumberMeaning = 'plain' | 'date' | 'time' | 'date-time' | 'span' | { readonly currency: string }

/** The formats that a workbook names by number alone. 27 to 36 and 50 to 58 are the Chinese days. */
function builtIn(id: number): NumberMeaning {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 54) || id === 57 || id === 58) return 'date'
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id === 45 || id === 47 || id === 55 || id === 56) return 'time'
  if (id === 22) return 'date-time'
  return id === 46 ? 'span' : 'plain'
}

/** What a format makes of a number, e.g. `yyyy"年"m"月"d"日"` a day, `[h]:mm` a span of time, `[$€-407] #,##0.00` euros. */
export function meaningOf(id: number, code: string | undefined): NumberMeaning {
  if (code === undefined || code === '') return builtIn(id)
  const [first = ''] = code.split(';')
  if (/\[(h+|m+|s+)\]/i.test(first)) return 'span'
  const bare = first.replace(/\[\$[^\]]*\]|"[^"]*"|\\.|_.|\*./g, ' ').replace(/\[[^\]]*\]/g, '')
  if (!/general/i.test(bare)) {
    const time = /h|s|am\/pm|上午/i.test(bare)
    const day = /[yde年月日]/i.test(bare.replace(/am\/pm/gi, '').replace(/[0#?.]e[+-]/gi, '')) || (!time && /m/i.test(bare))
    if (day && /^[^0#?]*$/.test(bare.replace(/\.0+/g, ''))) return time ? 'date-time' : 'date'
    if (time && /^[^0#?]*$/.test(bare.replace(/\.0+/g, ''))) return 'time'
  }
  return currencyOf(first)
}

const signs = /[$€£₩₽₹฿₫₱₪₴₺]|HK\$|NT\$|US\$|A\$/

/** The sign of a currency that is not to be taken for the shop's. ¥ says nothing: it is the yuan's and the yen's. */
function currencyOf(format: string): NumberMeaning {
  const bracket = /\[\$([^\]-]*)(?:-[^\]]*)?\]/.exec(format)?.[1]
  const quoted = [...format.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? '').join('')
  const bare = format.replace(/\[[^\]]*\]|"[^"]*"/g, '').replace(/\\(.)/g, '$1')
  const found = /^[A-Z]{3}$/.test(bracket ?? '') ? bracket : signs.exec(`${bracket ?? ''}${quoted}${bare}`)?.[0]
  return found === undefined || found === 'CNY' || found === 'RMB' ? 'plain' : { currency: found }
}

const msDay = 86_400_000
const two = (n: number) => String(n).padStart(2, '0')

/** Seconds since midnight as `09:05:00`. */
function clockOf(seconds: number): string {
  return `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/**
 * A serial number of days as text: `2026-01-05`, `2026-01-05 08:26:00`, `08:26:00`. In the system of 1900 the numbers
 * below 61 are off by one, because Lotus 1-2-3 thought 1900 a leap year; in that of 1904 day 0 is 1 January 1904.
 * @returns null for a day that never was, or before and beyond what Excel shows
 */
export function sayDay(serial: number, meaning: 'date' | 'time' | 'date-time', is1904: boolean): string | null {
  if (!(serial >= 0) || serial >= 2_958_466) return null
  // Half a second before midnight is midnight.
  const seconds = Math.round((serial % 1) * 86_400)
  const whole = Math.floor(serial) + (seconds === 86_400 ? 1 : 0)
  const clock = clockOf(seconds % 86_400)
  if (whole === 0 && (meaning === 'time' || !is1904)) return meaning === 'date' ? null : clock
  if (!is1904 && whole === 60) return null
  const days = is1904 ? whole + 1_462 : whole < 60 ? whole + 1 : whole
  const day = new Date(Date.UTC(1899, 11, 30) + days * msDay).toISOString().slice(0, 10)
  return meaning === 'date' && clock === '00:00:00' ? day : `${day} ${clock}`
}

/** A span of days as `27:30:00`. */
export function saySpan(days: number): string {
  const seconds = Math.round(Math.abs(days) * 86_400)
  return `${days < 0 ? '-' : ''}${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** A number with the 15 digits that Excel keeps and shows, never with an exponent. */
export function sayNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value)
  const kept = Number(value.toPrecision(15))
  if (Math.abs(kept) >= 1e15) return Math.abs(kept) < 1e21 ? kept.toFixed(0) : String(kept)
  const text = String(kept)
  return text.includes('e') ? kept.toFixed(20).replace(/0+$/, '').replace(/\.$/, '') : text
}
