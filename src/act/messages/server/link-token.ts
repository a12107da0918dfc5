import { timingSafeEqual } from 'node:crypto'
import { isUuid } from '../../../core/kit/id.ts'
import type { Secrets } from '../../../platform/actions/secrets.ts'

export type NamedLink = { readonly messageId: string; readonly n: number }

const purpose = 'link'
const signatureBytes = 9
const bodyBytes = 17

/** Names a message and the number of one of its links, in 35 signs that nobody can guess. Where it leads is not in it. */
export function linkToken(secrets: Secrets, { messageId, n }: NamedLink): string {
  const body = Buffer.concat([Buffer.from(messageId.replaceAll('-', ''), 'hex'), Buffer.from([n])])
  return Buffer.concat([body, signatureOf(secrets, body)]).toString('base64url')
}

/** @returns null for a token that this installation did not make */
export function readLinkToken(secrets: Secrets, token: string): NamedLink | null {
  if (!/^[\w-]{35}$/.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  // The last sign has bits to spare: one token is written in one way.
  if (bytes.toString('base64url') !== token) return null
  const body = bytes.subarray(0, bodyBytes)
  if (bytes.length !== bodyBytes + signatureBytes || !timingSafeEqual(signatureOf(secrets, body), bytes.subarray(bodyBytes))) return null
  const messageId = body
    .subarray(0, 16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return isUuid(messageId) ? { messageId, n: body[16] ?? 0 } : null
}

const signatureOf = (secrets: Secrets, body: Buffer) => secrets.sign(purpose, body.toString('hex')).subarray(0, signatureBytes)
