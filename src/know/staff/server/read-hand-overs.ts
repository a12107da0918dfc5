import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { findUser } from '../../../platform/access/keep-user.ts'
import { actorIdOf, nameUsers } from '../../../platform/access/people.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Db } from '../../../platform/database/connect.ts'
import type * as definitions from '../hand-over.ts'
import type { HandOverCard, HandOverState } from '../hand-over.ts'
import { countOwned, nameFollowing, type RestMoved } from './owned-tables.ts'

export type HandOverRow = {
  id: string
  from_id: string
  from_name: string
  customers_to: string[]
  todos_to: string[]
  rest_to: string | null
  reason: string | null
  state: HandOverState
  planned: { customers: number; todos: number; rest: number; wasActive: boolean }
  moved_customers: number
  moved_todos: number
  rest: RestMoved[]
  back: number
  left_alone: number
  by_id: string
  by_name: string
  begun_at: Date
  ended_at: Date | null
  undone_at: Date | null
}

/** What there is to move. */
export async function countBelongings(ctx: Ctx, userId: string) {
  const actor = actorIdOf(userId)
  const { rows } = await sql<{ customers: number; todos: number; promises: number; sessions: number; keys: number }>`select
      (select count(*) from customers where owner_id = ${userId}) as customers,
      (select count(*) from todos where assignee_id = ${actor} and state = 'open' and origin_kind <> 'interaction') as todos,
      (select count(*) from todos where assignee_id = ${actor} and state = 'open' and origin_kind = 'interaction') as promises,
      (select count(*) from auth.sessions where user_id = ${userId} and expires_at > ${ctx.now}) as sessions,
      (select count(*) from api_keys where created_by = ${actor} and revoked_at is null) as keys`.execute(ctx.db)
  return { ...(rows[0] ?? { customers: 0, todos: 0, promises: 0, sessions: 0, keys: 0 }), rest: await countOwned(ctx, userId) }
}

/** @throws Problem user.missing */
export async function previewHandOver(
  ctx: Ctx,
  { id }: InputOf<typeof definitions.previewHandOver>,
): Promise<AnswerOf<typeof definitions.previewHandOver>> {
  const { name } = await findUser(ctx.db, id)
  return { id, name, ...(await countBelongings(ctx, id)) }
}

/** @throws Problem hand-over.missing */
export async function findHandOver(db: Db, id: string): Promise<HandOverRow> {
  const { rows } = await sql<HandOverRow>`select * from hand_overs where id = ${id}`.execute(db)
  if (!rows[0]) throw new Problem('hand-over.missing')
  return rows[0]
}

function cardOf(row: HandOverRow, names: ReadonlyMap<string, string>): HandOverCard {
  const { planned } = row
  return {
    id: row.id,
    fromId: row.from_id,
    fromName: row.from_name,
    to: row.customers_to.map((id) => names.get(id) ?? id),
    state: row.state,
    reason: row.reason,
    planned: { customers: planned.customers, todos: planned.todos, rest: planned.rest },
    moved: { customers: row.moved_customers, todos: row.moved_todos, rest: row.rest.length },
    back: row.back,
    leftAlone: row.left_alone,
    byName: row.by_name,
    begunAt: row.begun_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    undoneAt: row.undone_at?.toISOString() ?? null,
  }
}

export async function listHandOvers(ctx: Ctx): Promise<AnswerOf<typeof definitions.listHandOvers>> {
  const { rows } = await sql<HandOverRow>`select * from hand_overs order by begun_at desc, id desc limit 100`.execute(ctx.db)
  const names = await nameUsers(
    ctx.db,
    rows.flatMap((row) => row.customers_to),
  )
  return { handOvers: rows.map((row) => cardOf(row, names)) }
}

const mostLeft = 200

type Left = AnswerOf<typeof definitions.readHandOver>['left']

/** @throws Problem hand-over.missing */
export async function readHandOver(
  ctx: Ctx,
  { id }: InputOf<typeof definitions.readHandOver>,
): Promise<AnswerOf<typeof definitions.readHandOver>> {
  const row = await findHandOver(ctx.db, id)
  const names = await nameUsers(ctx.db, row.customers_to)
  return { ...cardOf(row, names), left: [...(await leftMoves(ctx, id)), ...(await leftRest(ctx, row))].slice(0, mostLeft) }
}

async function leftMoves(ctx: Ctx, id: string): Promise<Left> {
  const { rows } = await sql<Left[number]>`select m.what, c.id as "customerId",
      case m.what when 'customer' then coalesce(c.name, c.code, c.phone, c.email) else t.title end as name,
      case m.what when 'customer' then u.name else t.assignee_name end as "nowWith"
    from hand_over_moves m left join customers c on c.id = m.customer_id
      left join auth.users u on u.id = c.owner_id
      left join todos t on m.what = 'todo' and t.customer_id = m.customer_id and t.id = m.record_id
    where m.hand_over_id = ${id} and m.state = 'left' order by m.what, m.customer_id, m.record_id limit ${mostLeft}`.execute(ctx.db)
  return rows.map((row) => ({ ...row, name: row.name ?? '—' }))
}

async function leftRest(ctx: Ctx, { rest }: HandOverRow): Promise<Left> {
  const left = rest.filter((one) => one.left).slice(0, mostLeft)
  const nameless = Map.groupBy(
    left.filter(({ name }) => name === null),
    ({ what }) => what,
  )
  const named = new Map<string, Left[number]>()
  for (const [what, some] of nameless)
    for (const { id, ...one } of await nameFollowing(
      ctx,
      what,
      some.map(({ id }) => id),
    ))
      named.set(id, { what: 'rest', ...one })
  return left.map(({ id, name }) => named.get(id) ?? { what: 'rest', customerId: null, name: name ?? '—', nowWith: null })
}
