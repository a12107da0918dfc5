import { sql } from 'kysely'
import { z } from 'zod'
import type { Services } from '../../../platform/actions/services.ts'
import type { SmtpSettings } from '../../../platform/channels/mailer.ts'
import { type SendingRules, sendingRules } from '../sending-rules.ts'

const smtp = z.object({
  host: z.string().min(1),
  port: z.coerce.number().int(),
  secure: z.boolean().default(false),
  user: z.string().nullish(),
  /** Sealed under the installation's key. */
  password: z.string().nullish(),
  from: z.string().min(1),
})

export type MailSettings = { readonly smtp: SmtpSettings | null; readonly rules: SendingRules }

/** Read for every portion, so that a change holds from the next message on. */
export async function readMailSettings(services: Services): Promise<MailSettings> {
  const { rows } = await sql<{ name: string; value: unknown }>`select name, value from settings where name in ('smtp', 'sending')`.execute(
    services.database.db,
  )
  const values = new Map(rows.map((row) => [row.name, row.value]))
  return { smtp: openSmtp(services, values.get('smtp')), rules: sendingRules.parse(values.get('sending') ?? {}) }
}

function openSmtp(services: Services, value: unknown): SmtpSettings | null {
  const read = smtp.safeParse(value)
  if (!read.success) return null
  const { user, password, ...rest } = read.data
  try {
    return { ...rest, ...(user ? { user } : {}), ...(password ? { password: services.secrets.open(password) } : {}) }
  } catch (error) {
    services.log.error({ err: error }, 'the kept mail password cannot be opened with this installation’s key')
    return null
  }
}
