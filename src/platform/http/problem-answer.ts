import { codeOf } from '../../core/kit/error-code.ts'
import { unreadableReasons } from '../../core/kit/input-reasons.ts'
import { fillBoth, type Language, type Words } from '../../core/kit/words.ts'
import { Problem, type ProblemDetails, type ProblemSort } from '../../core/kit/problem.ts'
import type { Registry } from '../actions/registry.ts'
import { isOutage } from '../database/outage.ts'

/** The only place that knows which number means what. */
const statusOf: Record<ProblemSort, number> = {
  invalid: 400,
  unsigned: 401,
  denied: 403,
  missing: 404,
  conflict: 409,
  limit: 429,
  unavailable: 503,
}
const special: Readonly<Record<string, number>> = { 'action.key-reused': 422, 'input.too-large': 413, 'server.broken': 500 }

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
  const status = special[problem.code] ?? (card ? statusOf[card.sort] : 500)
  const words = card ? fillBoth(card.words, problem.details) : { zh: problem.code, en: problem.code }
  return { status, body: { type: 'about:blank', status, code: problem.code, detail: words[language], words, details: problem.details } }
}

/** The first language of the header that we have; Chinese without one. */
export function languageOf(header: string | undefined): Language {
  const first = header
    ?.split(',')
    .map((part) => part.trim().slice(0, 2).toLowerCase())
    .find((part) => part === 'zh' || part === 'en')
  return first === 'en' ? 'en' : 'zh'
}

/** What Fastify itself refuses, in our words. */
export function problemFrom(error: unknown, bodyLimit = 1_048_576): Problem | null {
  if (error instanceof Problem) return error
  if (isOutage(error)) return new Problem('database.away')
  const code = codeOf(error)
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 0
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem('input.too-large', { limit: `${Math.round(bodyLimit / 1_024)} KB` })
  if (status === 429) return new Problem('action.too-often', { seconds: 60 })
  if (status === 415) return new Problem('input.unreadable', { reason: unreadableReasons.otherKind })
  if (status >= 400 && status < 500) return new Problem('input.unreadable', { reason: error instanceof Error ? error.message : '' })
  if (code === '57014') return new Problem('database.too-slow')
  // Texts that PostgreSQL cannot keep: NUL, lone surrogates, numbers out of range, days that are none.
  if (code.startsWith('22') && code.length === 5)
    return new Problem('input.unreadable', { reason: error instanceof Error ? error.message : '' })
  return null
}
