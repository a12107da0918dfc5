import { timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../../../platform/actions/secrets.ts'

export type Named = { readonly customerId: string; readonly id: string }

const purpose = 'unsubscribe'
const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex')
const uuidOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** Names a customer and a message, and is good for one thing only: to unsubscribe that customer. */
export function unsubscribeToken(secrets: Secrets, { customerId, id }: Named): string {
  const body = Buffer.concat([bytesOf(customerId), bytesOf(id)])
  return Buffer.concat([body, secrets.sign(purpose, body.toString('hex')).subarray(0, 16)]).toString('base64url')
}

/** @returns null for a token that this installation did not make */
export function readUnsubscribeToken(secrets: Secrets, token: string): Named | null {
  if (!/^[\w-]{64}$/.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  const body = bytes.subarray(0, 32)
  if (!timingSafeEqual(secrets.sign(purpose, body.toString('hex')).subarray(0, 16), bytes.subarray(32))) return null
  return { customerId: uuidOf(body.subarray(0, 16)), id: uuidOf(body.subarray(16)) }
}
