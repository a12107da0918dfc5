import { judgeBody, type SignatureScheme } from './scheme.ts'

/** GitHub: `X-Hub-Signature-256: sha256=` and the hex of HMAC-SHA256 over the body. */
export const github: SignatureScheme = {
  verify: (request, secrets) =>
    judgeBody('X-Hub-Signature-256', request, secrets, (text) => Buffer.from(text.replace(/^sha256=/, ''), 'hex')),
}
