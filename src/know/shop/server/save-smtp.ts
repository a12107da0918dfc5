import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { SmtpInput } from '../settings.ts'
import { readKeptSmtp } from './read-settings.ts'
import { writeSetting } from './write-setting.ts'

/** Keeps the mail server, its password sealed. @throws Problem smtp.password-needed when the old password would go to another server or user */
export async function saveSmtp(ctx: Ctx, input: SmtpInput): Promise<Record<never, never>> {
  await writeSetting(ctx, 'smtp', { ...input, password: await sealedPassword(ctx, input) })
  return {}
}

async function sealedPassword(ctx: Ctx, { password, host, user }: SmtpInput): Promise<string> {
  if (password !== undefined) return password === '' ? '' : ctx.services.secrets.seal(password)
  // Without a user nobody signs in, so there is no password to keep or to ask for.
  if (user === '') return ''
  const kept = await readKeptSmtp(ctx.db)
  if (!kept || kept.password === '') return ''
  if (kept.host !== host || kept.user !== user) throw new Problem('smtp.password-needed', { path: 'password' })
  return kept.password
}
