import { createHmac, timingSafeEqual } from 'node:crypto'

/** A delivery as it came, byte for byte. */
export type SignedRequest = {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** The body as it was read; undefined where it could not be. */
  readonly value: unknown
  readonly now: Date
  /** The header that was chosen, where one is. */
  readonly header: string | undefined
}

export type Verdict =
  /** `delivery` is the id that the signature covers; left out where it covers the body alone. */
  | { readonly ok: true; readonly delivery?: string }
  | { readonly ok: false; readonly why: 'source.unsigned' | 'source.wrong-signature' | 'source.signed-long-ago'; readonly header?: string }

/** One way of signing. Any of the secrets may have been used: during a change of secret there are two. */
export type SignatureScheme = {
  readonly verify: (request: SignedRequest, secrets: readonly string[]) => Verdict
  /** What the sender wants to hear, where that is not ours to choose. */
  readonly answer?: Readonly<Record<string, unknown>>
}

/** A delivery that was signed longer ago could have been listened to and sent again. */
export const tolerance = { minutes: 5, ms: 300_000 }

export const hmacSha256 = (secret: string | Buffer, ...parts: readonly (string | Buffer)[]): Buffer =>
  parts.reduce<ReturnType<typeof createHmac>>((hmac, part) => hmac.update(part), createHmac('sha256', secret)).digest()

/** Takes as long for a near miss as for a far one. */
export function isSame(told: Buffer, right: Buffer): boolean {
  return told.length === right.length && timingSafeEqual(told, right)
}

/** Whether the instant, in seconds since 1970, lies within the tolerance. */
export function isFresh(seconds: string, now: Date): boolean {
  return /^\d{1,12}$/.test(seconds) && Math.abs(now.getTime() - Number(seconds) * 1_000) <= tolerance.ms
}

/** Whether one of the secrets made this signature of the body alone. */
export function judgeBody(
  header: string,
  { headers, body }: SignedRequest,
  secrets: readonly string[],
  decode: (text: string) => Buffer,
): Verdict {
  const told = headers[header.toLowerCase()]
  if (told === undefined) return { ok: false, why: 'source.unsigned', header }
  const signature = decode(told.trim())
  return secrets.some((secret) => isSame(signature, hmacSha256(secret, body))) ? { ok: true } : { ok: false, why: 'source.wrong-signature' }
}
