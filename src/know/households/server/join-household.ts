import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { askWithin } from '../../../platform/rights/decide.ts'
import { nameSeen } from '../../../platform/rights/out-of-sight.ts'
import type { joinHousehold as definition } from '../actions.ts'
import { householdJoined } from '../events.ts'
import { householdNamed, lockPeople } from './households.ts'

/** @throws Problem household.missing, household.elsewhere, household.company, record.missing */
export async function joinHousehold(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { id, customerId, role } = input
  const household = await householdNamed(ctx, id)
  await lockPeople(ctx, [customerId])
  const { rows } = await sql<{
    household_id: string
  }>`select household_id from household_members where customer_id = ${customerId}`.execute(ctx.db)
  const standing = rows[0]
  if (standing && standing.household_id !== id) {
    const [seen] = await askWithin(ctx, 'read', sql<{ name: string }>`select name from households where id = ${standing.household_id}`)
    throw new Problem('household.elsewhere', { name: await nameSeen(ctx, customerId), household: seen?.name ?? '' })
  }
  await sql`insert into household_members (customer_id, household_id, role, joined_at) values (${customerId}, ${id}, ${role}, ${ctx.now})
    on conflict (customer_id) do update set role = excluded.role`.execute(ctx.db)
  if (!standing)
    await ctx.record({
      customerId,
      kind: householdJoined.name,
      occurredAt: ctx.now,
      payload: { household: id, name: household.name, role },
    })
  return { id }
}
