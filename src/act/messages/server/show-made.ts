import type { Ctx } from '../../../platform/actions/context.ts'
import { readContent } from '../content/content.ts'
import { languageOfText, writeMail } from '../markup/write-mail.ts'
import { withoutMarks } from '../markup/literal.ts'
import { readKept } from './kept-body.ts'
import { readContentRules } from './read-content-rules.ts'
import { readVersion } from './standing-version.ts'
import { writeContent } from './write-content.ts'

export type Shown = { readonly subject: string; readonly html: string; readonly text: string }

/** A message as it was sent, from the subject and body that were kept with it; its links lead where they were written to lead. */
export async function showMade(
  ctx: Ctx,
  message: { readonly channel: string; readonly kind: string; readonly subject: string; readonly body: string },
): Promise<Shown> {
  const kept = readKept(message.body)
  const frame = { shopName: ctx.shop.name, unsubscribeUrl: '#' }
  if (!kept) return writeMail(message.subject, message.body, { ...frame, language: languageOfText(message.subject + message.body) })
  const version = await readVersion(ctx.db, kept.template, kept.version)
  const content = readContent(version?.content)
  if (!content) return { subject: message.subject, html: '', text: [...kept.texts.values()].map(withoutMarks).join('\n\n') }
  const { brand } = await readContentRules(ctx.db)
  const { language } = kept
  const marketing = message.kind === 'marketing'
  const written = await writeContent(content, language, kept.texts, {
    ...frame,
    language,
    brand,
    embed: 'data',
    marketing,
    channel: message.channel,
  })
  return 'mail' in written
    ? written.mail
    : { subject: message.subject, html: '', text: 'text' in written.content ? written.content.text : '' }
}
