import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'

/** A new key of 2048 bits: what nearly every receiver reads, and short enough for one DNS record (RFC 8301). */
export function makeDkimKey(): string {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** The key as it is kept, of one that somebody pasted; null where it is none that can sign mails (RSA from 1024 to 4096 bits). */
export function readDkimKey(pasted: string): string | null {
  try {
    const key = createPrivateKey(pasted.trim())
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
    if (key.asymmetricKeyType !== 'rsa' || bits < 1024 || bits > 4096) return null
    return key.export({ type: 'pkcs8', format: 'pem' }).toString()
  } catch {
    return null
  }
}

/** What the DNS record says, by which receivers check signatures (RFC 6376 3.6.1). */
export function dkimRecord(privateKey: string): string {
  const key = createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
  return `v=DKIM1; k=rsa; p=${key}`
}
