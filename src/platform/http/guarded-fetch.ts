import { request as plainRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isIP } from 'node:net'
import { codeOf } from '../../core/kit/error-code.ts'
import { lookUpPublic } from './look-up-public.ts'
import type { MayReach } from './outgoing-list.ts'
import { isPrivateAddress } from './private-address.ts'

export type FetchReason = 'private' | 'insecure' | 'unlisted' | 'too-large' | 'too-slow' | 'unreachable'

/** Why nothing came back. */
export class FetchFailure extends Error {
  readonly reason: FetchReason
  /** The host, where the guard did not let through to it. */
  readonly detail: string
  /** The connection stood, so that what was asked may have gone out. */
  readonly began: boolean
  constructor(reason: FetchReason, detail = '', began = false) {
    super(`${reason} ${detail}`.trim())
    this.name = 'FetchFailure'
    this.reason = reason
    this.detail = detail
    this.began = began
  }
}

export type Guard = {
  /** Lets addresses of the own network and plain http through, where whoever runs the program allows them. */
  readonly allowPrivate: boolean
  readonly mayReach: MayReach
  readonly bytes: number
  readonly wholeMs: number
}

type Asked = {
  readonly method?: string | undefined
  readonly headers?: Record<string, string> | undefined
  readonly body?: string | URLSearchParams | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * `fetch` for addresses that somebody typed in or another server named: over https, judged when it is connected to, with no
 * more than so many bytes, and without following redirects, which come back as they are.
 * @throws FetchFailure
 */
export function makeGuardedFetch(guard: Guard): (address: string, asked: Asked) => Promise<Response> {
  return async (address, asked) => {
    const url = new URL(address)
    checkAddress(url, guard)
    const signal = AbortSignal.any([AbortSignal.timeout(guard.wholeMs), ...(asked.signal ? [asked.signal] : [])])
    let began = false
    try {
      if (!(await guard.mayReach(url.hostname))) throw new FetchFailure('unlisted', url.hostname)
      const answer = await ask(url, asked, guard, signal, () => void (began = true))
      const body = await readWhole(answer, guard.bytes)
      const headers = new Headers()
      for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) headers.set(name, String(value))
      const status = answer.statusCode ?? 500
      return new Response(status === 204 || status === 304 ? null : new Uint8Array(body), { status, headers })
    } catch (error) {
      if (error instanceof FetchFailure) throw began ? new FetchFailure(error.reason, '', began) : error
      const code = codeOf(error)
      throw new FetchFailure(signal.aborted ? 'too-slow' : 'unreachable', code, began)
    }
  }
}

/** @throws FetchFailure */
export function checkAddress(url: URL, { allowPrivate }: Pick<Guard, 'allowPrivate'>): void {
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) throw new FetchFailure('insecure', url.protocol)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) throw new FetchFailure('private', host)
}

function ask(
  url: URL,
  { method = 'GET', headers = {}, body }: Asked,
  { allowPrivate }: Guard,
  signal: AbortSignal,
  connected: () => void,
): Promise<IncomingMessage> {
  const options: RequestOptions = {
    method,
    headers: { ...headers, 'accept-encoding': 'identity', 'user-agent': 'Regulars' },
    signal,
    // A connection of its own each time: one that was opened without the check must not be used again.
    agent: false,
    ...(allowPrivate ? {} : { lookup: lookUpPublic((host) => new FetchFailure('private', host)) }),
  }
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? secureRequest : plainRequest)(url, options, resolve)
    request.on('socket', (socket) => socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', connected))
    request.on('error', reject)
    request.end(body instanceof URLSearchParams ? body.toString() : body)
  })
}

async function readWhole(answer: IncomingMessage, most: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of answer) {
    bytes += piece.length
    if (bytes > most) {
      answer.destroy()
      throw new FetchFailure('too-large')
    }
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}
