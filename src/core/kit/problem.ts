import type { Words, WordValues } from './words.ts'

/**
 * What sort of trouble it is. Only `platform/http` knows which status number belongs to which sort.
 * - invalid: the request is wrong and says where - denied: not allowed - missing: no such thing
 * - conflict: it contradicts what is there - large: too large for one time - limit: too often, another time it may be taken
 * - unavailable: something outside did not answer
 */
export type ProblemSort = 'invalid' | 'unsigned' | 'denied' | 'missing' | 'conflict' | 'large' | 'limit' | 'unavailable'

/** A code's entry in the table of problems: what it is and what the reader should do next. */
export type ProblemCard = { readonly sort: ProblemSort; readonly words: Words }

export type ProblemDetails = WordValues & {
  /** Where in the input it is wrong, e.g. `rule.all.0.value`, so that a form can place it. */
  readonly path?: string
}

/** An expected failure. The code names an entry in a table made by `defineProblems`. */
export class Problem extends Error {
  readonly code: string
  readonly details: ProblemDetails

  constructor(code: string, details: ProblemDetails = {}) {
    super(`${code} ${JSON.stringify(details)}`)
    this.name = 'Problem'
    this.code = code
    this.details = code === 'record.missing' ? withinSentence(details) : details
  }
}

/** A label stands alone and begins with a large letter; amid an English sentence it does not: “no such customer”. */
function withinSentence(details: ProblemDetails): ProblemDetails {
  const { what } = details
  if (typeof what !== 'object' || what === null || !('en' in what) || !/^\p{Lu}[\p{Ll} ]/u.test(what.en)) return details
  return { ...details, what: { ...what, en: what.en.charAt(0).toLowerCase() + what.en.slice(1) } }
}

export type ProblemTable = Readonly<Record<string, ProblemCard>>

/** A feature's problems. Codes read `feature.what-is-wrong`. */
export function defineProblems<T extends ProblemTable>(table: T): T {
  return table
}

/** Problems that any room may raise. */
export const generalProblems = defineProblems({
  'input.invalid': {
    sort: 'invalid',
    words: {
      zh: '输入有误：{path} {reason}。请改正后再试，尚未保存任何内容。',
      en: 'The input is not valid: {path} {reason}. Correct it and try again; nothing was saved.',
    },
  },
  'input.unreadable': {
    sort: 'invalid',
    words: {
      zh: '无法读取请求内容：{reason}。请检查格式后重发。',
      en: 'The request could not be read: {reason}. Check its format and send it again.',
    },
  },
  'input.too-large': {
    sort: 'large',
    words: { zh: '内容太大，上限为 {limit}。请拆成几份再试。', en: 'That is too large; the limit is {limit}. Split it and try again.' },
  },
  'access.signed-out': {
    sort: 'unsigned',
    words: { zh: '请先登录，或在请求中带上有效的 API 密钥。', en: 'Sign in first, or send a valid API key with the request.' },
  },
  'access.denied': {
    sort: 'denied',
    words: { zh: '您的角色不能做这件事。需要的话，请联系负责人开通。', en: 'Your role does not allow this. Ask the owner if you need it.' },
  },
  'record.missing': {
    sort: 'missing',
    words: {
      zh: '找不到{what}，可能已被删除。请返回列表刷新。',
      en: 'There is no such {what}; it may have been deleted. Go back to the list and refresh.',
    },
  },
  'record.changed-meanwhile': {
    sort: 'conflict',
    words: {
      zh: '您打开之后，这里已被改过（可能是同事，也可能是您的另一个标签页）。这次没有保存，您填写的内容都还在：请在新标签页里打开它对照；再保存一次，就以您的为准。',
      en: 'This was changed after you opened it, by a colleague or in another tab of yours. Nothing was saved, and what you wrote is still here: open it in a new tab to compare. Saving once more puts yours in its place.',
    },
  },
  'route.missing': {
    sort: 'missing',
    words: {
      zh: '没有这个地址或方法：{method} {path}。接口说明见 /api/docs。',
      en: 'There is no {method} {path}. The API is described at /api/docs.',
    },
  },
  'action.key-reused': {
    sort: 'conflict',
    words: {
      zh: '这个幂等键已用于另一份内容。请换一个新的键再发。',
      en: 'This idempotency key was used with a different body. Send it again with a new key.',
    },
  },
  'action.too-often': {
    sort: 'limit',
    words: { zh: '请求太频繁，请 {seconds} 秒后再试。', en: 'Too many requests. Try again in {seconds} {seconds|second|seconds}.' },
  },
  'server.stopping': {
    sort: 'unavailable',
    words: {
      zh: '程序正在停止，没有处理这个请求。请在它重新启动后再试。',
      en: 'The program is stopping and did not take this request. Try again once it has started.',
    },
  },
  'server.broken': {
    sort: 'unavailable',
    words: {
      zh: '服务器出了意外，编号 {reference}。没有保存任何改动，请重试；若再次出现，请把编号告诉管理员。',
      en: 'Something unexpected went wrong (reference {reference}). Nothing was changed; try again, and tell your administrator the reference if it happens again.',
    },
  },
})
