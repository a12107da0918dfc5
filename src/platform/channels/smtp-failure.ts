import type { MailOutcome, MailTrouble } from './mailer.ts'

type Failure = {
  readonly code: string
  readonly original: string
  readonly command: string
  readonly answer: number
  readonly text: string
}

/** What nodemailer says of a failure, as far as we judge by it; the server's own words where it said some. */
function failureOf(error: unknown): Failure {
  const read = (name: string): unknown => (error instanceof Error ? Reflect.get(error, name) : undefined)
  const [code, original, command, answer] = [read('code'), read('originalCode'), read('command'), read('responseCode')]
  const said = textOf(read('response'))
  return {
    code: textOf(code),
    original: textOf(original),
    command: textOf(command),
    answer: typeof answer === 'number' ? answer : 0,
    text: said || (error instanceof Error ? error.message : String(error)),
  }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** Answers that speak of our sign-in and not of the mail: another try with better settings may succeed. */
const aboutSignIn = new Set([530, 534, 535, 538])
const aboutMail = new Set(['MAIL FROM', 'RCPT TO', 'DATA'])

/**
 * What became of a mail that was not taken.
 * @param contentBegan whether any of its content went out
 */
export function readSmtpFailure(error: unknown, contentBegan: boolean): Exclude<MailOutcome, { state: 'sent' }> {
  const failure = failureOf(error)
  const reason = failure.text.slice(0, 500)
  const cause = causeOf(failure)
  if (failure.answer >= 500) {
    const isFinal = aboutMail.has(failure.command) && !aboutSignIn.has(failure.answer)
    return { state: isFinal ? 'refused' : 'later', reason, cause }
  }
  if (failure.answer >= 400) return { state: 'later', reason, cause }
  // Before a word was said to the server: an address that is none, a mail above the size it takes.
  if (failure.code === 'EENVELOPE' || (failure.code === 'EMESSAGE' && !contentBegan)) return { state: 'refused', reason, cause }
  return { state: contentBegan ? 'unknown' : 'later', reason, cause }
}

function causeOf({ code, original, command, answer, text }: Failure): MailTrouble {
  if (code === 'EDNS' || ['ENOTFOUND', 'EAI_AGAIN', 'ENODATA'].includes(original)) return 'host'
  if (code === 'ETLS' || /CERT|SSL|TLS|UNABLE_TO_|EPROTO/.test(original) || /certificate|SSL routines|wrong version number/i.test(text))
    return 'tls'
  if (code === 'EAUTH' || aboutSignIn.has(answer)) return 'sign-in'
  if (answer >= 400 && answer < 500) return 'busy'
  if (command === 'RCPT TO') return 'recipient'
  if (command === 'MAIL FROM') return 'sender'
  if (original === 'ETIMEDOUT' || code === 'ETIMEDOUT') return 'timeout'
  if (['ECONNECTION', 'ESOCKET'].includes(code) && answer === 0) return 'connection'
  return 'other'
}
