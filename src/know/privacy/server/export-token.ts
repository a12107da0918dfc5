import { timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../../../platform/actions/secrets.ts'

type Named = { readonly id: string; readonly until: Date }

const purpose = 'person-export'
const signed = (secrets: Secrets, body: Buffer) => secrets.sign(purpose, body.toString('hex'))

/** Opens one copy of one person's data until that moment, and is good for nothing else. */
export function exportToken(secrets: Secrets, id: string, until: Date): string {
  const body = Buffer.alloc(24)
  body.write(id.replaceAll('-', ''), 0, 'hex')
  body.writeBigUInt64BE(BigInt(until.getTime()), 16)
  return Buffer.concat([body, signed(secrets, body)]).toString('base64url')
}

/** @returns null for a token that this installation did not make, or whose time is over */
export function readExportToken(secrets: Secrets, token: string, now: Date): Named | null {
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== 56 || bytes.toString('base64url') !== token) return null
  const body = bytes.subarray(0, 24)
  if (!timingSafeEqual(signed(secrets, body), bytes.subarray(24))) return null
  const until = new Date(Number(body.readBigUInt64BE(16)))
  const id = body.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return until > now ? { id, until } : null
}
