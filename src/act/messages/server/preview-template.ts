import { type RawBuilder, sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { previewTemplate as definition } from '../actions.ts'
import { languageOfText, writeMail } from '../markup/write-mail.ts'
import { sayMessageReason } from '../reasons.ts'
import { checkTemplate, fillTemplate, type Values } from './fill-template.ts'
import { emptyValues, readValues, templateVariables } from './template-values.ts'

/** @throws Problem template.*, record.missing */
export async function previewTemplate(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const text = { name: input.subject, subject: input.subject, body: input.body }
  const used = await checkTemplate(
    text,
    templateVariables(ctx).map((v) => v.name),
    emptyValues(ctx),
  )
  const language = languageOfText(input.subject + input.body)
  const customer = await chooseCustomer(ctx, input.customerId)
  const values = customer ? ((await readValues(ctx, [customer.id], language)).get(customer.id) ?? emptyValues(ctx)) : emptyValues(ctx)
  const [filled] = await fillTemplate(text, [values])
  if (!filled || 'reason' in filled)
    throw new Problem('template.malformed', { part: '', line: 1, reason: filled ? sayMessageReason(filled.reason) : '' })
  const mail = writeMail(filled.subject, filled.body, { shopName: ctx.shop.name, language, unsubscribeUrl: '#', preferencesUrl: '#' })
  return { customer, ...mail, missing: used.filter((name) => isMissing(values, name)) }
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
