import { createHash } from 'node:crypto'
import { isSame, type SignatureScheme } from './scheme.ts'

/**
 * 有赞消息推送: the body is JSON; `sign` is the MD5 in hex of client_id, msg (as it came, encoded) and client_secret put
 * together. Written by what is publicly said of it; not tried against the vendor.
 */
export const youzan: SignatureScheme = {
  verify({ value }, secrets) {
    const { client_id, msg, sign } = Object(value)
    if (typeof sign !== 'string' || typeof msg !== 'string') return { ok: false, why: 'source.unsigned', header: 'sign' }
    const right = (secret: string) =>
      createHash('md5')
        .update(`${String(client_id)}${msg}${secret}`)
        .digest()
    return secrets.some((secret) => isSame(Buffer.from(sign, 'hex'), right(secret)))
      ? { ok: true }
      : { ok: false, why: 'source.wrong-signature' }
  },
  answer: { code: 0, msg: 'success' },
}
