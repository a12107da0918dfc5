import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { keptContact, keptForms } from '../../../platform/sealing/contacts.ts'
import { customer } from '../../customers/customer.ts'
import { type PointKind, readPoint, sayKind } from '../contact-point.ts'

/** A customer's own row, as far as reaching them goes; locked until the transaction ends. */
export type Reached = Readonly<Record<PointKind, string | null>> & { readonly emailConsent: string }

/** @throws Problem record.missing */
export async function lockReached(ctx: Ctx, id: string): Promise<Reached> {
  const { rows } = await sql<Reached>`select phone, email, wechat, address, email_consent as "emailConsent"
    from customers where id = ${id} for no key update`.execute(ctx.db)
  if (!rows[0]) throw new Problem('record.missing', { what: customer.label })
  return rows[0]
}

export type PointRow = {
  readonly id: string
  readonly kind: PointKind
  readonly value: string
  readonly label: string | null
  readonly verified_at: Date | null
  readonly verified_how: string | null
  readonly consent: 'granted' | 'unknown' | 'withdrawn'
  readonly consent_at: Date | null
  readonly consent_how: string | null
}

/** The rows of a customer, oldest first. */
export async function rowsOf(ctx: Ctx, id: string): Promise<readonly PointRow[]> {
  const { rows } = await sql<PointRow>`select id, kind, value, label, verified_at, verified_how, consent, consent_at, consent_how
    from contact_points where customer_id = ${id} order by created_at, id`.execute(ctx.db)
  return rows
}

/** What was typed in its normal form. @throws Problem contact-point.wrong */
export function normalPoint(ctx: Ctx, kind: PointKind, text: string, path = 'value'): string {
  const read = readPoint(kind, text, { language: 'zh', ...ctx.shop })
  if ('wrong' in read) throw new Problem('contact-point.wrong', { path, kind: sayKind(kind), reason: read.wrong })
  return keptContact(ctx, kind, read.value)
}

/** The point that is meant, as it is kept: what was typed in its normal form, or as it stands. @throws Problem contact-point.missing */
export function pointMeant(ctx: Ctx, reached: Reached, rows: readonly PointRow[], kind: PointKind, text: string): string {
  const has = (value: string) => reached[kind] === value || rows.some((row) => row.kind === kind && row.value === value)
  const read = readPoint(kind, text, { language: 'zh', ...ctx.shop })
  const forms = 'value' in read ? keptForms(ctx, kind, read.value) : []
  const meant = [text, ...keptForms(ctx, kind, text), ...forms].find(has)
  if (meant !== undefined) return meant
  throw new Problem('contact-point.missing', { path: 'value', kind: sayKind(kind), value: text })
}

/** The row of a point, made where there was nothing to say of it until now. */
export async function ensureRow(ctx: Ctx, id: string, kind: PointKind, value: string, consent: string): Promise<void> {
  await sql`insert into contact_points (customer_id, id, kind, value, consent, created_at, updated_at)
    values (${id}, ${ctx.newId()}, ${kind}, ${value}, ${consent}, ${ctx.now}, ${ctx.now}) on conflict (customer_id, kind, value) do nothing`.execute(
    ctx.db,
  )
}

/** The consent that stands for a primary point before it has a row. */
export const consentOfPrimary = (reached: Reached, kind: PointKind) => (kind === 'email' ? reached.emailConsent : 'unknown')
