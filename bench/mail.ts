import { createTransport } from 'nodemailer'
import { makeDkimKey } from '../src/platform/channels/dkim.ts'
import type { SmtpSettings } from '../src/platform/channels/mailer.ts'
import { makeSmtpMailer } from '../src/platform/channels/smtp-mailer.ts'
import { type BenchRow, perSecond, timed } from './row.ts'
import { takeMails } from './take-mails.ts'

const body = '您好，今年的春茶已经到店，欢迎来尝。'.repeat(20)
const words = { subject: '春茶上新，为您留了一份', text: body, html: `<p>${body}</p>` }
const connections = 10

/** The mailer alone to a server on this machine, plain and signed. Floor: the same mails through the bare pool of the mail library. */
export async function benchMail(many: number): Promise<BenchRow[]> {
  const server = await takeMails()
  const { port } = server
  try {
    const settings: SmtpSettings = { host: '127.0.0.1', port, secure: false, from: '山前茶事 <tea@shop.cn>', connections }
    const dkim = { domain: 'shop.cn', selector: 'regulars', privateKey: makeDkimKey() }
    await sendBare(port, 100)
    const floor = await timed(() => sendBare(port, many))
    const plain = await timed(() => sendAll(settings, many))
    const signed = await timed(() => sendAll({ ...settings, dkim }, many))
    const row = (what: string, seconds: number, most: number, least: number): BenchRow => ({
      what: `${many.toLocaleString('en')} mails of 3 kB through the mailer to a server on this machine, ${what}`,
      figure: perSecond(many, seconds),
      floor: `${perSecond(many, floor.seconds)} (the mail library’s pool alone)`,
      ratio: seconds / floor.seconds,
      mark: least > 0 ? `≥ ${least}/s, ≤ ${most} × the floor` : `≤ ${most} × the floor`,
      met: many / seconds >= least && seconds / floor.seconds <= most,
    })
    return [row('plain', plain.seconds, 1.5, 300), row('signed with DKIM, a signature of 2048 bits each', signed.seconds, 3, 0)]
  } finally {
    await server.close()
  }
}

async function sendAll(settings: SmtpSettings, many: number): Promise<void> {
  const mailer = makeSmtpMailer()
  const one = (n: number) =>
    mailer.send(settings, { ...words, to: `c${n}@shop.cn`, messageId: `<${n}@shop.cn>`, unsubscribeUrl: `https://shop.cn/u/${n}` })
  const outcomes = await Promise.all(Array.from({ length: many }, (_, n) => one(n)))
  await mailer.close()
  const failed = outcomes.find(({ state }) => state !== 'sent')
  if (failed) throw new Error(`a mail was not taken: ${JSON.stringify(failed)}`)
}

async function sendBare(port: number, many: number): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, pool: true, maxConnections: connections, maxMessages: 100 })
  await Promise.all(Array.from({ length: many }, (_, n) => transport.sendMail({ ...words, from: 'tea@shop.cn', to: `c${n}@shop.cn` })))
  transport.close()
}
