import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { giveBack } from '../../../platform/records/shared-keys.ts'
import type { leaveHousehold as definition } from '../actions.ts'
import { householdLeft } from '../events.ts'
import { type Household, householdNamed, memberIds } from './households.ts'

/** Who leaves keeps the shared phone in their details, but is not known by it. @throws Problem household.missing, household.not-a-member */
export async function leaveHousehold(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { id, customerId } = input
  const household = await householdNamed(ctx, id)
  const members = await memberIds(ctx, id)
  if (!members.includes(customerId)) throw new Problem('household.not-a-member')
  const rest = members.filter((member) => member !== customerId)
  await takeOut(ctx, household, rest.length < 2 ? members : [customerId])
  if (rest.length >= 2) return { id, ended: false }
  const { rows } = await sql<{ key: string }>`select key from shared_keys where household_id = ${id}`.execute(ctx.db)
  await giveBack(
    ctx,
    rows.map((row) => row.key),
    [...rest, customerId],
  )
  await sql`delete from households where id = ${id}`.execute(ctx.db)
  return { id, ended: true }
}

async function takeOut(ctx: Ctx, { id, name }: Household, members: readonly string[]): Promise<void> {
  await sql`delete from household_members where customer_id = any(${[...members]}::uuid[]) and household_id = ${id}`.execute(ctx.db)
  await ctx.recordAll(
    members.map((customerId) => ({ customerId, kind: householdLeft.name, occurredAt: ctx.now, payload: { household: id, name } })),
  )
}
