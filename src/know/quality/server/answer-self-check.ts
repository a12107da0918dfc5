import { sql } from 'kysely'
import { isContactKind } from '../../../core/kit/contact-token.ts'
import type { Field } from '../../../core/entity/field.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { openContacts } from '../../../platform/sealing/contacts.ts'
import { updateCustomer } from '../../customers/actions.ts'
import { selfCheckAnswered } from '../events.ts'
import { keepVerdicts } from './check-fields.ts'
import { judgeableFields } from './quality-plan.ts'

/** What the customer says of one detail. */
export type Said = { readonly says: 'right' } | { readonly says: 'wrong' } | { readonly says: 'changed'; readonly text: string }
export type Answers = Readonly<Record<string, Said>>

export type Asked = { readonly name: string; readonly field: Field; readonly value: unknown }

export type OpenCheck = {
  readonly customerId: string
  readonly id: string
  readonly customerName: string | null
  readonly asked: readonly Asked[]
  readonly state: 'open' | 'expired' | 'answered' | 'revoked'
}

type Row = { fields: string[]; expires_at: Date; answered_at: Date | null; revoked_at: Date | null; name: string | null }

/** The check behind a link with the details as they are now; null where there is none. */
export async function readSelfCheck(ctx: Ctx, customerId: string, id: string): Promise<OpenCheck | null> {
  const { rows } =
    await sql<Row>`select s.fields, s.expires_at, s.answered_at, s.revoked_at, c.name from self_checks s join customers c on c.id = s.customer_id
    where s.customer_id = ${customerId} and s.id = ${id}`.execute(ctx.db)
  const [row] = rows
  if (!row) return null
  const judgeable = judgeableFields(ctx)
  const placed = row.fields.flatMap((name) => {
    const found = judgeable.get(name)
    return found ? [found] : []
  })
  const body = sql.join(placed.map((each) => sql`${each.name}::text, ${isContactKind(each.name) ? (each.shown ?? each.sql) : each.sql}`))
  const values = await sql<{
    body: Record<string, unknown>
  }>`select jsonb_build_object(${body}) as body from customers c where c.id = ${customerId}`.execute(ctx.db)
  return {
    customerId,
    id,
    customerName: row.name,
    asked: placed.map(({ name, field }) => ({
      name,
      field,
      value: openContacts(ctx.services.sealing, values.rows[0]?.body[name] ?? null),
    })),
    state: row.revoked_at ? 'revoked' : row.answered_at ? 'answered' : row.expires_at <= ctx.now ? 'expired' : 'open',
  }
}

/** Reads what was typed as a value of its field. */
export function readTyped(ctx: Ctx, field: Field, text: string): { readonly value: unknown } | { readonly wrong: Words } {
  const type = ctx.registry.types[field.type]
  if (!type) throw new Error(`no field type ${field.type}`)
  return type.parse(text, field, { language: 'zh', currency: ctx.shop.currency, timeZone: ctx.shop.timeZone })
}

/**
 * Writes what the customer said and confirmed: a corrected value at once, a detail that is no longer right as doubted,
 * the rest as confirmed by them. A number or address that is another customer's is doubted and left to the firm, and the
 * customer is told no more than that it must be looked at.
 * @returns how many were right, corrected, doubted
 */
export async function answerSelfCheck(
  ctx: Ctx,
  check: OpenCheck,
  answers: Answers,
): Promise<{ right: number; changed: number; wrong: number }> {
  const counts = { right: 0, changed: 0, wrong: 0 }
  const kept: Record<string, string> = {}
  for (const { name, field, value } of check.asked) {
    const said = answers[name]
    if (!said) continue
    const outcome = said.says === 'changed' ? await correct(ctx, check.customerId, name, field, said.text) : said.says
    if (outcome !== 'changed' && (value === null || value === '')) continue
    await keepVerdicts(ctx, check.customerId, [name], outcome === 'wrong' ? 'wrong' : 'right', 'self-check', null)
    counts[outcome]++
    kept[name] = outcome
  }
  await ctx.record({
    customerId: check.customerId,
    kind: selfCheckAnswered.name,
    occurredAt: ctx.now,
    payload: counts,
    key: `self-check:${check.id}`,
  })
  await sql`update self_checks set answered_at = ${ctx.now}, answers = ${JSON.stringify(kept)}::jsonb where customer_id = ${check.customerId} and id = ${check.id}`.execute(
    ctx.db,
  )
  return counts
}

async function correct(ctx: Ctx, id: string, name: string, field: Field, text: string): Promise<'changed' | 'wrong'> {
  const read = readTyped(ctx, field, text)
  if ('wrong' in read || read.value === null) return 'wrong'
  try {
    await ctx.run(updateCustomer, { id, [name]: read.value })
    return 'changed'
  } catch (error) {
    if (error instanceof Problem && error.code === 'customer.exists') return 'wrong'
    throw error
  }
}
