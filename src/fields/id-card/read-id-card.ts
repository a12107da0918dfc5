import type { Words } from '../../core/kit/words.ts'
import { isDay } from '../date/read-day.ts'
import { halfWidth, withoutPointZero } from '../half-width.ts'

export type IdCardRead = { readonly value: string } | { readonly wrong: Words }

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checks = '10X98765432'
/** Provinces of GB/T 2260; 83 is the residence permit for people of Taiwan, 9 the foreigner's card. */
const places = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9\d)/

/** The eighteenth character of the first seventeen, after GB 11643-1999 (ISO 7064, MOD 11-2). */
export function idCardCheck(seventeen: string): string {
  const sum = weights.reduce((all, weight, at) => all + weight * Number(seventeen[at]), 0)
  return checks[sum % 11] ?? ''
}

/** A card of 15 digits, as issued until 1999, in its later form. Numbers 996 to 999 were given to those born before 1900. */
function lengthen(fifteen: string): string {
  const century = Number(fifteen.slice(12)) >= 996 ? '18' : '19'
  const body = `${fifteen.slice(0, 6)}${century}${fifteen.slice(6)}`
  return body + idCardCheck(body)
}

const dayOf = (card: string) => `${card.slice(6, 10)}-${card.slice(10, 12)}-${card.slice(12, 14)}`

/** What of eighteen characters is not right, or null. */
function faultOf(card: string): Words | null {
  if (!places.test(card))
    return { zh: `前两位 ${card.slice(0, 2)} 不是地区代码`, en: `its first two digits, ${card.slice(0, 2)}, name no region` }
  if (!isDay(dayOf(card)))
    return { zh: `第 7 至 14 位 ${card.slice(6, 14)} 不是真实的日期`, en: `digits 7 to 14, ${card.slice(6, 14)}, are not a real day` }
  const check = idCardCheck(card)
  if (check !== card[17])
    return {
      zh: `最后一位应为 ${check}，现在是 ${card[17]}，可能有一位写错`,
      en: `its last character ought to be ${check}, not ${card[17]}; one digit may be wrong`,
    }
  return null
}

/** A card's number in its normal form of 18 characters, or what is wrong with it: which digits, and why. */
export function readIdCard(text: string): IdCardRead {
  const plain = withoutPointZero(halfWidth(text).replace(/^'/, '').replace(/[\s-]/g, '')).toUpperCase()
  if (/^\d(?:\.\d+)?E\+?1[47]$/.test(plain)) return { wrong: rounded }
  const card = /^\d{15}$/.test(plain) ? lengthen(plain) : plain
  if (!/^\d{17}[\dX]$/.test(card)) return { wrong: faultOfForm(plain) }
  const fault = faultOf(card)
  if (!fault) return { value: card }
  return { wrong: /^\d{15}000$/.test(plain) ? rounded : fault }
}

const rounded: Words = {
  zh: '末三位已被表格软件抹成 0，请把该列设为文本后重新填写',
  en: 'a spreadsheet has rounded its last three digits away; make the column text and enter it again',
}

function faultOfForm(plain: string): Words {
  const letters = [...plain]
  const odd = letters.findIndex((letter, at) => !/\d/.test(letter) && !(at === 17 && letter === 'X'))
  if (odd >= 0) return { zh: `第 ${odd + 1} 位“${letters[odd]}”不是数字`, en: `character ${odd + 1}, “${letters[odd]}”, is not a digit` }
  return { zh: `应为 18 位，现在是 ${letters.length} 位`, en: `it ought to have 18 characters and has ${letters.length}` }
}

/** What a card's number says of its bearer. */
export function idCardSays(card: string): { readonly birthday: string; readonly gender: 'female' | 'male' } {
  return { birthday: dayOf(card), gender: Number(card[16]) % 2 === 1 ? 'male' : 'female' }
}
