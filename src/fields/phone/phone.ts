// The `/min` metadata, on the server too: it checks lengths and national patterns, which is all that is asked here, and
// browser and server must not differ in what they accept. `/max` would add the kind of line and 75 KB to the page.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { z } from 'zod'
import type { FieldType, Parsed } from '../../core/entity/field-type.ts'
import type { Words } from '../../core/kit/words.ts'
import { excerpt, halfWidth, withoutPointZero } from '../half-width.ts'
import { isNothing, nothing, textOf } from '../nothing.ts'
import { textFromPayload } from '../payload-value.ts'
import { refusal } from '../sound-text.ts'

const notAPhone: Words = {
  zh: '应为国际格式的电话号码，例如 +8613812345678',
  en: 'must be a phone number in international form, like +8613812345678',
}

const mainlandMobile = /^(?:\+?86|0086)?(1[3-9]\d{9})$/
/** A mainland number that begins like a mobile but has not its eleven digits; the metadata lets it pass. */
const maimedMobile = /^\+861[3-9](?!\d{9}$)/

/** `+` and 7 to 15 digits, as E.164 asks. Whether such a number is in service nobody can tell from its digits. */
export function isPhone(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text)
}

function wrong(text: string): { wrong: Words } {
  const said = excerpt(text)
  return {
    wrong: {
      zh: `“${said}”不是电话号码，请写成 13812345678、010-12345678 或 +44 20 7946 0958（一格一个号码，不带分机）`,
      en: `“${said}” is not a phone number; write it like 13812345678, 010-12345678 or +44 20 7946 0958 (one number, no extension)`,
    },
  }
}

/** Mainland China where no country is named. Mobiles, the bulk of any import, take a short way. */
function parse(text: string): Parsed {
  const plain = withoutPointZero(halfWidth(text).replace(/^tel:/i, ''))
  if (plain === '') return { value: null }
  const mobile = mainlandMobile.exec(plain.replace(/[ -]/g, ''))
  if (mobile) return { value: `+86${mobile[1]}` }
  if (!/^\+?[\d ()./-]{5,40}$/.test(plain)) return wrong(text)
  const read = parsePhoneNumberFromString(plain, 'CN')
  if (!read?.isValid() || read.ext || maimedMobile.test(read.number) || !isPhone(read.number)) return wrong(text)
  return { value: read.number }
}

function say(value: unknown): string {
  if (isNothing(value)) return nothing
  const number = textOf(value)
  const mobile = /^\+86(1[3-9]\d)(\d{4})(\d{4})$/.exec(number)
  if (mobile) return `${mobile[1]} ${mobile[2]} ${mobile[3]}`
  const read = parsePhoneNumberFromString(number)
  if (!read) return number
  return read.country === 'CN' ? read.formatNational() : read.formatInternational()
}

/** A phone number, kept as E.164. `parse(say(x))` gives x back for every x that `parse` gave. */
export const phone: FieldType = {
  name: 'phone',
  label: { zh: '电话', en: 'Phone' },
  columnType: 'text',
  operators: ['is', 'contains', 'starts-with', 'is-known', 'is-unknown'],
  schema: () => z.string().refine(isPhone, refusal(notAPhone)),
  parse,
  say,
  fromPayload: textFromPayload,
}
