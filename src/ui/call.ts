import { z } from 'zod'
import { fillBoth, type Words, type WordValues } from '../core/kit/words.ts'

// A strict content security policy forbids `new Function`, which zod would try for speed.
z.config({ jitless: true })

/** What the browser needs to know of an action or a question; the definitions in the features fit it. */
export type Endpoint<I extends z.ZodType, O extends z.ZodType> = {
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly input: I
  readonly output: O
}

/** What the server answered instead of what was asked for, in words for the reader; their places are filled already. */
export class ProblemError extends Error {
  readonly code: string
  readonly status: number
  readonly words: Words
  readonly details: WordValues

  constructor(problem: { readonly code: string; readonly status: number; readonly words: Words; readonly details?: WordValues }) {
    super(`${problem.code}: ${problem.words.en}`)
    this.name = 'ProblemError'
    this.code = problem.code
    this.status = problem.status
    this.words = problem.words
    this.details = problem.details ?? {}
  }
}

const problemShape = z.looseObject({
  code: z.string(),
  words: z.object({ zh: z.string(), en: z.string() }).optional(),
  message: z.string().optional(),
  detail: z.string().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
})

const offline: Words = {
  zh: '连不上服务器。您填写的内容还在，请检查网络后重试。',
  en: 'The server cannot be reached. What you entered is still here; check the connection and try again.',
}

const unexpected: Words = {
  zh: '服务器的回答出乎意料（{status}）。请重试；若再次出现，请告诉管理员。',
  en: 'The server answered in an unexpected way ({status}). Try again, and tell your administrator if it happens again.',
}

function plainValues(details: Readonly<Record<string, unknown>> | undefined): WordValues {
  const plain = Object.entries(details ?? {}).filter(
    (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
  )
  return Object.fromEntries(plain)
}

/** Reads the body of a refusal; whatever it is, the reader gets words. */
export function readProblem(status: number, body: unknown): ProblemError {
  const read = problemShape.safeParse(body)
  if (!read.success)
    return new ProblemError({
      code: 'answer.unexpected',
      status,
      words: fillBoth(unexpected, { status }),
    })
  const said = read.data.message ?? read.data.detail ?? read.data.code
  return new ProblemError({
    code: read.data.code,
    status,
    words: read.data.words ?? { zh: said, en: said },
    details: plainValues(read.data.details),
  })
}

/** Asks the server by path; refusals come back as `ProblemError`, an answer that is not JSON too. */
export async function fetchJson(path: string, init: RequestInit = {}): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init })
  } catch (error) {
    if (init.signal?.aborted) throw error
    throw new ProblemError({ code: 'server.unreachable', status: 0, words: offline })
  }
  const text = await response.text()
  const body = parseJson(text)
  if (!response.ok) throw readProblem(response.status, body)
  if (body === unreadable) throw readProblem(response.status, null)
  return body
}

const unreadable = Symbol('unreadable')

function parseJson(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return unreadable
  }
}

/**
 * Splits an input into the address and the rest: `:id` in the path is taken from `input.id`. For GET the rest becomes
 * the query, anything but text and figures as JSON; otherwise it is the body.
 */
export function addressOf(
  endpoint: { readonly method: string; readonly path: string },
  input: unknown,
): { url: string; body: string | undefined } {
  const rest = new Map(Object.entries(typeof input === 'object' && input !== null ? input : {}))
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value: unknown = rest.get(name)
    rest.delete(name)
    return encodeURIComponent(String(value))
  })
  const url = `/api${path.startsWith('/') ? '' : '/'}${path}`
  if (endpoint.method !== 'GET') return { url, body: JSON.stringify(Object.fromEntries(rest)) }
  const query = new URLSearchParams()
  for (const [name, value] of rest) {
    if (value === undefined || value === null) continue
    query.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
  }
  return { url: query.size > 0 ? `${url}?${query}` : url, body: undefined }
}

type CallOptions = { readonly key?: string; readonly signal?: AbortSignal }

/**
 * Runs an action or asks a question. The same `key` gives the same answer and no second effect.
 * @throws ProblemError when the server refuses, cannot be reached or answers in another shape
 */
export async function call<I extends z.ZodType, O extends z.ZodType>(
  endpoint: Endpoint<I, O>,
  input: z.input<I>,
  options: CallOptions = {},
): Promise<z.output<O>> {
  const { url, body } = addressOf(endpoint, input)
  const headers = new Headers({ accept: 'application/json' })
  if (body !== undefined) headers.set('content-type', 'application/json')
  if (options.key) headers.set('idempotency-key', options.key)
  const answer = await fetchJson(url, { method: endpoint.method, headers, body: body ?? null, signal: options.signal ?? null })
  const read = endpoint.output.safeParse(answer)
  if (!read.success) {
    console.error(`${endpoint.name}: the answer has another shape`, read.error.issues)
    throw readProblem(200, null)
  }
  return read.data
}
