import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { removeContact as definition } from '../actions.ts'
import { contactRemoved } from '../events.ts'
import { lockContact } from './contact-rows.ts'

/** Takes a contact away; where it was the primary one, the one of longest standing follows. @throws Problem record.missing */
export async function removeContact(ctx: Ctx, { id }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const before = await lockContact(ctx, id)
  const { customerId } = before
  await sql`delete from contacts where customer_id = ${customerId} and id = ${id}`.execute(ctx.db)
  if (before['isPrimary'] === true)
    await sql`update contacts set is_primary = true, updated_at = ${ctx.now} where customer_id = ${customerId}
      and id = (select id from contacts where customer_id = ${customerId} order by created_at, id limit 1)`.execute(ctx.db)
  await ctx.record({ customerId, kind: contactRemoved.name, occurredAt: ctx.now, payload: { contact: id, name: before['name'] } })
  return { id, customerId }
}
