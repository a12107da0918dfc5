import type { Field } from '../../core/entity/field.ts'
import type { Parsed } from '../../core/entity/field-type.ts'
import type { Words } from '../../core/kit/words.ts'
import { excerpt, halfWidth } from '../../fields/half-width.ts'

/** What spreadsheets leave about a value: marks that nobody sees, an apostrophe that says "this is text", `="0138"`. */
const invisible = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g
const needsTidying = /^['=＝]|[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/

/** The text as it was meant. An apostrophe goes only where it hides a number or a formula from the spreadsheet. */
export function tidyCell(text: string): string {
  if (!needsTidying.test(text)) return text
  const seen = text.replace(invisible, '')
  const quoted = /^="((?:[^"]|"")*)"$/.exec(seen.trim())
  if (quoted) return (quoted[1] ?? '').replaceAll('""', '"')
  return seen.replace(/^\s*'(?=[\d=+\-@\t\r])/, '')
}

/** Fields whose texts are numbers of something: never shortened, never rounded. */
const numbering = new Set(['code', 'number', 'idCard', 'creditCode', 'product', 'wechat'])

const lostDigits = (text: string): Words => ({
  zh: `“${excerpt(text)}”是科学记数法，后面的位已丢失。请把这一列设为“文本”后重新导出`,
  en: `“${excerpt(text)}” is in scientific notation and its last digits are lost; format the column as text and export it again`,
})

const shortYear: Words = {
  zh: '年份只有两位，不知道是哪个世纪。请写成四位，如 1990-05-01',
  en: 'has a year of two digits, which may be of either century; write all four, like 1990-05-01',
}

/** A reading that sees to what is wrong with a column's texts before the field's own type does. */
export type Before = (text: string) => { readonly text: string } | { readonly wrong: Words } | null

/**
 * What spreadsheets and databases make of the values of a field of this kind, undone; what cannot be undone is refused.
 * A text that may stand as it is costs one test.
 */
export function tidierFor(target: string, field: Field, decimalMark: '.' | ','): Before {
  if (field.type === 'number' || field.type === 'money') return (text) => tidyNumber(text, field.type, decimalMark)
  if (field.type === 'date' || field.type === 'time') return (text) => tidyDay(text, field.type)
  if (field.type === 'phone' || numbering.has(target)) return (text) => tidyNumbering(text, numbering.has(target))
  return () => null
}

const scientific = /^\s*[+-]?(\d)(?:[.．](\d+))?e\+?(\d{1,2})\s*$/i

/** `1.3812345678E+10` says all its digits, `1.38E+10` has lost some. */
function tidyNumbering(text: string, isText: boolean): ReturnType<Before> {
  const match = scientific.exec(text)
  if (match) {
    const [, whole = '', fraction = '', power = ''] = match
    const missing = Number(power) - fraction.length
    // A zero or two at the end may have been dropped; more than that were lost. 15 digits are all that is kept.
    const isWhole = missing === 0 || (missing > 0 && missing <= 2 && fraction.length >= 7)
    if (!isWhole || Number(power) > 14) return { wrong: lostDigits(text) }
    return { text: `${whole}${fraction.padEnd(Number(power), '0')}` }
  }
  return isText && /[\uff01-\uff5e\u3000\t]/.test(text) ? { text: halfWidth(text) } : null
}

function tidyNumber(text: string, type: string, decimalMark: '.' | ','): ReturnType<Before> {
  if (/^-?\d+(?:\.\d+)?$/.test(text) && decimalMark === '.') return null
  const half = halfWidth(text)
  const percent = /^([+-]?[\d.,]+) ?%$/.exec(half)
  const plain = decimalMark === ',' ? (percent?.[1] ?? half).replaceAll('.', '').replace(',', '.') : (percent?.[1] ?? half)
  if (percent)
    return type === 'number' && Number.isFinite(Number(plain)) ? { text: String(Number((Number(plain) / 100).toPrecision(15))) } : null
  if (/^[+-]?\d(?:\.\d+)?e[+-]?\d{1,2}$/i.test(plain) && Math.abs(Number(plain)) < 1e15 && Math.abs(Number(plain)) > 1e-7)
    return { text: String(Number(plain)) }
  return plain === text ? null : { text: plain }
}

const noDay = /^0{4}[-/.年]?0{1,2}[-/.月]?0{1,2}日?(?:[ T].*)?$|^0{8}$/
const twoDigitYear = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{2})(?=$|[ T,])/

/** `0000-00-00` is how databases say "none"; `3/5/24` is of this century where it tells when something happened. */
function tidyDay(text: string, type: string): ReturnType<Before> {
  const plain = text.trim()
  if (noDay.test(plain)) return { text: '' }
  const match = twoDigitYear.exec(plain)
  if (!match) return null
  if (type === 'date') return { wrong: shortYear }
  return {
    text: plain.replace(
      twoDigitYear,
      (_, first: string, mark: string, second: string, year: string) => `${first}${mark}${second}${mark}20${year}`,
    ),
  }
}

/** A column's parser behind its tidier. */
export function tidied(before: Before, parse: (text: string) => Parsed): (text: string) => Parsed {
  return (text) => {
    const seen = before(text)
    if (seen === null) return parse(text)
    return 'wrong' in seen ? seen : seen.text === '' ? { value: null } : parse(seen.text)
  }
}
