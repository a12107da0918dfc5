import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { nameSeen, refuseUnseen } from '../../../platform/rights/out-of-sight.ts'
import { keptForms } from '../../../platform/sealing/contacts.ts'
import { readPoint } from '../../contact-points/contact-point.ts'
import { identityKey } from '../../customers/identity-keys.ts'
import type { shareContact as definition } from '../actions.ts'
import type { SharedKind } from '../household.ts'
import { householdNamed, memberIds } from './households.ts'

/** All forms in which it may stand at this moment, the one that is written first. @throws Problem household.wrong-contact */
export function sharedForms(ctx: Ctx, kind: SharedKind, text: string): readonly string[] {
  const read = readPoint(kind, text, { language: 'zh', ...ctx.shop })
  if ('wrong' in read) throw new Problem('household.wrong-contact', { path: 'value', value: text, reason: read.wrong })
  return keptForms(ctx, kind, read.value)
}

/**
 * What is shared leaves the identities: nobody is known by it alone, and every member may have it.
 * @throws Problem household.missing, household.wrong-contact, household.anothers, household.shared-elsewhere
 */
export async function shareContact(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { id, kind } = input
  await householdNamed(ctx, id)
  const forms = sharedForms(ctx, kind, input.value)
  const [value = input.value] = forms
  const key = identityKey(kind, value)
  const keys = forms.map((form) => identityKey(kind, form))
  const members = await memberIds(ctx, id)
  const { rows } = await sql<{ id: string }>`select customer_id as id from identities where key = any(${keys}::text[])`.execute(ctx.db)
  const owner = rows.find((row) => !members.includes(row.id))
  if (owner) {
    await refuseUnseen(ctx, owner.id, kind)
    throw new Problem('household.anothers', { value, name: await nameSeen(ctx, owner.id), id: owner.id })
  }
  await sql`insert into shared_keys (key, household_id) values (${key}, ${id}) on conflict do nothing`.execute(ctx.db)
  const { rows: holders } = await sql<{ household_id: string }>`select household_id from shared_keys where key = ${key}`.execute(ctx.db)
  if (holders[0]?.household_id !== id) throw new Problem('household.shared-elsewhere', { value })
  await sql`delete from customer_identities where customer_id = any(${members}::uuid[]) and key = any(${keys}::text[])`.execute(ctx.db)
  await sql`delete from identities where key = any(${keys}::text[]) and customer_id = any(${members}::uuid[])`.execute(ctx.db)
  return { id }
}
