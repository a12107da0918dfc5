import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { nameSeen } from '../../../platform/rights/out-of-sight.ts'
import { sealInText } from '../../../platform/sealing/contacts.ts'
import { customer } from '../../customers/customer.ts'
import { contact } from '../contact.ts'

export type Values = Readonly<Record<string, unknown>>

/** The company, locked. @throws Problem record.missing, contact.not-a-company */
export async function lockCompany(ctx: Ctx, id: string): Promise<{ readonly name: string | null }> {
  const { rows } = await sql<{
    name: string | null
    kind: string
  }>`select name, kind from customers where id = ${id} for no key update`.execute(ctx.db)
  const company = rows[0]
  if (!company) throw new Problem('record.missing', { what: customer.label })
  if (company.kind !== 'company') throw new Problem('contact.not-a-company', { name: await nameSeen(ctx, id) })
  return company
}

/** The contact and whose it is; its company is locked. @throws Problem record.missing */
export async function lockContact(
  ctx: Ctx,
  id: string,
): Promise<Values & { readonly customerId: string; readonly company: string | null }> {
  const { rows: places } = await sql<{ customer_id: string }>`select customer_id from contacts where id = ${id}`.execute(ctx.db)
  const customerId = places[0]?.customer_id
  if (customerId === undefined) throw new Problem('record.missing', { what: contact.label })
  await sql`select 1 from customers where id = ${customerId} for no key update`.execute(ctx.db)
  const { rows } = await sql<
    Values & { customerId: string; company: string | null }
  >`select customer_id as "customerId", company, name, role, title, department,
    phone, email, wechat, is_primary as "isPrimary", no_mail as "noMail", note, person_id as "personId"
    from contacts where customer_id = ${customerId} and id = ${id}`.execute(ctx.db)
  if (!rows[0]) throw new Problem('record.missing', { what: contact.label })
  return rows[0]
}

/** With the contact details sealed in what somebody wrote of the contact. */
export function withSealedNote(ctx: Ctx, values: Values): Values {
  const { note } = values
  return typeof note === 'string' ? { ...values, note: sealInText(ctx, note) } : values
}

/** @throws Problem contact.no-such-person */
export async function checkPerson(ctx: Ctx, personId: unknown): Promise<void> {
  if (typeof personId !== 'string') return
  const { rows } = await sql<{ kind: string }>`select kind from customers where id = ${personId}`.execute(ctx.db)
  if (rows[0]?.kind !== 'person') throw new Problem('contact.no-such-person', { path: 'personId' })
}

export { contactSearch as searchOf } from '../contact-search.ts'

/** Only one contact of a company is the primary one. */
export async function unsetPrimary(ctx: Ctx, customerId: string): Promise<void> {
  await sql`update contacts set is_primary = false, updated_at = ${ctx.now} where customer_id = ${customerId} and is_primary`.execute(
    ctx.db,
  )
}
