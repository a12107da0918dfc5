import type { Words } from '../../core/kit/words.ts'
import { halfWidth } from '../half-width.ts'

export type CreditCodeRead = { readonly value: string } | { readonly wrong: Words }

/** Figures and letters of GB 32100-2015; I, O, Z, S and V are not among them. */
export const creditLetters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const weights = Array.from({ length: 17 }, (_, at) => 3 ** at % 31)

/** The eighteenth character of the first seventeen, after GB 32100-2015. */
export function creditCodeCheck(seventeen: string): string {
  const sum = weights.reduce((all, weight, at) => all + weight * creditLetters.indexOf(seventeen[at] ?? ''), 0)
  return creditLetters[(31 - (sum % 31)) % 31] ?? ''
}

const lookalikes: Readonly<Record<string, string>> = { I: '1', O: '0', Z: '2', S: '5', V: 'U' }

function faultOf(code: string): Words | null {
  const letters = [...code]
  const odd = letters.findIndex((letter) => !creditLetters.includes(letter))
  if (odd >= 0) {
    const meant = lookalikes[letters[odd] ?? '']
    const hint = meant === undefined ? { zh: '', en: '' } : { zh: `，也许是 ${meant}`, en: `; perhaps it is ${meant}` }
    return {
      zh: `第 ${odd + 1} 位“${letters[odd]}”不会出现在代码里（不用 I、O、Z、S、V）${hint.zh}`,
      en: `character ${odd + 1}, “${letters[odd]}”, does not occur in such codes (I, O, Z, S and V do not)${hint.en}`,
    }
  }
  if (letters.length !== 18)
    return { zh: `应为 18 位，现在是 ${letters.length} 位`, en: `it ought to have 18 characters and has ${letters.length}` }
  if (!/^\d{6}$/.test(code.slice(2, 8)))
    return {
      zh: `第 3 至 8 位 ${code.slice(2, 8)} 应为数字（地区代码）`,
      en: `characters 3 to 8, ${code.slice(2, 8)}, ought to be digits (the region)`,
    }
  const check = creditCodeCheck(code)
  if (check !== code[17])
    return {
      zh: `最后一位应为 ${check}，现在是 ${code[17]}，可能有一位写错`,
      en: `its last character ought to be ${check}, not ${code[17]}; one character may be wrong`,
    }
  return null
}

/** A unified social credit code in its normal form of 18 characters, or what is wrong with it. */
export function readCreditCode(text: string): CreditCodeRead {
  const code = halfWidth(text).replace(/^'/, '').replace(/[\s-]/g, '').toUpperCase()
  const fault = faultOf(code)
  return fault ? { wrong: fault } : { value: code }
}
