import { z } from 'zod'
import type { Words } from '../../core/kit/words.ts'
import { addDays, instantOf, localDate } from '../../core/kit/local-time.ts'
import { unlistedWords } from '../../core/kit/outgoing-doors.ts'
import { words } from '../../core/kit/words-schema.ts'
import { soundText } from '../../fields/sound-text.ts'
import { importStates } from './import.ts'

export const places = ['folder', 'url'] as const
export type Place = (typeof places)[number]

/** Every so many hours, or every day at a time of the shop's clock. */
export const scheduleTimes = z.union([
  z.strictObject({ every: z.int().min(1).max(168).describe('Hours') }),
  z.strictObject({ at: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/) }),
])
export type ScheduleTimes = z.output<typeof scheduleTimes>

const auth = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('basic'), user: z.string().min(1).max(200), secret: z.string().min(1).max(500).optional() }),
  z.strictObject({ kind: z.literal('bearer'), secret: z.string().min(1).max(2_000).optional() }),
])

export const scheduleFields = {
  name: soundText(60),
  place: z.enum(places),
  address: z
    .string()
    .trim()
    .min(1)
    .max(2_000)
    .describe('An https address, or in the inbox folder a file name, where * stands for anything'),
  auth: auth.default({ kind: 'none' }).describe('A secret that is left out stays as it is'),
  mapping: z.string().max(60).nullable().default(null).describe('A mapping by its id; null as the file is guessed'),
  times: scheduleTimes,
}

export const outcomes = ['started', 'unchanged', 'nothing', 'failed'] as const
export const lastRun = z.object({ at: z.string(), outcome: z.enum(outcomes), words: words.nullable(), importId: z.uuid().nullable() })
export type LastRun = z.output<typeof lastRun>

export const scheduleCard = z.object({
  id: z.uuid(),
  name: z.string(),
  place: z.enum(places),
  address: z.string(),
  auth: z.object({ kind: z.enum(['none', 'basic', 'bearer']), user: z.string().nullable(), hasSecret: z.boolean() }),
  mapping: z.string().nullable(),
  times: scheduleTimes,
  paused: z.boolean(),
  nextAt: z.string().nullable(),
  failures: z.int().describe('How many times in a row it failed'),
  last: lastRun.nullable(),
  importState: z.enum(importStates).nullable().describe('Of the last import that it started'),
})

/** When it is to run next after this instant. */
export function nextRun(times: ScheduleTimes, after: Date, timeZone: string): Date {
  if ('every' in times) return new Date(after.getTime() + times.every * 3_600_000)
  const today = localDate(after, timeZone)
  const at = instantOf(today, times.at, timeZone)
  return at > after ? at : instantOf(addDays(today, 1), times.at, timeZone)
}

const firstGapMs = 5 * 60_000
const longestGapMs = 6 * 3_600_000

/** After a failure it is tried again soon, then with growing gaps, but never later than it would run anyway. */
export function nextTry(times: ScheduleTimes, after: Date, timeZone: string, failures: number): Date {
  const regular = nextRun(times, after, timeZone)
  const again = new Date(after.getTime() + Math.min(longestGapMs, firstGapMs * 2 ** Math.min(failures - 1, 10)))
  return again < regular ? again : regular
}

