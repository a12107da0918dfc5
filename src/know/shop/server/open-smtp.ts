import { Problem } from '../../../core/kit/problem.ts'
import type { Services } from '../../../platform/actions/services.ts'
import type { SmtpSettings } from '../../../platform/channels/mailer.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { usualMailSending } from '../mail-setup.ts'
import { openDkim, readMailSending } from './mail-setup.ts'
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
    ...(password ? { password: openPassword(services, password) } : {}),
    ...(replyTo ? { replyTo } : {}),
    ...(bounceTo ? { bounceTo } : {}),
    ...(dkim ? { dkim } : {}),
    ...(connections === usualMailSending.connections ? {} : { connections }),
  }
}

/** The key lies in the data folder: a database that was moved without it has passwords that nobody can read any more. */
function openPassword(services: Services, sealed: string): string {
  try {
    return services.secrets.open(sealed)
  } catch {
    throw new Problem('smtp.password-lost')
  }
}
