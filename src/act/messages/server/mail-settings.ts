import { openSmtp } from '../../../know/shop/server/open-smtp.ts'
import { readMailSending } from '../../../know/shop/server/mail-setup.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Services } from '../../../platform/actions/services.ts'
import type { SmtpSettings } from '../../../platform/channels/mailer.ts'

export type MailSettings = { readonly smtp: SmtpSettings; readonly atLeastOnce: boolean; readonly perSecond: number | null }

/** A password that cannot be opened is as good as no server: nothing is sent until it is set anew. */
export async function readSmtp(services: Services): Promise<MailSettings | null> {
  const { db } = services.database
  try {
    const smtp = await openSmtp(services, db)
    if (!smtp) return null
    const { delivery, perSecond } = await readMailSending(db)
    return { smtp, atLeastOnce: delivery === 'at-least-once', perSecond }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    services.log.error({ err: error }, 'the kept mail password cannot be opened with this installation’s key')
    return null
  }
}

/** For whoever mails something that is no message to a customer. */
export async function readMailSettings(services: Services): Promise<{ readonly smtp: SmtpSettings | null }> {
  return { smtp: (await readSmtp(services))?.smtp ?? null }
}
