import { createWriteStream } from 'node:fs'
import { request as plainRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isIP } from 'node:net'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { codeOf } from '../../core/kit/error-code.ts'
import { lookUpPublic } from './look-up-public.ts'
import type { MayReach } from './outgoing-list.ts'
import { isPrivateAddress } from './private-address.ts'

export type DownloadReason =
  | 'private'
  | 'insecure'
  | 'unlisted'
  | 'redirects'
  | 'too-large'
  | 'too-slow'
  | 'status'
  | 'certificate'
  | 'unreachable'

/** Why nothing was fetched; `detail` says it further, never with a password in it. */
export class DownloadFailure extends Error {
  readonly reason: DownloadReason
  readonly detail: string
  constructor(reason: DownloadReason, detail = '') {
    super(`${reason} ${detail}`.trim())
    this.name = 'DownloadFailure'
    this.reason = reason
    this.detail = detail
  }
}

export type Download = {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Where what comes is written to. */
  readonly path: string
  readonly limits: { readonly bytes: number; readonly quietMs: number; readonly wholeMs: number }
  /** Lets addresses of the own network and plain http through, where whoever runs the program allows them. */
  readonly allowPrivate: boolean
  readonly mayReach: MayReach
  readonly stopping?: AbortSignal | undefined
}

export type Downloaded =
  | { readonly unchanged: true }
  | { readonly unchanged: false; readonly etag: string | null; readonly lastModified: string | null; readonly name: string | null }

const mostRedirects = 5

/** What Node says where a machine cannot show that it is who it claims to be. */
const ofCertificates = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET_ISSUER|VERIFY)/

/**
 * Fetches a file over https. Every address on the way, also of a redirect, must be one that may be reached, and is judged when it is connected to, so that no
 * name that changes its address leads into the own network. Passwords go to the first host only.
 * @throws DownloadFailure
 */
export async function download(wanted: Download): Promise<Downloaded> {
  const whole = AbortSignal.timeout(wanted.limits.wholeMs)
  const signal = wanted.stopping ? AbortSignal.any([whole, wanted.stopping]) : whole
  try {
    return await follow(wanted, signal)
  } catch (error) {
    if (error instanceof DownloadFailure) throw error
    if (signal.aborted) throw new DownloadFailure('too-slow')
    const code = codeOf(error)
    throw new DownloadFailure(ofCertificates.test(code) ? 'certificate' : 'unreachable', code)
  }
}

async function follow(wanted: Download, signal: AbortSignal): Promise<Downloaded> {
  const first = new URL(wanted.url)
  let url = first
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    if (!(await wanted.mayReach(url.hostname))) throw new DownloadFailure('unlisted', url.hostname)
    const answer = await ask(wanted, url, url.origin === first.origin ? wanted.headers : withoutSecrets(wanted.headers), signal)
    const { statusCode: status = 0, headers } = answer
    if (status === 304) {
      answer.resume()
      return { unchanged: true }
    }
    if (status >= 300 && status < 400 && headers.location) {
      answer.resume()
      url = new URL(headers.location, url)
      continue
    }
    if (status !== 200) {
      answer.resume()
      throw new DownloadFailure('status', String(status))
    }
    await keep(wanted, answer, signal)
    return { unchanged: false, etag: headers.etag ?? null, lastModified: headers['last-modified'] ?? null, name: nameOf(answer, url) }
  }
  throw new DownloadFailure('redirects')
}

const withoutSecrets = (headers: Download['headers']) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'))

function ask({ allowPrivate, limits }: Download, url: URL, headers: Download['headers'], signal: AbortSignal): Promise<IncomingMessage> {
  const isSecure = url.protocol === 'https:'
  if (!isSecure && !(allowPrivate && url.protocol === 'http:')) throw new DownloadFailure('insecure')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!allowPrivate && isIP(host) !== 0 && isPrivateAddress(host)) throw new DownloadFailure('private', host)
  const options: RequestOptions = {
    headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'Regulars', ...headers },
    signal,
    timeout: limits.quietMs,
    ...(allowPrivate ? {} : { lookup: lookUpPublic((name) => new DownloadFailure('private', name)) }),
  }
  return new Promise((resolve, reject) => {
    const request = (isSecure ? secureRequest : plainRequest)(url, options, resolve)
    request.on('timeout', () => request.destroy(new DownloadFailure('too-slow')))
    request.on('error', reject)
    request.end()
  })
}

async function keep({ path, limits }: Download, answer: IncomingMessage, signal: AbortSignal): Promise<void> {
  const said = Number(answer.headers['content-length'] ?? 0)
  if (said > limits.bytes) {
    answer.destroy()
    throw new DownloadFailure('too-large')
  }
  let bytes = 0
  const counted = new Transform({
    transform(piece: Buffer, _, done) {
      bytes += piece.length
      done(bytes > limits.bytes ? new DownloadFailure('too-large') : null, piece)
    },
  })
  await pipeline(answer, counted, createWriteStream(path), { signal })
}

/** The file's name, by the answer's header or the address. */
function nameOf({ headers }: IncomingMessage, url: URL): string | null {
  const given = headers['content-disposition'] ?? ''
  const encoded = /filename\*=utf-8''(?<name>[^;]+)/i.exec(given)?.groups?.['name']
  const plain = /filename="?(?<name>[^";]+)"?/i.exec(given)?.groups?.['name']
  const last = url.pathname.split('/').at(-1) ?? ''
  try {
    return decodeURIComponent(encoded ?? plain ?? last) || null
  } catch {
    return null
  }
}
