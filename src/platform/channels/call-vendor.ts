import { z } from 'zod'
import { FetchFailure } from '../http/guarded-fetch.ts'
import type { ChannelOutcome, ChannelTools, ChannelTrouble } from './channel.ts'

export type VendorCall = { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string }
/** What became of a message that was not taken. */
export type NotSent = Extract<ChannelOutcome, { state: 'refused' | 'later' | 'unknown' }>

/** An answer in JSON, whatever its status; or what is to be thought where there is none. */
export type VendorAnswer =
  | { readonly ok: true; readonly status: number; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly outcome: NotSent }

const object = z.record(z.string(), z.unknown())
const longest = 500

/**
 * Asks a vendor who answers in JSON. Where no such answer comes, it says what that means for a message that was being sent:
 * `later` where the request cannot have been carried out, `unknown` where it may have been.
 */
export async function callVendor({ fetch, clock }: ChannelTools, address: string, call: VendorCall): Promise<VendorAnswer> {
  try {
    const response = await fetch(address, call)
    const text = await response.text()
    const value = readObject(text)
    if (response.status === 429 || response.status === 503) return { ok: false, outcome: busy(response, text, clock()) }
    if (value) return { ok: true, status: response.status, value }
    return { ok: false, outcome: unreadable(response.status, text) }
  } catch (error) {
    if (!(error instanceof FetchFailure) && !(error instanceof TypeError)) throw error
    return { ok: false, outcome: notReached(error) }
  }
}

function readObject(text: string): Record<string, unknown> | null {
  try {
    return object.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** What it means for a message that nothing came back: nothing was said as long as no connection stood. */
export function notReached(error: FetchFailure | TypeError): NotSent {
  // An address that cannot be read.
  if (!(error instanceof FetchFailure)) return { state: 'later', reason: error.message.slice(0, longest), cause: 'connection' }
  const { reason, began, message, detail } = error
  if (reason === 'unlisted') return { state: 'later', reason: detail, cause: 'unlisted' }
  if (reason === 'private' || reason === 'insecure') return { state: 'later', reason: message, cause: 'closed-address' }
  const cause: ChannelTrouble = reason === 'too-slow' ? 'timeout' : 'connection'
  return { state: began ? 'unknown' : 'later', reason: message, cause }
}

/** Waits of more than a day are nobody's wish. */
const longestWait = 86_400

function busy(response: Response, text: string, now: Date): NotSent {
  const said = response.headers.get('retry-after')
  const seconds = said === null ? Number.NaN : /^\d+$/.test(said) ? Number(said) : (Date.parse(said) - now.getTime()) / 1_000
  const wait = Number.isFinite(seconds) && seconds >= 0 ? { retryAfterSeconds: Math.min(Math.ceil(seconds), longestWait) } : {}
  return { state: 'later', reason: `HTTP ${response.status} ${text}`.trim().slice(0, longest), cause: 'busy', ...wait }
}

/** An empty answer, a page in HTML: from the vendor, from something in between, nobody knows. A plain refusal is known by its status. */
function unreadable(status: number, text: string): NotSent {
  const reason = `HTTP ${status} ${text.replace(/\s+/g, ' ')}`.trim().slice(0, longest)
  if (status === 401 || status === 403) return { state: 'later', reason, cause: 'sign-in' }
  if (status >= 300 && status < 400) return { state: 'later', reason, cause: 'connection' }
  if (status === 404 || status === 405) return { state: 'later', reason, cause: 'connection' }
  if (status >= 400 && status < 500) return { state: 'refused', reason, cause: 'other' }
  return { state: 'unknown', reason, cause: 'other' }
}

/** Where asking has no effect, as when a token is fetched, doubt is no doubt: it is asked again. */
export const withoutDoubt = (outcome: NotSent): NotSent => (outcome.state === 'unknown' ? { ...outcome, state: 'later' } : outcome)

/** The account's own address of the vendor, where it names one, else the usual one; without a slash at its end. */
export function endpointOf(settings: Readonly<Record<string, unknown>>, usual: string): string {
  const { endpoint } = settings
  return (typeof endpoint === 'string' && endpoint !== '' ? endpoint : usual).replace(/\/+$/, '')
}

/**
 * The host that a signature names: the vendor's own. A proxy of the firm's that stands before it asks the vendor under that
 * name, as reverse proxies do by themselves.
 */
export function signedHost(endpoint: URL, usual: string): string {
  const own = new URL(usual).host
  const domain = own.split('.').slice(-2).join('.')
  return endpoint.host.endsWith(`.${domain}`) ? endpoint.host : own
}

export const settingOf = (settings: Readonly<Record<string, unknown>>, name: string): string => {
  const value = settings[name]
  return typeof value === 'string' ? value : ''
}

/** A verdict by what the vendor's code begins with, the first that fits. */
export type CodeVerdicts = readonly (readonly [RegExp, NotSent['state'], ChannelTrouble, number?])[]

/** What a vendor's code means; an unknown one is a no for good, for a vendor that says no has not sent. */
export function verdictOf(verdicts: CodeVerdicts, code: string, words: string): NotSent {
  const reason = `${code} ${words}`.trim().slice(0, longest)
  const found = verdicts.find(([pattern]) => pattern.test(code))
  if (!found) return { state: 'refused', reason, cause: 'other' }
  const [, state, cause, retryAfterSeconds] = found
  return { state, reason, cause, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) }
}
