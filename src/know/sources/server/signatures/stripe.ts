import { hmacSha256, isFresh, isSame, type SignatureScheme } from './scheme.ts'

/** Stripe: `Stripe-Signature: t=…,v1=…`, the hex of HMAC-SHA256 over `t.body`; one v1 for each secret in use. */
export const stripe: SignatureScheme = {
  verify({ headers, body, now }, secrets) {
    const header = headers['stripe-signature']
    if (!header) return { ok: false, why: 'source.unsigned', header: 'Stripe-Signature' }
    const parts = header.split(',').map((part) => part.trim().split('='))
    const at = parts.find(([name]) => name === 't')?.[1] ?? ''
    const told = parts.flatMap(([name, value]) => (name === 'v1' ? [Buffer.from(value ?? '', 'hex')] : []))
    const right = secrets.map((secret) => hmacSha256(secret, `${at}.`, body))
    if (!right.some((one) => told.some((other) => isSame(other, one)))) return { ok: false, why: 'source.wrong-signature' }
    return isFresh(at, now) ? { ok: true } : { ok: false, why: 'source.signed-long-ago' }
  },
}
