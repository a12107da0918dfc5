import { openSmtp } from '../../../know/shop/server/open-smtp.ts'
import { readSending } from '../../../know/shop/server/read-settings.ts'
import type { SendingSettings } from '../../../know/shop/settings.ts'
import type { Services } from '../../../platform/actions/services.ts'
import type { SmtpSettings } from '../../../platform/channels/mailer.ts'
import { Problem } from '../../../core/kit/problem.ts'

export type MailSettings = { readonly smtp: SmtpSettings | null; readonly rules: SendingSettings }

/** Read for every portion, so that a change holds from the next message on. */
export async function readMailSettings(services: Services): Promise<MailSettings> {
  const { db } = services.database
  return { smtp: await readSmtp(services), rules: await readSending(db) }
}

/** A password that cannot be opened is as good as no server: nothing is sent until it is set anew. */
async function readSmtp(services: Services): Promise<SmtpSettings | null> {
  try {
    return await openSmtp(services, services.database.db)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    services.log.error({ err: error }, 'the kept mail password cannot be opened with this installation’s key')
    return null
  }
}
