import { sql } from 'kysely'
import type { AnswerOf } from '../../../core/action/action.ts'
import { userIdOf } from '../../../platform/access/people.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'
import type { readOrganisation as definition } from '../actions.ts'
import type { Department } from '../staff.ts'
import type { Placed } from '../tree.ts'

type DepartmentRow = { id: string; name: string; parent_id: string | null; head_id: string | null }

export async function readDepartments(db: Db): Promise<Department[]> {
  const { rows } = await sql<DepartmentRow>`select id, name, parent_id, head_id from departments order by name, id`.execute(db)
  return rows.map(({ id, name, parent_id: parentId, head_id: headId }) => ({ id, name, parentId, headId }))
}

type PersonRow = {
  id: string
  name: string
  department_id: string | null
  position: string | null
  manager_id: string | null
  disabled: boolean
  team_ids: string[]
}

async function readPeople(db: Db): Promise<PersonRow[]> {
  const { rows } =
    await sql<PersonRow>`select u.id, u.name, u.department_id, u.position, u.manager_id, u.disabled_at is not null as disabled,
      coalesce((select array_agg(m.team_id order by m.team_id) from team_members m where m.user_id = u.id), '{}') as team_ids
    from auth.users u order by u.name, u.id`.execute(db)
  return rows
}

/** Everybody with their place, for the questions of tree.ts. */
export async function readPlaces(db: Db): Promise<(Placed & { readonly name: string })[]> {
  const { rows } = await sql<{ id: string; name: string; departmentId: string | null; managerId: string | null }>`
    select id, name, department_id as "departmentId", manager_id as "managerId" from auth.users order by id`.execute(db)
  return rows
}

export async function readOrganisation(ctx: Ctx): Promise<AnswerOf<typeof definition>> {
  const { rows: teams } = await sql<{ id: string; name: string }>`select id, name from teams order by name, id`.execute(ctx.db)
  const me = userIdOf(ctx.actor)
  return {
    departments: await readDepartments(ctx.db),
    teams,
    people: (await readPeople(ctx.db)).map((row) => ({
      id: row.id,
      name: row.name,
      departmentId: row.department_id,
      position: row.position,
      managerId: row.manager_id,
      teamIds: row.team_ids,
      disabled: row.disabled,
      you: row.id === me,
    })),
  }
}
