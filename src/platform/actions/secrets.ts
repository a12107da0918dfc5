import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'

/** Keeps passwords that must be used again (SMTP) unreadable in the database: AES-256-GCM under a key in the data folder. */
export type Secrets = {
  seal(text: string): string
  open(sealed: string): string
  /** HMAC-SHA-256 under a key of its own for each purpose (cookies, links …); the same in one data folder for ever. */
  sign(purpose: string, text: string): Buffer
}

/** @param key 32 bytes */
export function makeSecrets(key: Buffer): Secrets {
  return {
    seal(text) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `v1.${nonce.toString('base64url')}.${cipher.getAuthTag().toString('base64url')}.${body.toString('base64url')}`
    },
    open(sealed) {
      const [, nonce = '', tag = '', body = ''] = sealed.split('.')
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'))
      decipher.setAuthTag(Buffer.from(tag, 'base64url'))
      return Buffer.concat([decipher.update(Buffer.from(body, 'base64url')), decipher.final()]).toString('utf8')
    },
    sign: (purpose, text) => createHmac('sha256', createHmac('sha256', key).update(purpose).digest()).update(text).digest(),
  }
}

/** Null for what was sealed under another key, as in a database that was moved without its data folder. */
export function openOrNull(secrets: Pick<Secrets, 'open'>, sealed: string): string | null {
  try {
    return secrets.open(sealed)
  } catch {
    return null
  }
}

/** What is kept of a token of 256 random bits: enough to know it again, no use to a thief. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

export function newToken(prefix: string): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`
}