/** `orders-*.csv` as a test of names. Part by part and never back: however many stars somebody writes, it is done in one go. */
export function nameTest(pattern: string): (name: string) => boolean {
  const [first = '', ...others] = pattern.toLowerCase().split('*')
  const last = others.pop()
  return (name) => {
    const text = name.toLowerCase()
    if (last === undefined) return text === first
    if (!text.startsWith(first)) return false
    let at = first.length
    for (const part of others) {
      const found = text.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
    return text.length - last.length >= at && text.endsWith(last)
  }
}

/** What the system says by a code, in words; any other code stays as it is. */
export const fetchCodes: Readonly<Record<string, Words>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: { zh: '证书是自己签发的', en: 'it is signed by itself' },
  SELF_SIGNED_CERT_IN_CHAIN: { zh: '签发机构不是公认的', en: 'no known authority has signed it' },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    zh: '签发机构不是公认的，或证书链不完整',
    en: 'no known authority has signed it, or its chain is incomplete',
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    zh: '签发机构不是公认的，或证书链不完整',
    en: 'no known authority has signed it, or its chain is incomplete',
  },
  CERT_HAS_EXPIRED: { zh: '证书已过期', en: 'it has expired' },
  CERT_NOT_YET_VALID: { zh: '证书还没有生效', en: 'it is not valid yet' },
  ERR_TLS_CERT_ALTNAME_INVALID: { zh: '证书是给另一个网址的', en: 'it is for another address' },
  ENOTFOUND: { zh: '没有这个网址', en: 'there is no such address' },
  EAI_AGAIN: { zh: '现在查不到这个网址', en: 'the address cannot be looked up at the moment' },
  ECONNREFUSED: { zh: '对方没有开放这个端口', en: 'nothing listens there' },
  ECONNRESET: { zh: '对方中断了连接', en: 'the other side broke off' },
  ETIMEDOUT: { zh: '对方没有回应', en: 'the other side does not answer' },
  EHOSTUNREACH: { zh: '到不了对方', en: 'there is no way there' },
  ENETUNREACH: { zh: '到不了对方', en: 'there is no way there' },
}

export const fetchWords = {
  private: {
    zh: '这个地址在内部网络里（{detail}）。若确实要从内部取文件，请让管理员在启动时设置 IMPORT_ALLOW_PRIVATE=1。',
    en: 'That address lies in the own network ({detail}). To fetch from there, have the program started with IMPORT_ALLOW_PRIVATE=1.',
  },
  unlisted: unlistedWords,
  insecure: { zh: '只从 https 地址取文件。请改用 https。', en: 'Files are fetched from https addresses only. Use https.' },
  redirects: {
    zh: '被转来转去超过 5 次。请填写最终的下载地址。',
    en: 'It redirects more than five times. Enter the address that it ends at.',
  },
  'too-large': { zh: '文件超过 2 GB。请让对方按时间分成几份。', en: 'The file is larger than 2 GB. Have it split by time.' },
  'too-slow': { zh: '对方太久没有回应或传得太慢。稍后会再试。', en: 'The other side was silent or too slow. It will be tried again.' },
  status: {
    zh: '对方回答 {detail}，没有给文件。若是 401 或 403，请检查密码；404 请检查地址。',
    en: 'The other side answered {detail} and gave no file. After 401 or 403 check the password, after 404 the address.',
  },
  certificate: {
    zh: '对方的证书不可信（{detail}），所以没有取文件，也没有交出密码。请对方换上公认机构签发的证书；若证书由自己的机构签发，请管理员在启动时用 NODE_EXTRA_CA_CERTS 指明该机构的证书文件。',
    en: 'The certificate of the other side cannot be trusted ({detail}), so no file was fetched and no password given away. Have it use one of a known authority; where your own authority signs it, start the program with NODE_EXTRA_CA_CERTS naming that authority’s file.',
  },
  unreachable: {
    zh: '连不上对方（{detail}）。请检查地址；稍后会再试。',
    en: 'It could not be reached ({detail}). Check the address; it will be tried again.',
  },
  resting: {
    zh: '文件“{detail}”刚刚还在写入。等它写完就取，几秒后再看一次。',
    en: 'The file “{detail}” was being written a moment ago. It is fetched once it is whole; it is looked for again in some seconds.',
  },
  folder: {
    zh: '读不了收件文件夹（{detail}）。请检查文件夹和权限。',
    en: 'The inbox folder cannot be read ({detail}). Check it and its permissions.',
  },
} satisfies Record<string, Words>
