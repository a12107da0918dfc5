/** Our messages' ids stand in their Message-ID; nobody but their receivers knows them, so that nobody else can feign a bounce. */
const idInMail = /^<?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})@/i

/** The id of one of our messages in a Message-ID (`<0190a6e2-…@shop.example>`), or null where it is none. */
export function messageOfMailId(mailId: string): string | null {
  const parts = idInMail.exec(mailId.trim())
  return parts ? parts.slice(1).join('-').toLowerCase() : null
}

/**
 * Where bounces of one message go: `bounces@shop.example` becomes `bounces+0190a6e2…@shop.example` (VERP with a plus address).
 * The address as it is where the Message-ID names no message of ours.
 */
export function bounceAddress(address: string, mailId: string): string {
  const at = address.lastIndexOf('@')
  const id = messageOfMailId(mailId)
  if (id === null || at < 1) return address
  return `${address.slice(0, at)}+${id.replaceAll('-', '')}${address.slice(at)}`
}

/** The message that an address made by `bounceAddress` names, or null. */
export function messageOfAddress(address: string): string | null {
  const id = /\+([0-9a-f]{32})@/i.exec(address)?.[1]
  return id === undefined ? null : messageOfMailId(`${id}@`)
}
