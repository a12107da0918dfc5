import { sql } from 'kysely'
import type { Words } from '../../../core/kit/words.ts'
import { actorIdOf } from '../../../platform/access/people.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { OwnedTable } from '../../../platform/actions/feature.ts'
import { circleOf } from '../tree.ts'
import { lockOrganisation } from './change-organisation.ts'
import { readDepartments, readPlaces } from './read-organisation.ts'

/**
 * One thing besides customers and to-dos that went from hand to hand; `left`: an undo found it changed by somebody. What is
 * about a customer has no name here.
 */
export type RestMoved = {
  readonly what: string
  readonly id: string
  readonly name: string | null
  readonly after: string | null
  readonly left?: true
}

/** Whose department it is, and who answers to them by name: these follow the same way, but never into a circle. */
export const staffOwned: readonly OwnedTable[] = [
  { what: 'department', label: { zh: '主管的部门', en: 'Departments headed' }, table: 'departments', column: 'head_id', as: 'user' },
  {
    what: 'report',
    label: { zh: '指定由其管理的同事', en: 'People who answer to them by name' },
    table: 'auth.users',
    column: 'manager_id',
    as: 'user',
  },
]

const allOwned = (ctx: Ctx): readonly OwnedTable[] => ctx.registry.features.flatMap((feature) => feature.owned ?? [])

const tableOf = ({ table }: OwnedTable) => sql.id(...table.split('.'))
const columnOf = ({ column }: OwnedTable) => sql.id(column)
/** How a user is written in the column. */
const writtenAs = ({ as }: OwnedTable, userId: string) => (as === 'actor' ? sql`${actorIdOf(userId)}::text` : sql`${userId}::uuid`)
const orNull = (owned: OwnedTable, userId: string | null) => (userId === null ? sql`null` : writtenAs(owned, userId))

