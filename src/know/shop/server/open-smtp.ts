import type { Services } from '../../../platform/actions/services.ts'
import type { SmtpSettings } from '../../../platform/channels/mailer.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { usualMailSending } from '../mail-setup.ts'
import { openDkim, openSecret, readMailSending } from './mail-setup.ts'
import { readKeptSmtp } from './read-settings.ts'

/** The mail server ready for the mailer, its password and the key of its signature opened; null until one was set. @throws Problem smtp.password-lost */
export async function openSmtp(services: Services, db: Db): Promise<SmtpSettings | null> {
  const kept = await readKeptSmtp(db)
  if (!kept) return null
  const { user, password, ...server } = kept
  const dkim = await openDkim(services, db)
  const { replyTo, bounceTo, connections } = await readMailSending(db)
  return {
    ...server,
    ...(user ? { user } : {}),
    ...(password ? { password: openSecret(services, password) } : {}),
    ...(replyTo ? { replyTo } : {}),
    ...(bounceTo ? { bounceTo } : {}),
    ...(dkim ? { dkim } : {}),
    ...(connections === usualMailSending.connections ? {} : { connections }),
  }
}
