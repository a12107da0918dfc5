import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Services } from '../actions/services.ts'

/** `session_token` for whoever is in; the others for a few minutes, while somebody is on the way in. */
export type DoorCookie = 'session_token' | 'code' | 'passkey' | 'provider'

export type DoorCookies = {
  /** The token in the cookie, or null when there is none or we did not sign it for this. */
  read(request: FastifyRequest, kind: DoorCookie): string | null
  /** The `Set-Cookie` line. */
  write(request: FastifyRequest, kind: DoorCookie, token: string, seconds: number): string
  clear(request: FastifyRequest, kind: DoorCookie): string
}

/**
 * Browsers share cookies between the ports of one host, so two installations on one machine keep theirs apart by the port.
 * Where people come by HTTPS, straight or through a proxy that we trust, the name begins with `__Host-`: such a cookie
 * travels by HTTPS alone, and no neighbouring host can put one in its place.
 */
export function makeDoorCookies({ secrets }: Pick<Services, 'secrets'>, url: string): DoorCookies {
  const prefix = `regulars-${new URL(url).port || '80'}`
  const isSecure = (request: FastifyRequest) => url.startsWith('https:') || request.protocol === 'https'
  const nameOf = (request: FastifyRequest, kind: DoorCookie) => `${isSecure(request) ? '__Host-' : ''}${prefix}.${kind}`
  const sign = (kind: DoorCookie, token: string) => secrets.sign(`cookie ${kind}`, token)
  const write: DoorCookies['write'] = (request, kind, value, seconds) =>
    `${nameOf(request, kind)}=${value}; Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Lax${isSecure(request) ? '; Secure' : ''}`
  return {
    read(request, kind) {
      const value = readCookie(request.headers.cookie, nameOf(request, kind)) ?? ''
      const dot = value.lastIndexOf('.')
      if (dot < 1 || value.length > 300) return null
      const token = value.slice(0, dot)
      const given = Buffer.from(value.slice(dot + 1), 'base64url')
      const expected = sign(kind, token)
      // The text itself is compared too, for base64 has more than one spelling.
      const isOurs = given.length === expected.length && timingSafeEqual(given, expected)
      return isOurs && value === `${token}.${expected.toString('base64url')}` ? token : null
    },
    write: (request, kind, token, seconds) => write(request, kind, `${token}.${sign(kind, token).toString('base64url')}`, seconds),
    clear: (request, kind) => write(request, kind, '', 0),
  }
}

/** The value of one cookie of the header, or null. */
export function readCookie(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const equals = part.indexOf('=')
    if (equals > 0 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim()
  }
  return null
}
