import { escapeHtml } from '../../../core/kit/escape-html.ts'
import { fill, type Words, type WordValues } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Mail } from '../../../platform/channels/mailer.ts'
import { senderAddress } from '../settings.ts'

/** A mail of the program to one of its users, in both languages. */
export function plainMail(ctx: Ctx, from: string, to: string, subject: Words, body: Words, values: WordValues): Mail {
  const text = `${fill(body, 'zh', values)}\n\n———\n\n${fill(body, 'en', values)}\n`
  const domain = senderAddress(from)?.split('@')[1] ?? 'localhost'
  return {
    to,
    subject: `${fill(subject, 'zh', values)} · ${fill(subject, 'en', values)}`,
    text,
    html: `<div style="font-family:system-ui,sans-serif;font-size:15px;line-height:1.6;white-space:pre-wrap">${escapeHtml(text)}</div>`,
    messageId: `<${ctx.newId()}@${domain}>`,
  }
}
