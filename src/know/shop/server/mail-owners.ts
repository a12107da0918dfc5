import { sql } from 'kysely'
import type { Words, WordValues } from '../../../core/kit/words.ts'
import { asSystem, type Services } from '../../../platform/actions/services.ts'
import { openSmtp } from './open-smtp.ts'
import { plainMail } from './plain-mail.ts'

/**
 * Mails everybody who owns the installation, where a mail server is set.
 * @returns how many mails the server took
 */
export async function mailOwners(services: Services, subject: Words, body: Words, values: WordValues): Promise<number> {
  const { settings, mails } = await asSystem(services, 'mail-owners', async (ctx) => {
    const smtp = await openSmtp(services, ctx.db)
    const { rows } = await sql<{ email: string }>`select email from auth.users where role = 'owner' and disabled_at is null`.execute(ctx.db)
    return { settings: smtp, mails: smtp ? rows.map(({ email }) => plainMail(ctx, smtp.from, email, subject, body, values)) : [] }
  })
  let taken = 0
  for (const mail of mails) {
    const outcome = settings ? await services.mailer.send(settings, mail) : null
    if (outcome?.state === 'sent') taken++
    else services.log.warn({ outcome: outcome?.state }, 'a mail to an owner did not go out')
  }
  return taken
}
