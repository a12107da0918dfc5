import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** Codes of an authenticator app by RFC 6238: SHA-1, six digits, a new one every 30 seconds, as all apps know them. */
const periodMs = 30_000
const digits = 6

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Base32 (RFC 4648) without padding, as authenticator apps read a secret. */
export function toBase32(bytes: Uint8Array): string {
  let text = ''
  let [held, bits] = [0, 0]
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet[(held >>> bits) & 31]
      held &= (1 << bits) - 1
    }
  }
  return bits > 0 ? text + alphabet[(held << (5 - bits)) & 31] : text
}

export function fromBase32(text: string): Buffer {
  const bytes: number[] = []
  let [held, bits] = [0, 0]
  for (const letter of text) {
    held = (held << 5) | alphabet.indexOf(letter)
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((held >>> bits) & 255)
    held &= (1 << bits) - 1
  }
  return Buffer.from(bytes)
}

/** 160 random bits, in base32. */
export const newTotpSecret = () => toBase32(randomBytes(20))

/** The code of one counter (RFC 4226). */
export function codeAt(secret: Uint8Array, counter: number): string {
  const moment = Buffer.alloc(8)
  moment.writeBigUInt64BE(BigInt(counter))
  const mac = createHmac('sha1', secret).update(moment).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

export const counterAt = (at: Date) => Math.floor(at.getTime() / periodMs)

/**
 * Which counter's code this is, of now and one step to either side, for phones whose clock is a little off.
 * @param secret in base32 @returns null when it is none of them
 */
export function matchCode(secret: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null
  const key = fromBase32(secret)
  const given = Buffer.from(code)
  const middle = counterAt(now)
  let found: number | null = null
  // All three are looked at, whichever fits, so that the time taken tells nothing.
  for (const counter of [middle - 1, middle, middle + 1]) if (timingSafeEqual(Buffer.from(codeAt(key, counter)), given)) found = counter
  return found
}

/** What the QR picture says: a secret with its names, as authenticator apps read it. */
export function totpAddress(secret: string, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  return `otpauth://totp/${label}?${new URLSearchParams({ secret, issuer, algorithm: 'SHA1', digits: String(digits), period: '30' }).toString().replaceAll('+', '%20')}`
}
