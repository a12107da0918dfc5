import { timingSafeEqual } from 'node:crypto'
import type { Secrets } from './secrets.ts'

/** What a token is good for, how many ids it names, and how many bytes of its seal stand in it. */
export type TokenKind = { readonly purpose: string; readonly ids: number; readonly seal: number }

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex')
const uuidOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
const sealOf = (secrets: Secrets, { purpose, seal }: TokenKind, body: Buffer) =>
  secrets.sign(purpose, body.toString('hex')).subarray(0, seal)

/** Names records by their ids in a text for links; only this installation can make it. */
export function signIds(secrets: Secrets, kind: TokenKind, ids: readonly string[]): string {
  const body = Buffer.concat(ids.map(bytesOf))
  return Buffer.concat([body, sealOf(secrets, kind, body)]).toString('base64url')
}

/** @returns null for a token that this installation did not make for this */
export function readSignedIds(secrets: Secrets, kind: TokenKind, token: string): string[] | null {
  const bytes = Buffer.from(token, 'base64url')
  const length = 16 * kind.ids
  if (bytes.length !== length + kind.seal || bytes.toString('base64url') !== token) return null
  const body = bytes.subarray(0, length)
  if (!timingSafeEqual(sealOf(secrets, kind, body), bytes.subarray(length))) return null
  return Array.from({ length: kind.ids }, (_, at) => uuidOf(body.subarray(16 * at, 16 * (at + 1))))
}
