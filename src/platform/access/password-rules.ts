import { Problem } from '../../core/kit/problem.ts'

/** As OWASP ASVS asks: long enough, no rules about kinds of characters, and none of the passwords that are tried first. */
export const shortestPassword = 8
/** scrypt is slow on purpose; a password of megabytes would be slower. */
const longestPassword = 128

// The heads of the lists of leaked passwords, those of 8 characters and more, with what people in China choose most.
const common = new Set(
  `12345678 123456789 1234567890 12345678910 123123123 1234512345 11111111 111111111 00000000 88888888 66666666 99999999
  87654321 987654321 0987654321 11223344 1122334455 112233445566 12341234 123454321 147258369 789456123 147852369 123321123
  password password1 password12 password123 passw0rd p@ssw0rd p@ssword qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234
  qwer1234 qwe123456 asdfghjk asdfghjkl asdf1234 zxcvbnm1 zxcvbnm123 1qaz2wsx 1q2w3e4r 1q2w3e4r5t q1w2e3r4 qazwsxedc
  abcd1234 abc12345 abc123456 abcdefgh abcdefg1 a1234567 a12345678 a123456789 aa123456 aa12345678 aaa123456 a1b2c3d4
  1234qwer 123qweasd 123456abc 123456aa 123456789a 123456qq 12345qwert 1234abcd qq123456 qq123456789 wang1234 woaini1314
  woaini520 woaini123 5201314520 52013145 5201314a 1314520a 20080808 20202020 iloveyou iloveyou1 iloveyou2 sunshine
  sunshine1 princess princess1 football football1 baseball superman superman1 batman123 trustno1 starwars michael1
  jennifer computer internet dragon123 monkey123 letmein1 letmein123 welcome1 welcome123 admin123 admin1234 administrator
  admin888 root1234 changeme changeme1 whatever samsung1 charlie1 liverpool corvette mercedes maverick marlboro
  regulars regulars1 regulars123 changke123 changke888`.split(/\s+/),
)

/**
 * @param others the user's name, e-mail, shop: a password that is one of them is refused
 * @throws Problem access.password-short, access.password-long, access.password-common
 */
export function checkPassword(password: string, others: readonly string[] = []): void {
  const length = [...password].length
  if (length < shortestPassword) throw new Problem('access.password-short', { path: 'password', least: shortestPassword })
  if (length > longestPassword) throw new Problem('access.password-long', { path: 'password', most: longestPassword })
  const plain = password.toLowerCase()
  const isOne = new Set(plain).size === 1
  const isOther = others.some((other) => other.toLowerCase() === plain)
  if (isOne || isOther || common.has(plain)) throw new Problem('access.password-common', { path: 'password' })
}
