import { createHash } from 'node:crypto'
import { isSame, type SignatureScheme } from './scheme.ts'

/**
 * Parameters sorted by name, empty ones and `sign` left out, joined as `a=1&b=2&key=secret`; the MD5 in hex stands in
 * `sign` (WeChat Pay v2 and many that follow it). For forms and flat JSON; not tried against a vendor.
 */
export const sortedMd5: SignatureScheme = {
  verify({ value }, secrets) {
    const given: Readonly<Record<string, unknown>> = { ...Object(value) }
    if (typeof given['sign'] !== 'string') return { ok: false, why: 'source.unsigned', header: 'sign' }
    const told = Buffer.from(given['sign'], 'hex')
    const joined = Object.entries(given)
      .filter(([name, one]) => name !== 'sign' && one !== '' && one !== null && typeof one !== 'object')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => `${name}=${String(one)}`)
      .join('&')
    const right = (secret: string) => createHash('md5').update(`${joined}&key=${secret}`).digest()
    return secrets.some((secret) => isSame(told, right(secret))) ? { ok: true } : { ok: false, why: 'source.wrong-signature' }
  },
}
