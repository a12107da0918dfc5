import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { joinHousehold, makeHousehold } from '../../households/actions.ts'

type Joined = { readonly id: string; readonly joined: string[] }

type Member = { id: string; phone: string | null; household_id: string | null }

/**
 * Puts these customers into one household, with the phone that they share. Where one of them has a household already the
 * others join it; where there are two, nobody is moved.
 */
export async function keepHousehold(ctx: Ctx, ids: readonly string[]): Promise<Joined | null> {
  const { rows } =
    await sql<Member>`select c.id, c.phone, m.household_id from customers c left join household_members m on m.customer_id = c.id
    where c.id = any(${ids}::uuid[]) order by c.created_at, c.id`.execute(ctx.db)
  const known = new Set(rows.flatMap((row) => row.household_id ?? []))
  const joined = rows.filter((row) => row.household_id === null).map((row) => row.id)
  const [household] = known
  if (known.size > 1 || rows.length < 2) return null
  if (household !== undefined) {
    for (const customerId of joined) await ctx.run(joinHousehold, { id: household, customerId })
    return { id: household, joined }
  }
  const { id } = await ctx.run(makeHousehold, { members: joined.map((customerId) => ({ customerId })), shared: sharedPhones(rows) })
  return { id, joined }
}

function sharedPhones(members: readonly Member[]): { kind: 'phone'; value: string }[] {
  const phones = members.flatMap(({ phone }) => phone ?? [])
  return [...new Set(phones.filter((phone, i) => phones.indexOf(phone) !== i))].map((value) => ({ kind: 'phone', value }))
}
