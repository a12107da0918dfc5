import { sql } from 'kysely'
import { roleBody } from '../../core/rights/role-body.ts'
import { userIdOf } from '../access/people.ts'
import type { Actor } from '../actions/context.ts'
import type { Services } from '../actions/services.ts'
import type { Database, Db } from '../database/connect.ts'
import { type HeldRole, limitsOf, type Sight, type Standing } from './sight.ts'

/** So old may it be in another process that a right was changed in; in this one it is forgotten at once. */
const keptMs = 1_000
const mostKept = 10_000

type Kept = { readonly until: number; readonly sight: Promise<Sight> }
const memories = new WeakMap<Database, Map<string, Kept>>()

/** What this actor may see and do. The owner's rights are never narrowed: somebody must be able to give them back. */
export async function readSight({ database, clock }: Services, actor: Actor, db: Db = database.db): Promise<Sight> {
  const userId = userIdOf(actor)
  if (userId === null || actor.role === 'owner') return { role: actor.role, limits: null }
  const memory = memories.get(database) ?? new Map<string, Kept>()
  memories.set(database, memory)
  const key = `${userId} ${actor.role}`
  const at = performance.now()
  const known = memory.get(key)
  if (known && known.until > at) return known.sight
  if (memory.size >= mostKept) memory.clear()
  const sight = ask(db, actor, userId, clock())
  memory.set(key, { until: at + keptMs, sight })
  sight.catch(() => memory.delete(key))
  return sight
}

/** After roles, who holds them, shares or the firm's people were changed. */
export function forgetSights(database: Database): void {
  memories.delete(database)
}

async function ask(db: Db, actor: Actor, userId: string, now: Date): Promise<Sight> {
  const { rows } = await sql<{ id: string; name: string; body: unknown }>`select r.id, r.name, r.body from role_holders h
    join roles r on r.id = h.role_id where h.user_id = ${userId} order by r.name`.execute(db)
  if (rows.length === 0) return { role: actor.role, limits: null }
  const roles = rows.map(({ id, name, body }): HeldRole => ({ id, name, body: roleBody.parse(body) }))
  return { role: actor.role, limits: limitsOf(roles, await readStanding(db, userId, now)) }
}

/** Who answers to whom by name, or as head of a department; a department's people with those of all below it. */
export async function readStanding(db: Db, userId: string, now: Date): Promise<Standing> {
  const { rows } = await sql<{
    reports: string[] | null
    department: string[] | null
    teams: string[] | null
    shared: Standing['shared'] | null
  }>`
    with recursive tree (id, above) as (
      select id, id from departments
      union select t.id, d.parent_id from tree t join departments d on d.id = t.above where d.parent_id is not null
    ), under (head, id) as (
      select d.head_id, t.id from tree t join departments d on d.id = t.above where d.head_id is not null
    ), answers (id, to_id) as (
      select id, manager_id from auth.users where manager_id is not null
      union select u.id, under.head from auth.users u join under on under.id = u.department_id
    ), answering as (
      select id from answers where to_id = ${userId}::uuid
      union select a.id from answers a join answering on a.to_id = answering.id
    ), mine as (
      select t.id from tree t where t.above = (select department_id from auth.users where id = ${userId}::uuid)
      union select id from under where head = ${userId}::uuid
    ), my_teams as (select team_id as id from team_members where user_id = ${userId}::uuid)
    select (select jsonb_agg(id) from answering where id <> ${userId}::uuid) as reports,
      (select jsonb_agg(u.id) from auth.users u where u.department_id in (select id from mine)) as department,
      (select jsonb_agg(distinct t.user_id) from team_members t where t.team_id in (select id from my_teams)) as teams,
      (select jsonb_agg(jsonb_build_object('customerId', s.customer_id, 'may', s.may)) from shares s
        where s.ended_at is null and (s.until is null or s.until > ${now}) and (s.with_kind = 'person' and s.with_id = ${userId}::uuid
          or s.with_kind = 'team' and s.with_id in (select id from my_teams)
          or s.with_kind = 'department' and s.with_id in (select u.department_id from auth.users u where u.id = ${userId}::uuid))) as shared`.execute(
    db,
  )
  const row = rows[0]
  return { userId, reports: row?.reports ?? [], department: row?.department ?? [], teams: row?.teams ?? [], shared: row?.shared ?? [] }
}
