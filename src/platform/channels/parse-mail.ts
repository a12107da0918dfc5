import type { Address, Attachment } from 'postal-mime'

/** A part that is no text for people: the report of a mail server, or the mail that it is about. */
export type MailPart = { readonly type: string; readonly text: string }

/** A mail taken apart. Nothing in it is trusted: whatever is shown is `text`. */
export type ParsedMail = {
  readonly from: { readonly name: string; readonly address: string } | null
  /** Every address that it was sent to. */
  readonly to: readonly string[]
  readonly returnPath: string | null
  readonly subject: string
  readonly messageId: string | null
  /** Message-IDs that it answers, the one it answers first. */
  readonly answers: readonly string[]
  readonly date: Date | null
  readonly text: string
  readonly parts: readonly MailPart[]
  /** Headers by their name in small letters; of several the first. */
  readonly headers: ReadonlyMap<string, string>
}

const mostText = 100_000

/** Deeper than any honest mail; a mail of many nested mails is given up instead of taken apart. */
const limits = { forceRfc822Attachments: true, attachmentEncoding: 'arraybuffer', maxNestingDepth: 20, maxHeadersSize: 200_000 } as const

/** Takes a mail apart, whatever it is: of one that cannot be taken apart only what its head says is left. */
export async function parseMail(source: Buffer): Promise<ParsedMail> {
  try {
    return await parseWhole(source)
  } catch {
    const end = source.indexOf('\r\n\r\n')
    return parseWhole(Buffer.concat([source.subarray(0, Math.min(end < 0 ? source.length : end, 20_000)), Buffer.from('\r\n\r\n')])).catch(
      () => nothing,
    )
  }
}

const nothing: ParsedMail = {
  from: null,
  to: [],
  returnPath: null,
  subject: '',
  messageId: null,
  answers: [],
  date: null,
  text: '',
  parts: [],
  headers: new Map(),
}

async function parseWhole(source: Buffer): Promise<ParsedMail> {
  // Only shops whose inbox is read need it in memory.
  const { default: PostalMime } = await import('postal-mime')
  const mail = await PostalMime.parse(source, limits)
  const [from] = boxesOf(mail.from ? [mail.from] : [])
  const at = mail.date === undefined ? null : new Date(mail.date)
  return {
    from: from ?? null,
    to: [
      ...boxesOf([...(mail.to ?? []), ...(mail.cc ?? [])]).map(({ address }) => address),
      ...(mail.deliveredTo ? [mail.deliveredTo] : []),
      ...mail.headers.filter(({ key }) => key === 'x-original-to').map(({ value }) => value.trim()),
    ],
    returnPath: (mail.returnPath ?? mail.headers.find(({ key }) => key === 'return-path')?.value)?.trim().replace(/^<|>$/g, '') ?? null,
    subject: (mail.subject ?? '').slice(0, 1_000),
    messageId: mail.messageId ?? null,
    answers: [...idsIn(mail.inReplyTo), ...idsIn(mail.references).toReversed()],
    date: at && !Number.isNaN(at.getTime()) ? at : null,
    text: (mail.text?.trim() ? mail.text : plainTextOf(mail.html ?? '')).slice(0, mostText),
    parts: mail.attachments.slice(0, 20).map(partOf),
    headers: new Map(mail.headers.toReversed().map(({ key, value }) => [key, value])),
  }
}

const boxesOf = (addresses: readonly Address[]) =>
  addresses
    .flatMap((one) => (one.group ? one.group : [one]))
    .flatMap(({ name, address }) => (address ? [{ name: name.slice(0, 200), address: address.trim().toLowerCase().slice(0, 320) }] : []))

const idsIn = (text: string | undefined): string[] => (text ?? '').match(/<[^<>\s]{3,900}>/g) ?? []

/** Of reports and the mails in them; a picture's content is nothing that anybody here reads. */
function partOf({ mimeType, content }: Attachment): MailPart {
  const isRead = /^(message|text)\//.test(mimeType)
  const bytes = typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content))
  return { type: mimeType, text: isRead ? bytes.subarray(0, mostText).toString('utf8') : '' }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** The words of an HTML mail; its tags, styles and scripts are thrown away. */
export function plainTextOf(html: string): string {
  return html
    .slice(0, 5 * mostText)
    .replace(/<(script|style|head|title)\b[\s\S]*?(<\/\1\s*>|$)/gi, '')
    .replace(/<!--[\s\S]*?(-->|$)/g, '')
    .replace(/<blockquote\b/gi, '\n> <blockquote')
    .replace(/<(br|\/p|\/div|\/tr|\/h\d|\/li)\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>?/g, '')
    .replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,5});/gi, (whole, name: string) => entityOf(name.toLowerCase()) ?? whole)
    .replace(/[ \t]+/g, ' ')
    .replaceAll(' \n', '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function entityOf(name: string): string | undefined {
  if (!name.startsWith('#')) return entities[name]
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
}
