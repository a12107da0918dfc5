import type { Reach } from '../../../core/kit/outgoing-doors.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { readKeptInbox } from './mail-setup.ts'
import { readKeptSmtp } from './read-settings.ts'

/** The servers that mail leaves by and comes in from. */
export async function mailReaches({ database: { db } }: Services): Promise<Reach[]> {
  const [smtp, inbox] = [await readKeptSmtp(db), await readKeptInbox(db)]
  return [
    ...(smtp ? [{ door: 'mail' as const, name: '', host: smtp.host }] : []),
    ...(inbox ? [{ door: 'mailbox' as const, name: '', host: inbox.host }] : []),
  ]
}
