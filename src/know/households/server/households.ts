import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { nameSeen } from '../../../platform/rights/out-of-sight.ts'
import { customer } from '../../customers/customer.ts'

export type Household = { readonly id: string; readonly name: string }

/** @throws Problem household.missing */
export async function householdNamed(ctx: Ctx, id: string): Promise<Household> {
  const { rows } = await sql<Household>`select id, name from households where id = ${id}`.execute(ctx.db)
  if (!rows[0]) throw new Problem('household.missing')
  return rows[0]
}

/** Those in the household, longest standing first. */
export async function memberIds(ctx: Ctx, household: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select customer_id as id from household_members where household_id = ${household}
    order by joined_at, customer_id`.execute(ctx.db)
  return rows.map((row) => row.id)
}

type Person = { readonly id: string; readonly name: string | null; readonly kind: string }

/** Locks the people in order of id, so that two who put them together cannot wait for each other. @throws Problem record.missing, household.company */
export async function lockPeople(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Person>> {
  const { rows } =
    await sql<Person>`select id, name, kind from customers where id = any(${[...ids]}::uuid[]) order by id for no key update`.execute(
      ctx.db,
    )
  const people = new Map(rows.map((row) => [row.id, row]))
  if (ids.some((id) => !people.has(id))) throw new Problem('record.missing', { what: customer.label })
  const company = rows.find((row) => row.kind === 'company')
  if (company) throw new Problem('household.company', { name: await nameSeen(ctx, company.id) })
  return people
}
