import { expect, test } from 'vitest'
import { codeAt, counterAt, fromBase32, matchCode, newTotpSecret, toBase32, totpAddress } from './totp.ts'

const seed = Buffer.from('12345678901234567890')

// RFC 6238, appendix B, the last six of its eight digits.
test.each([
  ['1970-01-01T00:00:59Z', '287082'],
  ['2005-03-18T01:58:29Z', '081804'],
  ['2005-03-18T01:58:31Z', '050471'],
  ['2009-02-13T23:31:30Z', '005924'],
  ['2033-05-18T03:33:20Z', '279037'],
  ['2603-10-11T11:33:20Z', '353130'],
])('at %s the code is that of RFC 6238', (at, code) => {
  expect(codeAt(seed, counterAt(new Date(at)))).toBe(code)
})

test('a code holds for its half minute and one to either side', () => {
  const secret = toBase32(seed)
  const at = new Date('2026-06-15T04:00:10Z')
  const code = codeAt(seed, counterAt(at))
  const later = (seconds: number) => new Date(at.getTime() + seconds * 1_000)
  expect([-60, -30, 0, 30, 60].map((seconds) => matchCode(secret, code, later(seconds)) !== null)).toEqual([false, true, true, true, false])
  expect(matchCode(secret, code, later(30))).toBe(counterAt(at))
})

test('what is no code of six digits matches nothing', () => {
  const secret = toBase32(seed)
  const at = new Date('1970-01-01T00:00:59Z')
  expect(matchCode(secret, '287082', at)).toBe(1)
  for (const wrong of ['', '28708', '2870820', '287082 ', '28708２', 'abcdef', '287083', '壹贰叁肆伍陆'])
    expect(matchCode(secret, wrong, at), wrong).toBeNull()
})

test('base32 goes there and back', () => {
  expect(toBase32(Buffer.from('foobar'))).toBe('MZXW6YTBOI')
  for (let i = 0; i < 20; i++) {
    const secret = newTotpSecret()
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(toBase32(fromBase32(secret))).toBe(secret)
  }
})

test('the picture’s address names shop and account, whatever is in them', () => {
  const address = new URL(totpAddress('ABC', '山前 茶事', 'lin+1@shop.test'))
  expect(decodeURIComponent(address.pathname)).toBe('//totp/山前 茶事:lin+1@shop.test'.replace('//totp', ''))
  expect(address.searchParams.get('issuer')).toBe('山前 茶事')
  expect(address.searchParams.get('secret')).toBe('ABC')
})
