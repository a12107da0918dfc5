import { timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../../../platform/actions/secrets.ts'

type Named = { readonly customerId: string; readonly id: string }

const purpose = 'self-check'
const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex')
const uuidOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** Names one link of one customer; only this installation can make it. */
export function selfCheckToken(secrets: Secrets, { customerId, id }: Named): string {
  const body = Buffer.concat([bytesOf(customerId), bytesOf(id)])
  return Buffer.concat([body, secrets.sign(purpose, body.toString('hex'))]).toString('base64url')
}

/** @returns null for a token that this installation did not make */
export function readSelfCheckToken(secrets: Secrets, token: string): Named | null {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 64 || bytes.toString('base64url') !== token) return null
  const body = bytes.subarray(0, 32)
  if (!timingSafeEqual(secrets.sign(purpose, body.toString('hex')), bytes.subarray(32))) return null
  return { customerId: uuidOf(body.subarray(0, 16)), id: uuidOf(body.subarray(16)) }
}
