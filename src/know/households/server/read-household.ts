import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { readHousehold as definition } from '../actions.ts'
import { sharedKinds } from '../household.ts'

type Answer = NonNullable<AnswerOf<typeof definition>['household']>
type MemberRow = Omit<Answer['members'][number], 'joinedAt'> & { readonly joined_at: Date }

/** The household of a customer with all who are in it; null where there is none. */
export async function readHousehold(ctx: Ctx, { id }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { rows } = await sql<{ id: string; name: string }>`select h.id, h.name from household_members m
    join households h on h.id = m.household_id where m.customer_id = ${id}`.execute(ctx.db)
  const found = rows[0]
  if (!found) return { household: null }
  const { rows: members } = await sql<MemberRow>`select c.id, c.name, c.phone, m.role, m.joined_at from household_members m
    join customers c on c.id = m.customer_id where m.household_id = ${found.id} order by m.joined_at, c.id`.execute(ctx.db)
  const { rows: keys } = await sql<{ key: string }>`select key from shared_keys where household_id = ${found.id} order by key`.execute(
    ctx.db,
  )
  return {
    household: {
      ...found,
      members: members.map(({ joined_at, ...member }) => ({ ...member, joinedAt: joined_at.toISOString() })),
      shared: keys.flatMap(({ key }) => {
        const kind = sharedKinds.find((each) => key.startsWith(`${each}:`))
        return kind === undefined ? [] : [{ kind, value: key.slice(kind.length + 1) }]
      }),
    },
  }
}
