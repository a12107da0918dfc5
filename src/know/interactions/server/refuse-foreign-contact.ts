import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { contact } from '../../contacts/contact.ts'

/** Whom one spoke with is a contact of this company and of no other. @throws Problem record.missing */
export async function refuseForeignContact(ctx: Ctx, customerId: string, contactId: string | null | undefined): Promise<void> {
  if (!contactId) return
  const { rows } = await sql`select 1 from contacts where customer_id = ${customerId} and id = ${contactId}`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('record.missing', { path: 'contactId', what: contact.label })
}
