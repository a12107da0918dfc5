import { FetchFailure } from '../http/guarded-fetch.ts'
import { type NotSent, notReached } from './call-vendor.ts'
import type { ChannelTools } from './channel.ts'

/** What a server answered, its text read as JSON where it is some; `json` is empty where it is not. */
export type Answered = {
  readonly status: number
  readonly text: string
  readonly json: Readonly<Record<string, unknown>>
  readonly retryAfterSeconds?: number
}

/** Posts a body of JSON. What the network brings about comes back as an outcome and is never thrown. */
export async function postJson(
  tools: Pick<ChannelTools, 'fetch' | 'clock'>,
  address: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered | NotSent> {
  try {
    const answer = await tools.fetch(address, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
    const text = await answer.text()
    const retryAfterSeconds = readRetryAfter(answer.headers.get('retry-after'), tools.clock())
    return { status: answer.status, text, json: readObject(text), ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }) }
  } catch (error) {
    return failureOf(error)
  }
}

export const isAnswered = (answer: Answered | NotSent): answer is Answered => 'status' in answer

/** An address that is none is refused; the rest depends on whether the request went out. */
function failureOf(error: unknown): NotSent {
  if (error instanceof FetchFailure) return notReached(error)
  return { state: 'refused', reason: error instanceof Error ? error.message : String(error), cause: 'address' }
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? { ...read } : {}
  } catch {
    return {}
  }
}

/** Seconds or a date (RFC 9110 10.2.3); null where it says neither. A day at most. */
export function readRetryAfter(header: string | null, now: Date): number | null {
  if (header === null) return null
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now.getTime()) / 1_000
  return Number.isFinite(seconds) ? Math.min(86_400, Math.max(0, Math.ceil(seconds))) : null
}

/** A setting as a text; empty where there is none. */
export function textSetting(settings: Readonly<Record<string, unknown>>, name: string): string {
  const value = settings[name]
  return typeof value === 'string' ? value.trim() : ''
}
