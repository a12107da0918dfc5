import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../../core/kit/problem.ts'
import type { PasswordProfile } from './security-policy.ts'

/** Both profiles ask for so many characters; a phrase of 64 and more is welcome in both. */
export const shortestPassword = 8
/** scrypt is slow on purpose; a password of megabytes would be slower. */
const longestPassword = 128

/** Kinds of characters that 等保 wants mixed; letters of other scripts count with the signs. */
const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^a-zA-Z0-9]/]
const kindsNeeded = 3

// What people in China choose most, beside the list of leaked passwords; and the words of this product.
const chineseCommon = `12345678910 123123123 1234512345 88888888 66666666 99999999 1122334455 112233445566 12341234 123454321 147258369
  789456123 147852369 123321123 qwe123456 asdfghjk asdf1234 zxcvbnm123 abc123456 abcdefg1 a1234567 a12345678 a123456789 aa123456
  aa12345678 aaa123456 123qweasd 123456abc 123456aa 123456789a 123456qq 12345qwert qq123456 qq123456789 wang1234 woaini1314
  woaini520 woaini123 5201314520 52013145 5201314a 1314520a 20080808 20202020 admin888 admin1234 root1234 changeme1 changeme123
  p@ssw0rd p@ssword welcome123 letmein123 regulars regulars1 regulars123 changke123 changke888`

let common: ReadonlySet<string> | null = null

/** The list is read when the first password is chosen. */
function commonPasswords(): ReadonlySet<string> {
  if (common) return common
  const listed = readFileSync(join(import.meta.dirname, 'common-passwords.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  common = new Set([...listed, ...chineseCommon.split(/\s+/)])
  return common
}

/**
 * OWASP ASVS asks for length and against what is guessed first, and forbids rules about kinds of characters; 等保 2.0 asks for
 * mixed kinds besides.
 * @param words the user's name, e-mail, shop: a password made of little else is refused
 * @throws Problem access.password-short, access.password-long, access.password-common, access.password-plain
 */
export function checkPassword(password: string, words: readonly string[] = [], profile: PasswordProfile = 'standard'): void {
  const length = [...password].length
  if (length < shortestPassword) throw new Problem('access.password-short', { path: 'password', least: shortestPassword })
  if (length > longestPassword) throw new Problem('access.password-long', { path: 'password', most: longestPassword })
  const plain = password.normalize('NFKC').toLowerCase()
  if (new Set(plain).size < 3 || commonPasswords().has(plain) || isMadeOf(plain, words))
    throw new Problem('access.password-common', { path: 'password' })
  if (profile === 'mlps' && kinds.filter((kind) => kind.test(password)).length < kindsNeeded)
    throw new Problem('access.password-plain', { path: 'password' })
}

/** Whether little but years and signs is left once these words are taken out: “山前茶事2026!”. */
function isMadeOf(plain: string, words: readonly string[]): boolean {
  let rest = plain
  for (const word of contextWords(words)) rest = rest.replaceAll(word, '')
  if (rest === plain) return false
  return rest.replace(/[\d\p{P}\p{S}\s]/gu, '').length < 4 && [...rest].length < 8
}

/** An address gives its two halves too. Words of one letter are in everything. The longest first. */
function contextWords(words: readonly string[]): string[] {
  const all = [...words, 'regulars', '常客'].flatMap((word) => {
    const lower = word.normalize('NFKC').toLowerCase().trim()
    return [lower, ...lower.split('@'), ...lower.split(/[\s@._-]+/)]
  })
  const long = all.filter((word) => [...word].length >= (/^[\u0021-\u007e]+$/.test(word) ? 3 : 2))
  return [...new Set(long)].sort((a, b) => b.length - a.length)
}
