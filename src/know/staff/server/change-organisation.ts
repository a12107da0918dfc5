import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { circleOf } from '../tree.ts'
import { readDepartments, readPlaces } from './read-organisation.ts'

/** Changes of who stands where are made one after the other, so that two of them cannot close a circle together. */
export async function lockOrganisation({ db }: Pick<Ctx, 'db'>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('organisation'))`.execute(db)
}

/** After a change: nobody may answer to themselves, through however many others. @throws Problem staff.circle */
export async function refuseCircles({ db }: Pick<Ctx, 'db'>): Promise<void> {
  const people = await readPlaces(db)
  const circle = circleOf(people, await readDepartments(db))
  if (!circle) return
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const called = [...circle, ...circle.slice(0, 1)].map((id) => names.get(id) ?? id)
  throw new Problem('staff.circle', { names: called.join(' → ') })
}

/** Whether this user is there. @throws Problem user.missing */
export async function requireUser({ db }: Pick<Ctx, 'db'>, id: string): Promise<void> {
  const { rows } = await sql`select 1 from auth.users where id = ${id}`.execute(db)
  if (rows.length === 0) throw new Problem('user.missing')
}
