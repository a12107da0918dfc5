import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { columnOf } from '../../../core/entity/field.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { keepVeiled } from '../../../platform/rights/keep-veiled.ts'
import { keptContacts } from '../../../platform/sealing/contacts.ts'
import type { updateContact as definition } from '../actions.ts'
import { contact } from '../contact.ts'
import { contactChanged } from '../events.ts'
import { checkPerson, lockContact, searchOf, unsetPrimary, type Values, withSealedNote } from './contact-rows.ts'

const otherwise: Values = { role: 'other', isPrimary: false, noMail: false }

/** Changes the fields that were sent; nothing is written where nothing differs. @throws Problem record.missing, contact.no-such-person */
export async function updateContact(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { id, ...rest } = input
  const before = await lockContact(ctx, id)
  const sent: Values = withSealedNote(ctx, keptContacts(ctx, await keepVeiled(ctx, before, rest)))
  const given: Record<string, unknown> = Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [name, value ?? otherwise[name] ?? null]),
  )
  const changed = Object.keys(given).filter((name) => sent[name] !== undefined && given[name] !== before[name])
  if (changed.length === 0) return { id, changed }
  if (changed.includes('personId')) await checkPerson(ctx, given['personId'])
  if (given['isPrimary'] === true) await unsetPrimary(ctx, before.customerId)
  await write(ctx, id, before, given, changed)
  await ctx.record({
    customerId: before.customerId,
    kind: contactChanged.name,
    occurredAt: ctx.now,
    payload: { contact: id, name: given['name'] ?? before['name'], fields: changed.join(', ') },
  })
  return { id, changed }
}

async function write(
  ctx: Ctx,
  id: string,
  before: Awaited<ReturnType<typeof lockContact>>,
  given: Values,
  changed: readonly string[],
): Promise<void> {
  const { search, namePinyin } = searchOf({ ...before, ...given }, before.company)
  const sets = sql.join(changed.map((name) => sql`${sql.id(columnOf(name, { type: 'text', label: contact.label }))} = ${given[name]}`))
  await sql`update contacts set ${sets}, search = ${search}::tsvector, name_pinyin = ${namePinyin}, updated_at = ${ctx.now}
    where customer_id = ${before.customerId} and id = ${id}`.execute(ctx.db)
}
