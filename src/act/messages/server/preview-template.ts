import { sql } from 'kysely'
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
  const mail = writeMail(filled.subject, filled.body, { shopName: ctx.shop.name, language, unsubscribeUrl: '#' })
  return { customer, ...mail, missing: used.filter((name) => isMissing(values, name)) }
}

async function chooseCustomer(ctx: Ctx, id: string | undefined): Promise<{ id: string; name: string | null } | null> {
  const which = id === undefined ? sql`order by created_at desc, id desc limit 1` : sql`where id = ${id}`
  const { rows } = await sql<{ id: string; name: string | null }>`select id, name from customers ${which}`.execute(ctx.db)
  if (id !== undefined && !rows[0]) throw new Problem('record.missing', { what: { zh: '客户', en: 'customer' } })
  return rows[0] ?? null
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
