import { codeOf } from '../../core/kit/error-code.ts'
import { unreadableReasons } from '../../core/kit/input-reasons.ts'
import { fillBoth, type Language, type Words } from '../../core/kit/words.ts'
import { Problem, type ProblemDetails, type ProblemSort } from '../../core/kit/problem.ts'
import { unsoundWords } from '../../fields/sound-text.ts'
import type { Registry } from '../actions/registry.ts'
import { isOutage } from '../database/outage.ts'

/** The only place that knows which number means what. */
const statuses: Record<ProblemSort, number> = {
  invalid: 400,
  unsigned: 401,
  denied: 403,
  missing: 404,
  conflict: 409,
  large: 413,
  limit: 429,
  unavailable: 503,
}
const special: Readonly<Record<string, number>> = { 'action.key-reused': 422, 'server.broken': 500 }

export const statusOf = (code: string, sort: ProblemSort): number => special[code] ?? statuses[sort]

/** RFC 9457 problem details, with the words in both languages and the one asked for as `detail`. */
export type ProblemAnswer = {
  readonly status: number
  readonly body: {
    readonly type: string
    readonly status: number
    readonly code: string
    readonly detail: string
    readonly words: Words
    readonly details: ProblemDetails
  }
}

export function answerProblem(registry: Registry, problem: Problem, language: Language): ProblemAnswer {
  const card = registry.problems.get(problem.code)
  const status = card ? statusOf(problem.code, card.sort) : 500
  const words = card ? fillBoth(card.words, problem.details) : { zh: problem.code, en: problem.code }
  return {
    status,
    body: {
      type: `/api/problems?code=${problem.code}`,
      status,
      code: problem.code,
      detail: words[language],
      words,
      details: problem.details,
    },
  }
}

/** The first language of the header that we have; Chinese without one. */
export function languageOf(header: string | undefined): Language {
  const first = header
    ?.split(',')
    .map((part) => part.trim().slice(0, 2).toLowerCase())
    .find((part) => part === 'zh' || part === 'en')
  return first === 'en' ? 'en' : 'zh'
}

const badNumber: Words = { zh: '有一个数字太大或太小，请改小', en: 'a number in it is too large or too small' }
const badDay: Words = { zh: '有一个日期或时间不存在', en: 'a day or a time in it does not exist' }

const badForm: Words = {
  zh: '有一个值的写法不对，例如不完整的编号或残缺的表情符号',
  en: 'a value in it is not written correctly, for example an incomplete id or half an emoji',
}

/** By the code of what PostgreSQL says. */
const unkeepable: Readonly<Record<string, Words>> = {
  '22003': badNumber,
  '22007': badDay,
  '22008': badDay,
  '22021': unsoundWords,
  '22P02': badForm,
  '22P05': unsoundWords,
}

/** What Fastify itself refuses, in our words. */
export function problemFrom(error: unknown, bodyLimit = 1_048_576): Problem | null {
  if (error instanceof Problem) return error
  if (isOutage(error)) return new Problem('database.away')
  const code = codeOf(error)
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 0
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem('input.too-large', { limit: `${Math.round(bodyLimit / 1_024)} KB` })
  if (code.startsWith('Z_')) return new Problem('input.unreadable', { reason: unreadableReasons.notZipped })
  if (code === 'FST_ERR_BAD_URL') return new Problem('input.unreadable', { reason: unreadableReasons.badAddress })
  if (code === 'FST_ERR_MAX_PARAM_LENGTH') return new Problem('input.unreadable', { reason: unreadableReasons.longAddress })
  if (status === 429) return new Problem('action.too-often', { seconds: 60 })
  if (status === 415) return new Problem('input.unreadable', { reason: unreadableReasons.otherKind })
  if (status >= 400 && status < 500) return new Problem('input.unreadable', { reason: error instanceof Error ? error.message : '' })
  if (code === '57014') return new Problem('database.too-slow')
  // Values that PostgreSQL cannot keep, where no schema found them before.
  if (code.startsWith('22') && code.length === 5)
    return new Problem('input.unreadable', { reason: unkeepable[code] ?? (error instanceof Error ? error.message : '') })
  return null
}