export async function countOwned(ctx: Ctx, userId: string): Promise<{ what: string; label: Words; count: number }[]> {
  const counts: { what: string; label: Words; count: number }[] = []
  for (const owned of allOwned(ctx)) {
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from ${tableOf(owned)} r where ${isTheirs(owned, userId)}`.execute(ctx.db)
    if ((rows[0]?.n ?? 0) > 0) counts.push({ what: owned.what, label: owned.label, count: rows[0]?.n ?? 0 })
  }
  return counts
}

/** What is over stays with whom it was. */
const isTheirs = (owned: OwnedTable, userId: string) => sql`r.${columnOf(owned)} = ${writtenAs(owned, userId)} ${isOpen(owned)}`
const isOpen = ({ open }: OwnedTable) => (open === undefined ? sql`` : sql`and r.state = any(${[...open]}::text[])`)

/**
 * Hands all of it on. Where the successor would come to answer to themselves, it is nobody's by name instead. Work on a customer
 * goes with the customer, whoever has the rest; with nobody to take it over all else stays.
 */
export async function moveOwned(ctx: Ctx, from: string, to: string | null): Promise<RestMoved[]> {
  await lockOrganisation(ctx)
  const moved: RestMoved[] = []
  for (const owned of allOwned(ctx)) {
    if (to === null && !owned.followsCustomer) continue
    const isPlace = staffOwned.some(({ what }) => what === owned.what)
    const after = isPlace && to !== null && (await wouldCircle(ctx, owned.what, from, to)) ? null : to
    const rows = owned.followsCustomer ? await followCustomers(ctx, owned, from, after) : await moveAll(ctx, owned, from, after)
    moved.push(...rows.map(({ id, name, after: now }) => ({ what: owned.what, id, name, after: now })))
  }
  return moved
}

/** Of what has no name of its own. */
const wordsOf = ({ label: { zh, en } }: OwnedTable) => `${zh} · ${en}`

type Moved = { readonly id: string; readonly name: string | null; readonly after: string | null }

async function moveAll(ctx: Ctx, owned: OwnedTable, from: string, after: string | null): Promise<Moved[]> {
  const called = owned.nameColumn === undefined ? sql`r.name` : sql`${wordsOf(owned)}::text`
  const { rows } = await sql<{ id: string; name: string }>`update ${tableOf(owned)} r set ${setTo(owned, after)}
    where ${isTheirs(owned, from)} returning r.id, ${called} as name`.execute(ctx.db)
  return rows.map((row) => ({ ...row, after }))
}

const setTo = (owned: OwnedTable, userId: string | null) =>
  sql.join([
    sql`${columnOf(owned)} = ${orNull(owned, userId)}`,
    ...(owned.nameColumn === undefined
      ? []
      : [sql`${sql.id(owned.nameColumn)} = (select u.name from auth.users u where u.id = ${userId}::uuid)`]),
  ])

type Following = { readonly customer_id: string; readonly id: string; readonly owner: string | null }

/** One whose customer is nobody's goes with the rest. The customer's name is not kept with it: an erasure would not find it here. */
async function followCustomers(ctx: Ctx, owned: OwnedTable, from: string, otherwise: string | null): Promise<Moved[]> {
  const { rows } = await sql<Following>`select r.customer_id, r.id, u.id as owner
    from ${tableOf(owned)} r left join customers c on c.id = r.customer_id left join auth.users u on u.id = c.owner_id and u.disabled_at is null
    where ${isTheirs(owned, from)} order by r.customer_id, r.id`.execute(ctx.db)
  for (const [to, some] of Map.groupBy(rows, ({ owner }) => owner ?? otherwise))
    await sql`update ${tableOf(owned)} r set ${setTo(owned, to)} where r.customer_id = any(${some.map((one) => one.customer_id)}::uuid[])
      and r.id = any(${some.map((one) => one.id)}::uuid[]) and ${isTheirs(owned, from)}`.execute(ctx.db)
  return rows.map(({ id, owner }) => ({ id, name: null, after: owner ?? otherwise }))
}

export type Named = { readonly id: string; readonly customerId: string | null; readonly name: string; readonly nowWith: string | null }

/** What went with its customers, by the names that the reader may see. */
export async function nameFollowing(ctx: Ctx, what: string, ids: readonly string[]): Promise<Named[]> {
  const owned = allOwned(ctx).find((each) => each.what === what)
  if (!owned?.followsCustomer) return []
  const nowWith = owned.nameColumn === undefined ? sql`null` : sql`r.${sql.id(owned.nameColumn)}`
  const { rows } = await sql<Omit<Named, 'name'> & { name: string | null }>`select r.id, c.id as "customerId",
      coalesce(c.name, c.short_name, c.code) as name, case when c.id is not null then ${nowWith} end as "nowWith"
    from ${tableOf(owned)} r left join customers c on c.id = r.customer_id where r.id = any(${ids}::uuid[])`.execute(ctx.db)
  return rows.map((row) => ({ ...row, name: row.name ?? wordsOf(owned) }))
}

async function wouldCircle(ctx: Ctx, what: string, from: string, to: string): Promise<boolean> {
  const people = await readPlaces(ctx.db)
  const departments = await readDepartments(ctx.db)
  if (what === 'department')
    return (
      circleOf(
        people,
        departments.map((each) => (each.headId === from ? { ...each, headId: to } : each)),
      ) !== null
    )
  return (
    circleOf(
      people.map((each) => (each.managerId === from ? { ...each, managerId: to } : each)),
      departments,
    ) !== null
  )
}

/** Gives back what stands as it was left. @returns all of it, with what somebody has changed since marked so */
export async function giveBackOwned(ctx: Ctx, moved: readonly RestMoved[], from: string): Promise<RestMoved[]> {
  await lockOrganisation(ctx)
  const tables = new Map(allOwned(ctx).map((owned) => [owned.what, owned]))
  const told: RestMoved[] = []
  for (const one of moved) {
    const owned = tables.get(one.what)
    const { rows } = owned
      ? await sql`update ${tableOf(owned)} r set ${setTo(owned, from)}
          where r.id = ${one.id}::uuid and r.${columnOf(owned)} is not distinct from ${orNull(owned, one.after)} ${isOpen(owned)} returning 1`.execute(
          ctx.db,
        )
      : { rows: [] }
    told.push(rows.length > 0 ? one : { ...one, left: true })
  }
  return told
}
