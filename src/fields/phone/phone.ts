// The `/min` metadata, on the server too: it checks lengths and national patterns, which is all that is asked here, and
// browser and server must not differ in what they accept. `/max` would add the kind of line and 75 KB to the page.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { z } from 'zod'
import type { Customs, FieldType, Parsed } from '../../core/entity/field-type.ts'
import type { Words } from '../../core/kit/words.ts'
import { excerpt, halfWidth, withoutPointZero } from '../half-width.ts'
import { isNothing, nothing, textOf } from '../nothing.ts'
import { textFromPayload } from '../payload-value.ts'
import { refusal } from '../sound-text.ts'

const notAPhone: Words = {
  zh: '应为国际格式的电话号码，例如 +8613812345678',
  en: 'must be a phone number in international form, like +8613812345678',
}

const plainMobile = /^1[3-9]\d{9}$/
const mainlandMobile = /^(?:\+?86|0086)?(1[3-9]\d{9})$/
/** A mainland number that begins like a mobile but has not its eleven digits; the metadata lets it pass. */
const maimedMobile = /^\+861[3-9](?!\d{9}$)/
const extension = /[ ,;-]*(?:转|分机号?|内线|;?ext[.=:]?|extension|x|#)[:： ]*(\d{1,7})$/i
/** `1.3812345678E10`: whole as long as no more than the last two digits, which may have been zeros, are missing. */
const scientific = /^(\d)\.(\d{8,11})E\+?(\d\d)$/i

/** `+` and 7 to 15 digits, as E.164 asks, and perhaps an extension, as RFC 3966 writes it. Whether such a number is in service nobody can tell from its digits. */
export function isPhone(text: string): boolean {
  return /^\+[1-9]\d{6,14}(?:;ext=\d{1,7})?$/.test(text)
}

function wrong(text: string): { wrong: Words } {
  const said = excerpt(text)
  return {
    wrong: {
      zh: `“${said}”不是电话号码，请写成 13812345678、010-12345678 转 801 或 +44 20 7946 0958（一格一个号码）`,
      en: `“${said}” is not a phone number; write it like 13812345678, 010-12345678 ext. 801 or +44 20 7946 0958 (one number)`,
    },
  }
}

/** A figure of a spreadsheet as the digits it stands for. */
function asDigits(text: string): string {
  const match = scientific.exec(text)
  if (!match) return withoutPointZero(text)
  const [, first = '', rest = '', power = ''] = match
  return rest.length <= Number(power) ? (first + rest).padEnd(Number(power) + 1, '0') : text
}

/** What is written for +86 in front of a number, and how numbers abroad are dialled from here. */
const withPlus = (text: string) =>
  text
    .replace(/^\((\+?(?:00)?86)\)/, '$1 ')
    .replace(/^00(?=[1-9])/, '+')
    .replace(/^86(?=[ -]|0?\d{10,11}$)/, '+86')
    .replace(/^\+86[ -]*0(?=\d{2})/, '+86 ')

/** Mainland China where no country is named. Mobiles, the bulk of any import, take a short way. */
function parse(text: string): Parsed {
  if (plainMobile.test(text)) return { value: `+86${text}` }
  const plain = asDigits(halfWidth(text).replace(/^tel:/i, '').replace(/^'/, ''))
  if (plain === '') return { value: null }
  const mobile = mainlandMobile.exec(plain.replace(/[ -]/g, ''))
  if (mobile) return { value: `+86${mobile[1]}` }
  const inside = extension.exec(plain)
  const number = withPlus(inside ? plain.slice(0, inside.index) : plain)
  if (!/^\+?[\d ()./-]{5,40}$/.test(number)) return wrong(text)
  const read = parsePhoneNumberFromString(number, 'CN')
  if (!read?.isValid() || read.ext || maimedMobile.test(read.number) || !isPhone(read.number)) return wrong(text)
  return { value: inside ? `${read.number};ext=${inside[1]}` : read.number }
}

function say(value: unknown, _: unknown, { language }: Customs): string {
  if (isNothing(value)) return nothing
  const [number = '', inside] = textOf(value).split(';ext=')
  const said = sayNumber(number)
  if (inside === undefined) return said
  return language === 'zh' ? `${said} 转 ${inside}` : `${said} ext. ${inside}`
}

function sayNumber(number: string): string {
  const mobile = /^\+86(1[3-9]\d)(\d{4})(\d{4})$/.exec(number)
  if (mobile) return `${mobile[1]} ${mobile[2]} ${mobile[3]}`
  const read = parsePhoneNumberFromString(number)
  if (!read) return number
  return read.country === 'CN' ? read.formatNational() : read.formatInternational()
}

/** In the form in which it is kept. */
export const phoneText = z.string().refine(isPhone, refusal(notAPhone))

/** A phone number, kept as E.164 (an extension behind `;ext=`). `parse(say(x))` gives x back for every x that `parse` gave. */
export const phone: FieldType = {
  name: 'phone',
  label: { zh: '电话', en: 'Phone' },
  columnType: 'text',
  isMark: true,
  operators: ['is', 'contains', 'starts-with', 'is-known', 'is-unknown'],
  schema: () => phoneText,
  parse,
  say,
  fromPayload: textFromPayload,
  // The eleven digits that every program in China takes; elsewhere the international form.
  inSheet: () => {
    const plain = (value: unknown) => textOf(value).replace(/^\+86(?=1[3-9]\d{9}$)/, '')
    return { cell: (value) => plain(value) || null, text: plain }
  },
}
