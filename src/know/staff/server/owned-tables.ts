import { sql } from 'kysely'
import type { Words } from '../../../core/kit/words.ts'
import { actorIdOf } from '../../../platform/access/people.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { OwnedTable } from '../../../platform/actions/feature.ts'
import { circleOf } from '../tree.ts'
import { lockOrganisation } from './change-organisation.ts'
import { readDepartments, readPlaces } from './read-organisation.ts'
import type { RestMoved } from './read-hand-overs.ts'

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
    }>`select count(*) as n from ${tableOf(owned)} where ${columnOf(owned)} = ${writtenAs(owned, userId)}`.execute(ctx.db)
    if ((rows[0]?.n ?? 0) > 0) counts.push({ what: owned.what, label: owned.label, count: rows[0]?.n ?? 0 })
  }
  return counts
}

/** Hands all of it on. Where the successor would come to answer to themselves, it is nobody's by name instead. */
export async function moveOwned(ctx: Ctx, from: string, to: string): Promise<RestMoved[]> {
  await lockOrganisation(ctx)
  const moved: RestMoved[] = []
  for (const owned of allOwned(ctx)) {
    const isPlace = staffOwned.some(({ what }) => what === owned.what)
    const after = isPlace && (await wouldCircle(ctx, owned.what, from, to)) ? null : to
    const { rows } = await sql<{ id: string; name: string }>`update ${tableOf(owned)} set ${columnOf(owned)} = ${orNull(owned, after)}
      where ${columnOf(owned)} = ${writtenAs(owned, from)} returning id, name`.execute(ctx.db)
    moved.push(...rows.map(({ id, name }) => ({ what: owned.what, id, name, after })))
  }
  return moved
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
      ? await sql`update ${tableOf(owned)} set ${columnOf(owned)} = ${writtenAs(owned, from)}
          where id = ${one.id}::uuid and ${columnOf(owned)} is not distinct from ${orNull(owned, one.after)} returning 1`.execute(ctx.db)
      : { rows: [] }
    told.push(rows.length > 0 ? one : { ...one, left: true })
  }
  return told
}
