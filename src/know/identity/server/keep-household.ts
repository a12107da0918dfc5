import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { joinHousehold, makeHousehold, shareContact } from '../../households/actions.ts'
import type { SharedKind } from '../../households/household.ts'
import { givenAmongFamily, giveToMembers } from './share-given.ts'

type Joined = { readonly id: string; readonly joined: string[] }

type Member = { id: string; phone: string | null; household_id: string | null }

/**
 * Puts these customers into one household, with the phone that they share; who was given what is another member's has it
 * then. Where one of them has a household already the others join it; where there are two, nobody is moved.
 */
export async function keepHousehold(ctx: Ctx, ids: readonly string[]): Promise<Joined | null> {
  const { rows } =
    await sql<Member>`select c.id, c.phone, m.household_id from customers c left join household_members m on m.customer_id = c.id
    where c.id = any(${ids}::uuid[]) order by c.created_at, c.id`.execute(ctx.db)
  const known = new Set(rows.flatMap((row) => row.household_id ?? []))
  const joined = rows.filter((row) => row.household_id === null).map((row) => row.id)
  const [household] = known
  if (known.size > 1 || rows.length < 2) return null
  const given = await givenAmongFamily(ctx, ids)
  if (household !== undefined) {
    for (const customerId of joined) await ctx.run(joinHousehold, { id: household, customerId })
    for (const each of once(given)) await ctx.run(shareContact, { id: household, ...each })
    await giveToMembers(ctx, given)
    return { id: household, joined }
  }
  const { id } = await ctx.run(makeHousehold, {
    members: joined.map((customerId) => ({ customerId })),
    shared: once([...sharedPhones(rows), ...given]),
  })
  await giveToMembers(ctx, given)
  return { id, joined }
}

type Shared = { readonly kind: SharedKind; readonly value: string }

const once = (all: readonly Shared[]): Shared[] => [
  ...new Map(all.map(({ kind, value }) => [`${kind} ${value.toLowerCase()}`, { kind, value }])).values(),
]

function sharedPhones(members: readonly Member[]): Shared[] {
  const phones = members.flatMap(({ phone }) => phone ?? [])
  return [...new Set(phones.filter((phone, i) => phones.indexOf(phone) !== i))].map((value) => ({ kind: 'phone', value }))
}
