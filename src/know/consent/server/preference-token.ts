import { timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../../../platform/actions/secrets.ts'

const purpose = 'preferences'
const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex')
const uuidOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/**
 * Names a customer, and is good for their page of preferences alone. It does not run out: a link in an old mail must still
 * stop the next one.
 */
export function preferenceToken(secrets: Secrets, customerId: string): string {
  const body = bytesOf(customerId)
  return Buffer.concat([body, secrets.sign(purpose, body.toString('hex'))]).toString('base64url')
}

/** @returns null for a token that this installation did not make */
export function readPreferenceToken(secrets: Secrets, token: string): string | null {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 48 || bytes.toString('base64url') !== token) return null
  const body = bytes.subarray(0, 16)
  if (!timingSafeEqual(secrets.sign(purpose, body.toString('hex')), bytes.subarray(16))) return null
  return uuidOf(body)
}
