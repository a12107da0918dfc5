import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { giveBack } from '../../../platform/records/shared-keys.ts'
import { identityKey } from '../../customers/identity-keys.ts'
import type { unshareContact as definition } from '../actions.ts'
import { householdNamed, memberIds } from './households.ts'
import { sharedValue } from './share-contact.ts'

/** @throws Problem household.missing, household.wrong-contact */
export async function unshareContact(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { id, kind } = input
  await householdNamed(ctx, id)
  const key = identityKey(kind, sharedValue(ctx, kind, input.value))
  const { rows } = await sql<{ key: string }>`select key from shared_keys where key = ${key} and household_id = ${id}`.execute(ctx.db)
  await giveBack(
    ctx.db,
    rows.map((row) => row.key),
    await memberIds(ctx, id),
  )
  return { id }
}
