import type { FetchMessageObject, ImapFlow } from 'imapflow'
import { isLoopback } from '../../core/kit/loopback.ts'
import type { MayReach } from '../http/outgoing-list.ts'

export type InboxSettings = {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly user: string
  readonly password: string
  readonly folder: string
  readonly mayReach: MayReach
}

/** How far a folder was read. Its uids mean something only as long as its uidvalidity stays. */
export type InboxPlace = { readonly uidValidity: string; readonly lastUid: number }

/** One mail as it lies there; of a giant one only the beginning, up to the limit. */
export type InboxMail = { readonly uid: number; readonly source: Buffer; readonly whole: boolean; readonly receivedAt: Date | null }

export const inboxTroubles = ['host', 'connection', 'timeout', 'tls', 'sign-in', 'folder', 'unlisted', 'other'] as const
export type InboxTrouble = (typeof inboxTroubles)[number]
export type InboxFailure = { readonly cause: InboxTrouble; readonly reason: string }

/**
 * What was read: the oldest mails that lie behind the place. `failure` tells that the connection broke; what came before is
 * whole all the same. `readTo`: nothing is left up to this uid; null where nothing was read.
 */
export type InboxPortion = {
  readonly uidValidity: string | null
  readonly mails: readonly InboxMail[]
  readonly readTo: number | null
  readonly more: boolean
  readonly failure?: InboxFailure
}

export type InboxLimits = {
  /** Mails a portion. */
  readonly mails: number
  /** Of one mail. */
  readonly bytes: number
  /** Milliseconds for the connection, and for each answer. */
  readonly connectMs: number
  readonly answerMs: number
}

export const usualInboxLimits: InboxLimits = { mails: 25, bytes: 524_288, connectMs: 15_000, answerMs: 60_000 }

/**
 * Reads mails that are not known yet, without marking them read: the folder is opened for looking only.
 * @param since where there is no place, or where the server has numbered the folder anew: mails from this day on
 */
export async function readInbox(
  settings: InboxSettings,
  place: InboxPlace | null,
  since: Date,
  limits: InboxLimits = usualInboxLimits,
): Promise<InboxPortion> {
  const client = await openClient(settings, limits)
  const mails: InboxMail[] = []
  let uidValidity: string | null = null
  let readTo: number | null = null
  try {
    await connect(client, settings)
    const box = await client.mailboxOpen(settings.folder, { readOnly: true })
    uidValidity = String(box.uidValidity)
    const from = place?.uidValidity === uidValidity ? place.lastUid : null
    const uids = await listUids(client, from, since)
    const wanted = uids.slice(0, limits.mails)
    for (const part of slices(wanted, 5)) {
      mails.push(...(await fetchMails(client, part, limits.bytes)))
      readTo = part.at(-1) ?? readTo
    }
    return { uidValidity, mails, readTo, more: uids.length > wanted.length }
  } catch (error) {
    return { uidValidity, mails, readTo, more: false, failure: inboxFailure(error) }
  } finally {
    await leave(client)
  }
}

/**
 * Keeps a connection open on which the server says at once that something came (IDLE, RFC 2177), and tells of it.
 * @param onNews is called once the server listens, for what came before, and whenever more lies there
 * @returns over: the time is up, or it was stopped - cannot: this server has no such thing - or why it ended
 */
export async function watchInbox(
  settings: InboxSettings,
  onNews: () => void,
  {
    forMs,
    stopping,
    limits = usualInboxLimits,
  }: { readonly forMs: number; readonly stopping?: AbortSignal; readonly limits?: InboxLimits },
): Promise<'over' | 'cannot' | InboxFailure> {
  const client = await openClient(settings, limits)
  const end = () => client.close()
  const isOver = AbortSignal.any([AbortSignal.timeout(forMs), ...(stopping ? [stopping] : [])])
  isOver.addEventListener('abort', end, { once: true })
  try {
    await connect(client, settings)
    if (!client.capabilities.has('IDLE')) return 'cannot'
    await client.mailboxOpen(settings.folder, { readOnly: true })
    client.on('exists', onNews)
    onNews()
    // One that promises IDLE and refuses it would be asked without end.
    let isListening = true
    while (isListening && !isOver.aborted && client.usable) isListening = (await client.idle()) !== false
    if (isOver.aborted) return 'over'
    return { cause: 'connection', reason: 'the server ended the connection, or the waiting on it' }
  } catch (error) {
    return isOver.aborted ? 'over' : inboxFailure(error)
  } finally {
    end()
  }
}

