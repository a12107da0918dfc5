import type { Chance } from './draw-random.ts'

/**
 * A telephone number for the customer with this index: valid for every checker, different for each of ten million, and
 * never a person's. China keeps no numbers for fiction, so all of them begin with 1349: the one block among 130 to 139
 * that no mobile network holds (134-0 to 134-8 are China Mobile's; 134-9 was set aside for a satellite service).
 * Since one block has them all, a sender can also refuse them by `isSamplePhone`.
 */
export function samplePhone(index: number): string {
  // The factor shares no divisor with 10^7, so that different indexes never give the same number.
  return `1349${String((index * 3_162_277 + 2_718_281) % 10_000_000).padStart(7, '0')}`
}

/** Is it a number of the sample shop? With or without +86, spaces, hyphens and full-width digits. */
export function isSamplePhone(text: string): boolean {
  return /^(?:(?:\+|00)?86)?1349\d{7}$/.test(text.normalize('NFKC').replace(/[\s-]/g, ''))
}

const mailboxes = ['mail.example', 'mail.example', 'post.example', 'youxiang.example'] as const
// biome-ignore format: a table, one line a row
const wordsBefore = ['tea', 'cha', 'xiaoyu', 'dongdong', 'sunny', 'lucky', 'momo', 'yun', 'lan', 'feifei', 'qing', 'lele', 'shan', 'bamboo', 'haoyun', 'chun'] as const

/** An address of a domain that RFC 2606 (section 2) keeps out of use for ever, different for each index. */
export function sampleEmail(chance: Chance, index: number, business: boolean): string {
  if (business) return `caigou${index}@office.example`
  return `${chance.oneOf(wordsBefore)}${chance.oneOf(['', '.', '_'])}${1000 + index}@${chance.oneOf(mailboxes)}`
}
