import type { Services } from '../../../platform/actions/services.ts'
import type { SmtpSettings } from '../../../platform/channels/mailer.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { readKeptSmtp } from './read-settings.ts'

/** The mail server ready for the mailer, its password opened; null until one was set. */
export async function openSmtp(services: Services, db: Db): Promise<SmtpSettings | null> {
  const kept = await readKeptSmtp(db)
  if (!kept) return null
  const { user, password, ...server } = kept
  return { ...server, ...(user ? { user } : {}), ...(password ? { password: services.secrets.open(password) } : {}) }
}
