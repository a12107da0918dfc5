import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Language } from '../../../core/kit/words.ts'
import type { ChannelContent } from '../../../platform/channels/channel.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { previewTemplate as definition } from '../try-template-actions.ts'
import { languageOf, type TemplateContent } from '../content/content.ts'
import { smsParts } from '../content/sms-parts.ts'
import { languageOfText, textOfMarkup, writeMail } from '../markup/write-mail.ts'
import { type MessageReason, sayMessageReason } from '../reasons.ts'
import { productsShown, withProducts } from './block-products.ts'
import { checkContent, fillContent } from './fill-content.ts'
import { checkTemplate, fillTemplate, type Values } from './fill-template.ts'
import { readContentRules } from './read-content-rules.ts'
import { emptyValues, readValues, templateVariables } from './template-values.ts'
import { type Writing, type Written, writeContent } from './write-content.ts'

type Asked = InputOf<typeof definition>
type Answer = AnswerOf<typeof definition>
type For = { readonly language: Language; readonly customer: Chosen | null; readonly values: Values }

/** @throws Problem template.*, record.missing */
export async function previewTemplate(ctx: Ctx, input: Asked): Promise<Answer> {
  const { written, used, of } = await tryTemplate(ctx, input, 'data')
  const content = 'mail' in written ? null : shownContent(written.content)
  const mail = 'mail' in written ? written.mail : { subject: written.subject, html: '', text: content?.text ?? '' }
  const { subject, html, text } = mail
  const parts = 'mail' in written ? null : (written.parts ?? null)
  const missing = used.filter((name) => !/^(context|blockProducts)\b/.test(name) && isMissing(of.values, name))
  return { customer: of.customer, subject, html, text, missing, language: of.language, content, parts }
}

/** Writes what stands in the editor for one customer, as it would leave. @throws Problem template.*, record.missing */
export async function tryTemplate(ctx: Ctx, input: Asked, embed: Writing['embed']) {
  const { content } = input
  const wanted = [input.language, content ? null : languageOfText(input.subject + input.body)]
  const language = content ? languageOf(content, wanted) : languageOfText(input.subject + input.body)
  const customer = await chooseCustomer(ctx, input.customerId)
  const values = customer ? ((await readValues(ctx, [customer.id], language)).get(customer.id) ?? emptyValues(ctx)) : emptyValues(ctx)
  const of: For = { language, customer, values }
  return { ...(content ? await tryContent(ctx, input, content, of, embed) : await tryPlain(ctx, input, of)), of }
}

const known = (ctx: Ctx) => templateVariables(ctx).map((v) => v.name)
const refused = (reason: MessageReason | undefined) =>
  new Problem('template.malformed', { part: '', line: 1, reason: reason ? sayMessageReason(reason) : '' })

type Tried = { readonly written: Written; readonly used: readonly string[] }

async function tryPlain(ctx: Ctx, input: Asked, { language, values }: For): Promise<Tried> {
  const text = { name: input.subject, subject: input.subject, body: input.body }
  const used = await checkTemplate(text, known(ctx), emptyValues(ctx))
  const [filled] = await fillTemplate(text, [{ ...values, context: {} }])
  if (!filled || 'reason' in filled) throw refused(filled?.reason)
  const mail = writeMail(filled.subject, filled.body, { shopName: ctx.shop.name, language, unsubscribeUrl: '#', preferencesUrl: '#' })
  if (input.channel === 'email') return { used, written: { mail: { ...mail, attachments: [] } } }
  const said = textOfMarkup(filled.body)
  const parts = input.channel === 'sms' ? { parts: smsParts(said).parts } : {}
  return { used, written: { subject: mail.subject, content: { form: 'text', title: mail.subject, text: said }, ...parts } }
}

async function tryContent(
  ctx: Ctx,
  input: Asked,
  content: TemplateContent,
  { language, customer, values }: For,
  embed: Writing['embed'],
): Promise<Tried> {
  const used = await checkContent(input.subject, content, language, known(ctx), { ...emptyValues(ctx), blockProducts: {} })
  const seen = { database: { ...ctx.services.database, db: ctx.db } }
  const [products] = await productsShown(seen, content, language, [customer?.id ?? '00000000-0000-0000-0000-000000000000'])
  const [filled] = await fillContent(input.subject, content, language, [withProducts({ ...values, context: {} }, products)])
  if (!filled || 'reason' in filled) throw refused(filled?.reason)
  const { brand } = await readContentRules(ctx.db)
  const written = await writeContent(content, language, filled.texts, {
    shopName: ctx.shop.name,
    language,
    unsubscribeUrl: '#',
    preferencesUrl: '#',
    brand,
    embed,
    marketing: input.kind === 'marketing',
    channel: input.channel,
  })
  return { used, written }
}

function shownContent(content: ChannelContent) {
  if (content.form === 'json') return { form: content.form, text: JSON.stringify(content.data, null, 2), title: content.type }
  const { form, text, url } = content
  const more = content.form === 'text' ? { title: content.title, picture: content.picture } : {}
  return { form, text, url, ...more }
}

type Chosen = { readonly id: string; readonly name: string | null }

/** The one asked for; else who bought last, of whom there is most to fill in; else the newest. */
async function chooseCustomer(ctx: Ctx, id: string | undefined): Promise<Chosen | null> {
  const find = async (which: RawBuilder<unknown>) => (await sql<Chosen>`select id, name from customers ${which}`.execute(ctx.db)).rows[0]
  if (id !== undefined) {
    const chosen = await find(sql`where id = ${id}`)
    if (!chosen) throw new Problem('record.missing', { what: { zh: '客户', en: 'customer' } })
    return chosen
  }
  const buyer = await find(
    sql`where id = (select customer_id from metrics where last_purchase_at is not null order by last_purchase_at desc, customer_id desc limit 1)`,
  )
  return buyer ?? (await find(sql`order by created_at desc, id desc limit 1`)) ?? null
}

function isMissing(values: Values, path: string): boolean {
  const value = path
    .split('.')
    .reduce<unknown>(
      (inner, part) =>
        typeof inner === 'object' && inner !== null ? Object.entries(inner).find(([name]) => name === part)?.[1] : undefined,
      values,
    )
  return value === null || value === undefined || value === ''
}
