import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Done } from '../../../platform/actions/feature.ts'
import type { testTemplate as definition } from '../actions.ts'
import { readMailSettings } from './mail-settings.ts'
import { previewTemplate } from './preview-template.ts'

/**
 * Mails the filled-in template to whoever asks, and to nobody else.
 * @throws Problem template.*, record.missing
 */
export async function testTemplate(ctx: Ctx, input: InputOf<typeof definition>): Promise<Done<AnswerOf<typeof definition>>> {
  const to = await ownAddress(ctx)
  if (!to) throw new Problem('template.no-own-address')
  const { smtp } = await readMailSettings(ctx.services)
  if (!smtp) throw new Problem('template.no-mail-server')
  const { subject, html, text } = await previewTemplate(ctx, input)
  const domain = /@([^<>@\s]+)>?\s*$/.exec(smtp.from)?.[1] ?? 'localhost'
  const mail = { to, subject, html, text, messageId: `<${ctx.newId()}@${domain}>` }
  return {
    answer: { to },
    afterCommit: async () => {
      const outcome = await ctx.services.mailer.send(smtp, mail)
      if (outcome.state !== 'sent') throw new Problem('template.test-failed', { reason: outcome.reason })
      return { to }
    },
  }
}

async function ownAddress(ctx: Ctx): Promise<string | null> {
  if (ctx.actor.kind !== 'user') return null
  const id = ctx.actor.id.replace(/^user:/, '')
  const { rows } = await sql<{ email: string }>`select email from auth.users where id::text = ${id}`.execute(ctx.db)
  return rows[0]?.email ?? null
}
