import { fillBoth, type Words } from '../../../core/kit/words.ts'
import type { MailOutcome } from '../../../platform/channels/mailer.ts'
import { smtpVerdicts } from '../problems.ts'

type Tried = { readonly host: string; readonly port: number; readonly from: string; readonly to: string }

/** What became of a mail that somebody sent to try the mail server, and what to look at. */
export function sayMailOutcome(outcome: MailOutcome, { host, port, from, to }: Tried): Words {
  const words =
    outcome.state === 'sent' || outcome.state === 'unknown' ? smtpVerdicts[outcome.state] : smtpVerdicts[outcome.cause ?? 'other']
  return fillBoth(words, { host, port, from, to })
}
