import { resolveTxt } from 'node:dns/promises'
import { sql } from 'kysely'
import { codeOf } from '../../../../core/kit/error-code.ts'
import { isLoopback } from '../../../../core/kit/loopback.ts'
import { openDkim, readKeptInbox } from '../../../../know/shop/server/mail-setup.ts'
import { readKeptSmtp } from '../../../../know/shop/server/read-settings.ts'
import { senderAddress } from '../../../../know/shop/settings.ts'
import type { Services } from '../../../../platform/actions/services.ts'
import { dkimRecord } from '../../../../platform/channels/dkim.ts'
import { broken, type Check, fine, type Finding, look } from './finding.ts'

/** The texts that the domain name system keeps under a name. */
export type LookUpTexts = (name: string) => Promise<string[][]>

/** Without these records mails of a shop go to the junk folder, or nowhere. */
export async function checkSender({ database, ...services }: Services, lookUp: LookUpTexts = resolveTxt): Promise<Finding> {
  const smtp = await readKeptSmtp(database.db)
  const domain = smtp && senderAddress(smtp.from)?.split('@')[1]
  // A mail server on this machine is one for trying things out.
  if (!smtp || !domain || isLoopback(smtp.host)) return { state: 'fine', says: 'none' }
  const texts = async (name: string) => (await lookUp(name).catch(noSuchName)).map((pieces) => pieces.join(''))
  if (!(await texts(domain)).some((text) => /^v=spf1\b/i.test(text))) return look('spf', { domain })
  const dkim = await openDkim({ database, ...services }, database.db)
  if (!dkim) return look('unsigned', { domain })
  const name = `${dkim.selector}._domainkey.${dkim.domain}`
  const found = (await texts(name)).find((text) => /\bp=/.test(text))
  if (found === undefined) return broken('dkim', { name })
  if (keyIn(found) !== keyIn(dkimRecord(dkim.privateKey))) return broken('other-key', { name })
  return (await texts(`_dmarc.${domain}`)).some((text) => /^v=DMARC1\b/i.test(text)) ? fine({ domain }) : look('dmarc', { domain })
}

const keyIn = (record: string) => /\bp=([^;]*)/.exec(record)?.[1]?.replaceAll(/\s/g, '') ?? ''

/** Nobody has such a name, or it has no such texts. @throws Error where nobody could be asked */
function noSuchName(error: unknown): string[][] {
  const code = codeOf(error)
  if (code === 'ENOTFOUND' || code === 'ENODATA') return []
  throw error
}

/** Whether the mailbox of answers and bounces was read in the last hour. */
async function checkMailbox({ database: { db }, clock }: Services): Promise<Finding> {
  const inbox = await readKeptInbox(db)
  if (!inbox) return { state: 'fine', says: 'none' }
  const { rows } = await sql<{ at: Date; reason: string | null }>`select read_at as at, failure ->> 'reason' as reason from inbox_places
    order by read_at desc limit 1`.execute(db)
  const place = rows[0]
  if (place?.reason) return broken('failed', { host: inbox.host, reason: place.reason.slice(0, 160) })
  const hours = Math.floor((clock().getTime() - (place?.at ?? new Date(inbox.since)).getTime()) / 3_600_000)
  return hours >= 1 ? look('unread', { host: inbox.host, hours }) : fine({ host: inbox.host })
}

export const mailChecks: readonly Check[] = [
  ['sender', checkSender],
  ['mailbox', checkMailbox],
]
