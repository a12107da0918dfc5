import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { renameHousehold as definition } from '../actions.ts'
import { householdNamed } from './households.ts'

/** @throws Problem household.missing */
export async function renameHousehold(ctx: Ctx, { id, name }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  await householdNamed(ctx, id)
  await sql`update households set name = ${name} where id = ${id}`.execute(ctx.db)
  return { id }
}
