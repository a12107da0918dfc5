import { timingSafeEqual } from 'node:crypto'
import { decrypt, getSignature } from '@wecom/crypto'

/** What a signed call brings in its address. */
export type WechatQuery = Readonly<Partial<Record<'signature' | 'msg_signature' | 'timestamp' | 'nonce' | 'echostr', string>>>

export type WechatDoor = {
  readonly token: string
  readonly aesKey: string
  /** To whom the encrypted message says it goes: the corp id, the app id. */
  readonly receiver: string
}

/** A call that is further off than this, in seconds, is somebody’s who kept it. */
const tolerance = 600

/**
 * Opens a callback of WeCom or of a WeChat service account: “加解密方案说明”, “消息加解密说明”. The signature is made of the token,
 * the time, a nonce and the encrypted text, so nothing can be put in its place.
 * @returns null where the signature, the time or the receiver is wrong
 */
export function openWechatCall(door: WechatDoor, query: WechatQuery, encrypted: string, now: Date): string | null {
  const { timestamp = '', nonce = '', msg_signature = '' } = query
  if (!isTimely(timestamp, now) || !isSame(msg_signature, getSignature(door.token, timestamp, nonce, encrypted))) return null
  try {
    const { message, id } = decrypt(door.aesKey, encrypted)
    return id === door.receiver ? message : null
  } catch {
    return null
  }
}

/** The check of a WeChat service account’s address: it signs the token, the time and the nonce, and wants its text back. */
export function echoOf(token: string, { timestamp = '', nonce = '', signature = '', echostr = '' }: WechatQuery, now: Date): string | null {
  return isTimely(timestamp, now) && isSame(signature, getSignature(token, timestamp, nonce, '')) ? echostr : null
}

const isTimely = (timestamp: string, now: Date) =>
  /^\d{1,12}$/.test(timestamp) && Math.abs(Number(timestamp) - now.getTime() / 1_000) <= tolerance

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
