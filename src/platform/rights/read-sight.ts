import { sql } from 'kysely'
import { roleBody } from '../../core/rights/role-body.ts'
import { userIdOf } from '../access/people.ts'
import type { Actor } from '../actions/context.ts'
import type { Registry } from '../actions/registry.ts'
import type { Services } from '../actions/services.ts'
import type { Database, Db } from '../database/connect.ts'
import { type HeldRole, limitsOf, type Sight, type Standing, type Telling } from './sight.ts'

/** So old may it be in another process that a right was changed in; in this one it is forgotten at once. */
const keptMs = 1_000
const mostKept = 10_000

/** `read`: what it was made from, as text. */
type Seen = { readonly sight: Sight; readonly read: string }
type Kept = { readonly until: number; readonly seen: Promise<Seen> }
const memories = new WeakMap<Database, Map<string, Kept>>()

/** What this actor may see and do. The owner's rights are never narrowed: somebody must be able to give them back. */
export async function readSight({ database, clock, registry }: Services, actor: Actor, db: Db = database.db): Promise<Sight> {
  const userId = userIdOf(actor)
  if (userId === null || actor.role === 'owner') return { role: actor.role, limits: null }
  const memory = memories.get(database) ?? new Map<string, Kept>()
  memories.set(database, memory)
  const key = `${userId} ${actor.role}`
  const at = performance.now()
  const known = memory.get(key)
  if (known && known.until > at) return (await known.seen).sight
  if (memory.size >= mostKept) memory.clear()
  const seen = ask(db, registry, actor, userId, clock()).then((fresh) => asBefore(fresh, known))
  memory.set(key, { until: at + keptMs, seen })
  seen.catch(() => memory.delete(key))
  return (await seen).sight
}

/**
 * The very sight of before where nothing was changed, for much hangs on it: how statements are rewritten, rules compiled,
 * tables looked up. To make that anew each second would cost a reader more than what they ask.
 */
async function asBefore(fresh: Seen, known: Kept | undefined): Promise<Seen> {
  const before = await known?.seen.catch(() => undefined)
  return before?.read === fresh.read ? before : fresh
}

/** After roles, who holds them, shares or the firm's people were changed. */
export function forgetSights(database: Database): void {
  memories.delete(database)
}

async function ask(db: Db, registry: Registry, actor: Actor, userId: string, now: Date): Promise<Seen> {
  const { rows } = await sql<{ id: string; name: string; body: unknown }>`select r.id, r.name, r.body from role_holders h
    join roles r on r.id = h.role_id where h.user_id = ${userId} order by r.name, r.id`.execute(db)
  if (rows.length === 0) return { sight: { role: actor.role, limits: null }, read: '' }
  const [standing, telling] = [await readStanding(db, userId, now), await readTelling(registry, db)]
  const roles = rows.map(({ id, name, body }): HeldRole => ({ id, name, body: roleBody.parse(body) }))
  return { sight: { role: actor.role, limits: limitsOf(roles, standing, telling) }, read: JSON.stringify([rows, standing, telling]) }
}

/** Which fields tell of which others whether these are known, as all features say. */
export async function readTelling({ features }: Registry, db: Db): Promise<Telling> {
  const telling: Record<string, readonly string[]> = {}
  for (const { tellsOf } of features) Object.assign(telling, await tellsOf?.(db))
  return telling
}

type Department = readonly [id: string, parent: string | null, head: string | null]
type Colleague = readonly [id: string, manager: string | null, department: string | null]

/**
 * Who answers to whom by name, or as head of a department; a department's people with those of all below it. Gone through
 * here: as a statement that calls itself it cost the database forty milliseconds, each second and for each reader.
 */
export async function readStanding(db: Db, userId: string, now: Date): Promise<Standing> {
  const { rows } = await sql<{
    departments: Department[] | null
    people: Colleague[] | null
    teams: string[] | null
    shared: Standing['shared'] | null
  }>`
    select (select jsonb_agg(jsonb_build_array(id, parent_id, head_id) order by id) from departments) as departments,
      (select jsonb_agg(jsonb_build_array(id, manager_id, department_id) order by id) from auth.users
        where manager_id is not null or department_id is not null) as people,
      (select jsonb_agg(distinct t.user_id) from team_members t
        where t.team_id in (select m.team_id from team_members m where m.user_id = ${userId}::uuid)) as teams,
      (select jsonb_agg(jsonb_build_object('customerId', s.customer_id, 'may', s.may) order by s.customer_id, s.may) from shares s
        where s.ended_at is null and (s.until is null or s.until > ${now}) and (s.with_kind = 'person' and s.with_id = ${userId}::uuid
          or s.with_kind = 'team' and s.with_id in (select m.team_id from team_members m where m.user_id = ${userId}::uuid)
          or s.with_kind = 'department' and s.with_id in (select u.department_id from auth.users u where u.id = ${userId}::uuid))) as shared`.execute(
    db,
  )
  const { departments, people, teams, shared } = rows[0] ?? { departments: null, people: null, teams: null, shared: null }
  const placed = placeIn(userId, departments ?? [], people ?? [])
  return { userId, ...placed, teams: teams ?? [], shared: shared ?? [] }
}

function placeIn(
  userId: string,
  departments: readonly Department[],
  people: readonly Colleague[],
): Pick<Standing, 'reports' | 'department'> {
  const below = Map.groupBy(departments, ([, parent]) => parent)
  const headed = Map.groupBy(departments, ([, , head]) => head)
  const byManager = Map.groupBy(people, ([, manager]) => manager)
  const byDepartment = Map.groupBy(people, ([, , department]) => department)
  const idsOf = (found: readonly (readonly [string, ...unknown[]])[] | undefined) => (found ?? []).map(([id]) => id)
  const allBelow = (ids: readonly string[]) => reached(ids, (id) => idsOf(below.get(id)))
  const underHead = (id: string) => allBelow(idsOf(headed.get(id)))
  const answerTo = (id: string) => [
    ...idsOf(byManager.get(id)),
    ...underHead(id).flatMap((department) => idsOf(byDepartment.get(department))),
  ]
  const mine = people.find(([id]) => id === userId)?.[2]
  return {
    reports: reached(answerTo(userId), answerTo).filter((id) => id !== userId),
    department: [...new Set([...allBelow(mine ? [mine] : []), ...underHead(userId)])].flatMap((id) => idsOf(byDepartment.get(id))),
  }
}

/** These and all that is reached from them, each once: nobody is sure that it is a tree. */
function reached(from: readonly string[], next: (id: string) => readonly string[]): string[] {
  const found = new Set(from)
  for (const id of found) for (const further of next(id)) found.add(further)
  return [...found]
}