/** Whether the folder can be opened. */
export async function checkInbox(settings: InboxSettings, limits: InboxLimits = usualInboxLimits): Promise<InboxFailure | null> {
  const client = await openClient(settings, limits)
  try {
    await connect(client, settings)
    await client.mailboxOpen(settings.folder, { readOnly: true })
    return null
  } catch (error) {
    return inboxFailure(error)
  } finally {
    await leave(client)
  }
}

/** A password goes over the wire only under TLS, or to this very machine. The library is only in memory where an inbox is read. */
async function openClient({ host, port, secure, user, password }: InboxSettings, limits: InboxLimits): Promise<ImapFlow> {
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({
    host,
    port,
    secure,
    auth: { user, pass: password },
    logger: false,
    ...(secure || isLoopback(host) ? {} : { doSTARTTLS: true }),
    ...(isLoopback(host) ? { tls: { rejectUnauthorized: false } } : {}),
    connectionTimeout: limits.connectMs,
    greetingTimeout: limits.connectMs,
    socketTimeout: limits.answerMs,
    disableAutoIdle: true,
    // Some Chinese providers refuse whoever does not say what they are.
    clientInfo: { name: 'Regulars', vendor: 'Regulars' },
  })
  // A connection that breaks is told by the command under way; without a listener it would end the program.
  client.on('error', () => {})
  return client
}

async function connect(client: ImapFlow, { host, mayReach }: InboxSettings): Promise<void> {
  if (!(await mayReach(host))) throw Object.assign(new Error(host), { code: 'EUNLISTED' })
  await client.connect()
}

async function listUids(client: ImapFlow, from: number | null, since: Date): Promise<number[]> {
  const found = await client.search(from === null ? { since } : { uid: `${from + 1}:*` }, { uid: true })
  // `*` is the newest mail even where its number is below the range.
  return (found || []).filter((uid) => from === null || uid > from).toSorted((a, b) => a - b)
}

async function fetchMails(client: ImapFlow, uids: readonly number[], bytes: number): Promise<InboxMail[]> {
  const query = { uid: true, size: true, internalDate: true, source: { maxLength: bytes } } as const
  const came: InboxMail[] = []
  for await (const mail of client.fetch(uids.join(','), query, { uid: true })) if (mail.source) came.push(mailOf(mail, mail.source, bytes))
  return came.toSorted((a, b) => a.uid - b.uid)
}

function mailOf({ uid, size, internalDate }: FetchMessageObject, source: Buffer, bytes: number): InboxMail {
  const at = internalDate === undefined ? null : new Date(internalDate)
  return { uid, source, whole: (size ?? source.length) <= bytes, receivedAt: at && !Number.isNaN(at.getTime()) ? at : null }
}

/** The server is told once; whether it hears it does not matter. */
async function leave(client: ImapFlow): Promise<void> {
  if (client.usable) await client.logout().catch(() => {})
  client.close()
}

const slices = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size))

function inboxFailure(error: unknown): InboxFailure {
  const read = (name: string): unknown => (error instanceof Error ? Reflect.get(error, name) : undefined)
  const text = (name: string) => {
    const value = read(name)
    return typeof value === 'string' || typeof value === 'boolean' ? String(value) : ''
  }
  const reason = [error instanceof Error ? error.message : String(error), text('responseText')].filter(Boolean).join(': ').slice(0, 500)
  return { cause: causeOf(`${text('code')} ${text('serverResponseCode')} ${reason}`, read('authenticationFailed') === true, text), reason }
}

function causeOf(said: string, isSignIn: boolean, text: (name: string) => string): InboxTrouble {
  if (isSignIn) return 'sign-in'
  if (said.startsWith('EUNLISTED')) return 'unlisted'
  if (/ENOTFOUND|EAI_AGAIN|ENODATA/.test(said)) return 'host'
  if (/TIMEOUT|ETIMEDOUT|GREETING/i.test(said)) return 'timeout'
  if (/CERT|SSL|TLS|UNABLE_TO_|EPROTO|wrong version/i.test(said)) return 'tls'
  if (text('mailboxMissing') === 'true' || /NONEXISTENT|TRYCREATE/.test(said) || /select|examine/i.test(text('executedCommand')))
    return 'folder'
  if (/ECONN|EPIPE|NoConnection|closed|ClosedAfter|Unexpected close/i.test(said)) return 'connection'
  return 'other'
}
