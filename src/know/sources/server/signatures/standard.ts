import { hmacSha256, isFresh, isSame, type SignatureScheme } from './scheme.ts'

/** Standard Webhooks (standardwebhooks.com): `v1,` base64 of HMAC-SHA256 over `id.timestamp.body`, several with spaces between. */
export const standard: SignatureScheme = {
  verify({ headers, body, now }, secrets) {
    const [id, at, signatures] = [headers['webhook-id'], headers['webhook-timestamp'], headers['webhook-signature']]
    if (!id || !at || !signatures) return { ok: false, why: 'source.unsigned', header: 'webhook-id, webhook-timestamp, webhook-signature' }
    const told = signatures.split(' ').flatMap((one) => (one.startsWith('v1,') ? [Buffer.from(one.slice(3), 'base64')] : []))
    const right = secrets.map((secret) => hmacSha256(keyOf(secret), `${id}.${at}.`, body))
    if (!right.some((one) => told.some((other) => isSame(other, one)))) return { ok: false, why: 'source.wrong-signature' }
    return isFresh(at, now) ? { ok: true, delivery: id } : { ok: false, why: 'source.signed-long-ago' }
  },
}

/** The key is the base64 behind `whsec_`; a secret in another form is its own key. */
const keyOf = (secret: string) => (secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret))
