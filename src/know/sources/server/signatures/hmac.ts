import { judgeBody, type SignatureScheme } from './scheme.ts'

/** HMAC-SHA256 over the body in a header of the sender's own, in hex or base64, with or without `sha256=`. */
export const hmac: SignatureScheme = {
  verify: (request, secrets) =>
    judgeBody(request.header ?? 'X-Signature', request, secrets, (text) => {
      const bare = text.replace(/^sha256=/i, '')
      return Buffer.from(bare, /^[0-9a-f]{64}$/i.test(bare) ? 'hex' : 'base64')
    }),
}
