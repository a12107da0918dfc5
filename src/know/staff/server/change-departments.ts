import { sql } from 'kysely'
import type { InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Words } from '../../../core/kit/words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type * as definitions from '../actions.ts'
import { type Department, mostDepartments } from '../staff.ts'
import { mayStandUnder } from '../tree.ts'
import { lockOrganisation, refuseCircles, requireUser } from './change-organisation.ts'
import { readDepartments } from './read-organisation.ts'

type Done = { id: string }

/** @throws Problem department.missing, department.name-taken, department.too-many, user.missing, staff.circle */
export async function createDepartment(ctx: Ctx, { name, parentId, headId }: InputOf<typeof definitions.createDepartment>): Promise<Done> {
  await lockOrganisation(ctx)
  const all = await readDepartments(ctx.db)
  if (all.length >= mostDepartments) throw new Problem('department.too-many', { most: mostDepartments })
  const made = { id: ctx.newId(), name, parentId, headId }
  await checkPlace(ctx, all, made)
  await sql`insert into departments (id, name, parent_id, head_id, made_at) values (${made.id}, ${name}, ${parentId}, ${headId}, ${ctx.now})`.execute(
    ctx.db,
  )
  return { id: made.id }
}

/** @throws Problem department.missing, department.name-taken, department.circle, user.missing, staff.circle */
export async function changeDepartment(ctx: Ctx, input: InputOf<typeof definitions.changeDepartment>): Promise<Done> {
  await lockOrganisation(ctx)
  const all = await readDepartments(ctx.db)
  const before = find(all, input.id)
  const after: Department = {
    ...before,
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.parentId === undefined ? {} : { parentId: input.parentId }),
    ...(input.headId === undefined ? {} : { headId: input.headId }),
  }
  await checkPlace(ctx, all, after)
  await sql`update departments set name = ${after.name}, parent_id = ${after.parentId}, head_id = ${after.headId} where id = ${input.id}`.execute(
    ctx.db,
  )
  await refuseCircles(ctx)
  return { id: input.id }
}

function find(all: readonly Department[], id: string): Department {
  const found = all.find((each) => each.id === id)
  if (!found) throw new Problem('department.missing')
  return found
}

async function checkPlace(ctx: Ctx, all: readonly Department[], { id, name, parentId, headId }: Department): Promise<void> {
  const parent = parentId === null ? null : find(all, parentId)
  if (!mayStandUnder(id, parentId, all)) throw new Problem('department.circle', { path: 'parentId', name, parent: parent?.name ?? '' })
  const same = all.some((each) => each.id !== id && each.parentId === parentId && each.name.toLowerCase() === name.toLowerCase())
  if (same) throw new Problem('department.name-taken', { path: 'name', name })
  if (headId !== null) await requireUser(ctx, headId)
}

/** Only one that is empty; what is in the way is said. @throws Problem department.missing, department.not-empty */
export async function removeDepartment(ctx: Ctx, { id }: InputOf<typeof definitions.removeDepartment>): Promise<Done> {
  await lockOrganisation(ctx)
  const all = await readDepartments(ctx.db)
  const { name } = find(all, id)
  const { rows: people } = await sql<{ name: string }>`select name from auth.users where department_id = ${id} order by name`.execute(
    ctx.db,
  )
  const below = all.filter((each) => each.parentId === id)
  if (below.length + people.length > 0)
    throw new Problem('department.not-empty', { name, what: inTheWay(below.map(nameOf), people.map(nameOf)) })
  await sql`delete from departments where id = ${id}`.execute(ctx.db)
  return { id }
}

const nameOf = ({ name }: { readonly name: string }) => name
const named = 5

/** `2 departments below (East, West) and 1 person (王芳)`. */
function inTheWay(departments: readonly string[], people: readonly string[]): Words {
  const zhList = (names: readonly string[]) => names.slice(0, named).join('、') + (names.length > named ? '等' : '')
  const enList = (names: readonly string[]) => names.slice(0, named).join(', ') + (names.length > named ? ' …' : '')
  const zh = [
    ...(departments.length > 0 ? [`下面还有 ${departments.length} 个部门（${zhList(departments)}）`] : []),
    ...(people.length > 0 ? [`里面还有 ${people.length} 人（${zhList(people)}）`] : []),
  ]
  const en = [
    ...(departments.length > 0
      ? [`${departments.length} ${departments.length === 1 ? 'department' : 'departments'} below (${enList(departments)})`]
      : []),
    ...(people.length > 0 ? [`${people.length} ${people.length === 1 ? 'person' : 'people'} (${enList(people)})`] : []),
  ]
  return { zh: zh.join('，'), en: en.join(' and ') }
}
