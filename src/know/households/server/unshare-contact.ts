import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { giveBack } from '../../../platform/records/shared-keys.ts'
import { identityKey } from '../../customers/identity-keys.ts'
import type { unshareContact as definition } from '../actions.ts'
import { householdNamed, memberIds } from './households.ts'
import { sharedForms } from './share-contact.ts'

/** @throws Problem household.missing, household.wrong-contact */
export async function unshareContact(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { id, kind } = input
  await householdNamed(ctx, id)
  const keys = sharedForms(ctx, kind, input.value).map((form) => identityKey(kind, form))
  const { rows } = await sql<{
    key: string
  }>`select key from shared_keys where key = any(${keys}::text[]) and household_id = ${id}`.execute(ctx.db)
  await giveBack(
    ctx,
    rows.map((row) => row.key),
    await memberIds(ctx, id),
  )
  return { id }
}
