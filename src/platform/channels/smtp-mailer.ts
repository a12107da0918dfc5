import type { Readable } from 'node:stream'
import { isLoopback } from '../../core/kit/loopback.ts'
import { bounceAddress } from './bounce-address.ts'
import type { Mail, Mailer, MailOutcome, SmtpSettings } from './mailer.ts'
import { readSmtpFailure } from './smtp-failure.ts'

/** In milliseconds. */
export type SmtpTimeouts = {
  /** To reach the server, and for its greeting. */
  readonly connect: number
  /** For each answer. Long: a server may check a mail for a while, and who hangs up before it answers knows nothing. */
  readonly answer: number
}

const usualTimeouts: SmtpTimeouts = { connect: 15_000, answer: 180_000 }

/** Sends over SMTP, keeping connections open over portions. Settings are those of the moment; connections of earlier ones are closed. */
export function makeSmtpMailer(timeouts: SmtpTimeouts = usualTimeouts): Mailer {
  let current: { key: string; pool: Promise<Pool> } | null = null
  const poolFor = (settings: SmtpSettings): Promise<Pool> => {
    const key = JSON.stringify(settings)
    if (current?.key !== key) {
      void current?.pool.then((pool) => pool.close())
      current = { key, pool: openPool(settings, timeouts) }
    }
    return current.pool
  }
  return {
    send: async (settings, mail) => (await poolFor(settings)).send(mail),
    close: async () => {
      const closing = current?.pool
      current = null
      ;(await closing)?.close()
    },
  }
}

const usualConnections = 10

type Pool = { send(mail: Mail): Promise<MailOutcome>; close(): void }

/** The library comes into memory with the first mail. */
async function openPool(settings: SmtpSettings, timeouts: SmtpTimeouts): Promise<Pool> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    ...connectionOptions(settings, timeouts),
    ...dkimOptions(settings),
    pool: true,
    maxConnections: settings.connections ?? usualConnections,
    // Many servers take no more in one session; opening another costs little beside a hundred mails.
    maxMessages: 100,
    maxRequeues: 0,
  })
  // Nobody can say what became of a mail whose content began to go out, so its stream is watched while it is sent.
  const contents = new Map<string, Readable>()
  transport.use('stream', ({ message, data }, done) => {
    const makeStream = message.createReadStream.bind(message)
    message.createReadStream = (options) => {
      const stream = makeStream(options)
      contents.set(String(data.messageId), stream)
      return stream
    }
    done()
  })
  // A connection that breaks while nothing is sent is replaced by the pool; without a listener it would end the program.
  transport.on('error', () => {})
  return {
    async send(mail) {
      try {
        const { response } = await transport.sendMail(composeMail(settings, mail))
        return { state: 'sent', reference: response }
      } catch (error) {
        return readSmtpFailure(error, contents.get(mail.messageId)?.readableDidRead === true)
      } finally {
        contents.delete(mail.messageId)
      }
    },
    close: () => transport.close(),
  }
}

/** How to reach the server. A password goes over the wire only under TLS, or to this very machine. */
export function connectionOptions(settings: SmtpSettings, timeouts: SmtpTimeouts) {
  const { host, port, secure, user, password } = settings
  return {
    host,
    port,
    secure,
    ...(user ? { auth: { user, pass: password ?? '' }, requireTLS: !isLoopback(host) } : {}),
    ...(isLoopback(host) ? { tls: { rejectUnauthorized: false } } : {}),
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.connect,
    dnsTimeout: timeouts.connect,
    socketTimeout: timeouts.answer,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function composeMail(settings: SmtpSettings, mail: Mail) {
  return {
    from: settings.from,
    ...(settings.replyTo ? { replyTo: settings.replyTo } : {}),
    ...(settings.bounceTo ? { envelope: { from: bounceAddress(settings.bounceTo, mail.messageId), to: mail.to } } : {}),
    // As an address and not as text: a text with a comma would be two recipients.
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    ...(mail.attachments?.length
      ? {
          attachments: mail.attachments.map((one) => ({
            cid: one.cid,
            filename: one.filename,
            contentType: one.type,
            content: one.content,
          })),
        }
      : {}),
    messageId: mail.messageId,
    ...(mail.unsubscribeUrl ? { headers: unsubscribeHeaders(mail.unsubscribeUrl) } : {}),
  }
}

/** RFC 8058: the reader's mail program offers a button that unsubscribes by one POST. */
function unsubscribeHeaders(url: string): Record<string, string> {
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
}

/** What the signature covers: as RFC 6376 5.4.1 advises, and both headers of one-click unsubscription, as RFC 8058 4 demands. */
const signedHeaders =
  'From:Reply-To:Subject:Date:To:Message-ID:MIME-Version:Content-Type:Content-Transfer-Encoding:In-Reply-To:References:List-Unsubscribe:List-Unsubscribe-Post'

function dkimOptions({ dkim }: SmtpSettings) {
  if (!dkim) return {}
  const { domain, selector, privateKey } = dkim
  return { dkim: { domainName: domain, keySelector: selector, privateKey, headerFieldNames: signedHeaders } }
}
