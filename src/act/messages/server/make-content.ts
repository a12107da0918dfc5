import type { Language } from '../../../core/kit/words.ts'
import type { ChannelContent } from '../../../platform/channels/channel.ts'
import type { Services } from '../../../platform/actions/services.ts'
import { textOfMarkup, writeMail } from '../markup/write-mail.ts'
import type { MessageReason } from '../reasons.ts'
import type { MessageKind } from '../template.ts'
import { type Filled, fillTemplate, type Values } from './fill-template.ts'

/** A row of `templates` as the outbox read it. */
export type TemplateRow = {
  readonly id: string
  readonly name: string
  readonly channel: string
  readonly version: number
  readonly subject: string
  readonly body: string
  /** `templateContent` of content.ts; null for one that is a subject and a body. */
  readonly content: unknown
}

/** One message that is to be written. */
export type ContentRequest = {
  readonly messageId: string
  readonly customerId: string
  readonly template: TemplateRow
  /** Of `readValues`, said in `language`. */
  readonly values: Values
  readonly language: Language
  readonly shopName: string
  readonly publicUrl: string
  readonly unsubscribeUrl: string
  readonly preferencesUrl: string
  readonly kind: MessageKind
  /** What brought the message about, e.g. the fact that triggered it; under `context.` in the template. */
  readonly context: unknown
}

/** What leaves: `mail` for e-mail, `content` for every other channel. */
export type Made = {
  readonly subject: string
  /** Kept with the message; read again by `showMade`. */
  readonly body: string
  readonly mail?: { readonly subject: string; readonly text: string; readonly html: string }
  readonly content?: ChannelContent
  /** SMS are paid by the part. */
  readonly parts?: number
}
export type MadeOrNot = Made | { readonly reason: MessageReason }

/**
 * Writes many messages, each template read once for all its customers of the portion. In the order of the requests; trouble
 * with one is its own.
 */
export async function makeContents(_services: Services, requests: readonly ContentRequest[]): Promise<readonly MadeOrNot[]> {
  const made = new Map<ContentRequest, MadeOrNot>()
  for (const [, same] of Map.groupBy(requests, ({ template }) => `${template.id} ${template.version}`)) {
    const template = same[0]?.template
    if (!template) continue
    const filled = await fillTemplate(
      template,
      same.map(({ values, context }) => ({ ...values, context })),
    )
    same.forEach((request, i) => made.set(request, madeOf(request, filled[i])))
  }
  return requests.map((request) => made.get(request) ?? { reason: { code: 'template-missing' } })
}

function madeOf(request: ContentRequest, filled: Filled | undefined): MadeOrNot {
  if (!filled) return { reason: { code: 'template-missing' } }
  if ('reason' in filled) return filled
  const { shopName, language, unsubscribeUrl, preferencesUrl, template } = request
  const mail = writeMail(filled.subject, filled.body, { shopName, language, unsubscribeUrl, preferencesUrl })
  if (template.channel === 'email') return { subject: mail.subject, body: filled.body, mail }
  const text = textOfMarkup(filled.body)
  return { subject: mail.subject, body: filled.body, content: { form: 'text', title: mail.subject, text } }
}
