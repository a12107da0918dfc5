import type { Language } from '../../../core/kit/words.ts'
import type { ChannelContent } from '../../../platform/channels/channel.ts'
import type { Mail } from '../../../platform/channels/mailer.ts'
import type { Services } from '../../../platform/actions/services.ts'
import type { Brand } from '../content/brand.ts'
import { isUnreadable, languageOf, readContent, type TemplateContent } from '../content/content.ts'
import { languageOfText, textOfMarkup, writeMail } from '../markup/write-mail.ts'
import { smsParts } from '../content/sms-parts.ts'
import type { MessageReason } from '../reasons.ts'
import type { MessageKind } from '../template.ts'
import type { Variables } from './render-worker.ts'
import { productsShown, withProducts } from './block-products.ts'
import { fillContent } from './fill-content.ts'
import { fillTemplate, type Values } from './fill-template.ts'
import { keepMade } from './kept-body.ts'
import { keepLinks, type LinkBook, openLinkBook, untrackedCustomers } from './keep-links.ts'
import { readContentRules } from './read-content-rules.ts'
import { standingVersions, type TemplateRow } from './standing-version.ts'
import { type Writing, writeContent } from './write-content.ts'

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
  /** The version that was written by: the newest that may go out. */
  readonly version: number
  readonly mail?: Pick<Mail, 'subject' | 'text' | 'html' | 'attachments'>
  readonly content?: ChannelContent
  /** SMS are paid by the part. */
  readonly parts?: number
  /** What each of its texts names, the title's first. */
  readonly variables: Variables
}
export type MadeOrNot = Made | { readonly reason: MessageReason }

type Around = { readonly brand: Brand; readonly book: LinkBook }

/**
 * Writes many messages, each template read once for all its customers of the portion. In the order of the requests; trouble
 * with one is its own. Where links lead is kept before the messages leave.
 */
export async function makeContents(services: Services, requests: readonly ContentRequest[]): Promise<readonly MadeOrNot[]> {
  if (requests.length === 0) return []
  const { brand, content: rules } = await readContentRules(services.database.db)
  const standing = await standingVersions(services.database.db, requests, rules)
  const book = openLinkBook(services, rules.trackLinks ? await untrackedCustomers(services.database.db, services.clock(), requests) : null)
  const made = new Map<ContentRequest, MadeOrNot>()
  for (const [, same] of Map.groupBy(requests, ({ template, language }) => `${template.id} ${language}`)) {
    const template = standing.get(same[0]?.template.id ?? '')
    const results = template ? await makeSame(services, template, same, { brand, book }) : []
    same.forEach((request, i) => made.set(request, results[i] ?? { reason: { code: 'template-not-approved' } }))
  }
  await keepLinks(services, book)
  return requests.map((request) => made.get(request) ?? { reason: { code: 'template-missing' } })
}

/** All of one template in one language. */
async function makeSame(services: Services, template: TemplateRow, same: readonly ContentRequest[], around: Around): Promise<MadeOrNot[]> {
  if (isUnreadable(template.content)) return same.map(() => ({ reason: { code: 'template-unreadable', details: { name: template.name } } }))
  const content = readContent(template.content)
  const values = same.map((request) => ({ ...request.values, context: request.context ?? {} }))
  if (!content) return makePlain(template, same, values, around)
  const language = languageOf(content, [same[0]?.language])
  const products = await productsShown(
    services,
    content,
    language,
    same.map(({ customerId }) => customerId),
  )
  const filled = await fillContent(
    template.name,
    content,
    language,
    values.map((each, i) => withProducts(each, products[i])),
  )
  const made: MadeOrNot[] = []
  for (const [i, request] of same.entries()) {
    const one = filled[i]
    if (!one || 'reason' in one) made.push(one ?? { reason: { code: 'template-missing' } })
    else made.push({ ...(await madeOf(template, content, language, request, one.texts, around)), variables: one.variables })
  }
  return made
}

const writingOf = (request: ContentRequest, template: TemplateRow, language: Language, { brand, book }: Around): Writing => ({
  shopName: request.shopName,
  language,
  unsubscribeUrl: request.unsubscribeUrl,
  preferencesUrl: request.preferencesUrl,
  link: book.linkOf(request),
  brand,
  embed: 'cid',
  marketing: request.kind === 'marketing',
  channel: template.channel,
})

async function madeOf(
  template: TemplateRow,
  content: TemplateContent,
  language: Language,
  request: ContentRequest,
  texts: ReadonlyMap<string, string>,
  around: Around,
): Promise<Omit<Made, 'variables'>> {
  const { version } = template
  const written = await writeContent(content, language, texts, writingOf(request, template, language, around))
  const body = keepMade({ template: template.id, version, language, texts })
  if ('mail' in written) return { subject: written.mail.subject, body, version, mail: written.mail }
  const { subject, content: left, parts } = written
  return {
    subject,
    body: 'text' in left ? left.text : JSON.stringify(left.data),
    version,
    content: left,
    ...(parts === undefined ? {} : { parts }),
  }
}

/** A template that is a subject and a body. */
async function makePlain(
  template: TemplateRow,
  same: readonly ContentRequest[],
  values: readonly Values[],
  around: Around,
): Promise<MadeOrNot[]> {
  const filled = await fillTemplate(template, values)
  const { version } = template
  return same.map((request, i) => {
    const one = filled[i]
    if (!one || 'reason' in one) return one ?? { reason: { code: 'template-missing' } }
    const writing = writingOf(request, template, languageOfText(one.subject + one.body), around)
    const { variables } = one
    if (template.channel === 'email') {
      const mail = writeMail(one.subject, one.body, writing)
      return { subject: mail.subject, body: one.body, version, mail, variables }
    }
    const { subject } = writeMail(one.subject, '', writing)
    const text = textOfMarkup(one.body, writing.link)
    const parts = template.channel === 'sms' ? { parts: smsParts(text).parts } : {}
    return { subject, body: one.body, version, content: { form: 'text', title: subject, text }, ...parts, variables }
  })
}
