/** One mail, ready to go. */
export type Mail = {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The same id on every try of the same message, so that a receiver can know it again. */
  readonly messageId: string
  /** One-click unsubscribe address (RFC 8058). */
  readonly unsubscribeUrl?: string
  /** Pictures that the HTML shows by `cid:`. */
  readonly attachments?: readonly MailAttachment[]
}

/** A part of a mail that its HTML names by its `cid`. */
export type MailAttachment = { readonly cid: string; readonly filename: string; readonly type: string; readonly content: Buffer }

export type SmtpSettings = {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly user?: string
  readonly password?: string
  readonly from: string
  /** Where answers go, where that is not the sender. */
  readonly replyTo?: string
  /** Where bounces go, each to an address of its own that names its message (`bounceAddress`); the sender where left out. */
  readonly bounceTo?: string
  readonly dkim?: DkimKey
  /** Connections at once; ten where left out. */
  readonly connections?: number
}

/** With which mails are signed (RFC 6376): the record of its public half stands at `selector._domainkey.domain`. */
export type DkimKey = { readonly domain: string; readonly selector: string; readonly privateKey: string }

/**
 * What became of a try.
 * - sent: the server answered yes - refused: it said no for good - later: it said not now, or could not be reached
 * - unknown: the connection broke after the content went out, so nobody can say
 */
export type MailOutcome =
  | { readonly state: 'sent'; readonly reference: string }
  | { readonly state: 'refused' | 'later' | 'unknown'; readonly reason: string; readonly cause?: MailTrouble }

/** What to look at, as far as the failure tells. */
export const mailTroubles = ['host', 'connection', 'timeout', 'tls', 'sign-in', 'sender', 'recipient', 'busy', 'unlisted', 'other'] as const
export type MailTrouble = (typeof mailTroubles)[number]

/** The door to mail servers. */
export type Mailer = { send(settings: SmtpSettings, mail: Mail): Promise<MailOutcome>; close(): Promise<void> }
