import { createHash } from 'node:crypto'
import { isSame, type SignatureScheme } from './scheme.ts'

const hash = (text: string) => createHash('sha256').update(text).digest()

/** No signature at all: whoever knows the token may send. */
export const bearer: SignatureScheme = {
  verify({ headers }, secrets) {
    const [, token] = /^Bearer +(\S+)$/i.exec(headers['authorization'] ?? '') ?? []
    if (token === undefined) return { ok: false, why: 'source.unsigned', header: 'Authorization: Bearer' }
    return secrets.some((secret) => isSame(hash(token), hash(secret))) ? { ok: true } : { ok: false, why: 'source.wrong-signature' }
  },
}
