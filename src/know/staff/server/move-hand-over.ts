import { sql } from 'kysely'
import { activeUsers, actorIdOf } from '../../../platform/access/people.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { asSystem } from '../../../platform/actions/services.ts'
import { reassignTodos } from '../../todos/actions.ts'
import { dealOut, giveOwner } from './give-owner.ts'
import { giveBackOwned, moveOwned } from './owned-tables.ts'
import type { HandOverRow } from './read-hand-overs.ts'

/** So many move with one transaction. To-dos move one by one, as anybody hands them on. */
export type Portions = { readonly customers: number; readonly todos: number }
const usual: Portions = { customers: 2_000, todos: 200 }

/** Goes on with the oldest, a portion a transaction; after a crash with what has not moved yet. */
export const handOverTick: Tick = {
  name: 'hand-overs',
  everyMs: 1_000,
  run: (services) => asSystem(services, 'hand-overs', (ctx) => handOverNext(ctx)),
}

/** @returns whether there is more to do */
export async function handOverNext(ctx: Ctx, portions: Portions = usual): Promise<boolean> {
  // The row is ours until the end; another process waits here and then sees what is left.
  const { rows } = await sql<HandOverRow>`update hand_overs set state = state where state in ('moving', 'undoing')
    and id = (select id from hand_overs where state in ('moving', 'undoing') order by begun_at limit 1) returning *`.execute(ctx.db)
  const [row] = rows
  if (!row) return false
  if (row.state === 'moving') await move(ctx, row, portions)
  else await giveBack(ctx, row, portions)
  return true
}

async function move(ctx: Ctx, row: HandOverRow, portions: Portions): Promise<void> {
  if ((await moveCustomers(ctx, row, portions.customers)) > 0) return
  if ((await moveTodos(ctx, row, portions.todos)) > 0) return
  const rest = await moveOwned(ctx, row.from_id, row.rest_to)
  await sql`update hand_overs set state = 'done', rest = rest || ${JSON.stringify(rest)}::jsonb, ended_at = ${ctx.now} where id = ${row.id}`.execute(
    ctx.db,
  )
}

/** What moved is no longer theirs, so the next portion is simply what still is. */
async function moveCustomers(ctx: Ctx, row: HandOverRow, portion: number): Promise<number> {
  const { rows } = await sql<{
    id: string
  }>`select id from customers where owner_id = ${row.from_id} order by created_at, id limit ${portion}`.execute(ctx.db)
  if (rows.length === 0) return 0
  const gifts = dealOut(
    rows.map(({ id }) => id),
    await stillHere(ctx, row.customers_to),
    row.moved_customers,
  )
  const given = await giveOwner(ctx, gifts, { how: 'handed-over', reason: row.reason })
  await noteMoves(
    ctx,
    row,
    'customer',
    given.map(({ customerId, to }) => ({ customerId, recordId: customerId, to })),
  )
  await sql`update hand_overs set moved_customers = moved_customers + ${given.length} where id = ${row.id}`.execute(ctx.db)
  return rows.length
}

type TodoRow = { customer_id: string; id: string; with_customer: string | null }

/** What is to be done for a customer goes with the customer, the rest to one after the other. */
async function moveTodos(ctx: Ctx, row: HandOverRow, portion: number): Promise<number> {
  const { rows } = await sql<TodoRow>`select t.customer_id, t.id, m.to_id as with_customer from todos t
      left join hand_over_moves m on m.customer_id = t.customer_id and m.hand_over_id = ${row.id} and m.what = 'customer' and m.record_id = t.customer_id
    where t.assignee_id = ${actorIdOf(row.from_id)} and t.state = 'open' order by t.due_at, t.id limit ${portion}`.execute(ctx.db)
  if (rows.length === 0) return 0
  const dealt = dealOut(
    rows.map(({ id }) => id),
    await stillHere(ctx, row.todos_to),
    row.moved_todos,
  )
  const withCustomers = new Set(await stillHere(ctx, [...new Set(rows.flatMap((each) => each.with_customer ?? []))]))
  const moves = rows.map((each, at) => ({
    customerId: each.customer_id,
    recordId: each.id,
    to: each.with_customer !== null && withCustomers.has(each.with_customer) ? each.with_customer : (dealt[at]?.to ?? null),
  }))
  await assignEach(ctx, moves)
  await noteMoves(ctx, row, 'todo', moves)
  await sql`update hand_overs set moved_todos = moved_todos + ${moves.length} where id = ${row.id}`.execute(ctx.db)
  return rows.length
}

/** A successor may have left too by the time that a portion moves. */
const stillHere = async (ctx: Ctx, ids: readonly string[]): Promise<string[]> => (await activeUsers(ctx.db, ids)).map(({ id }) => id)

type Move = { readonly customerId: string; readonly recordId: string; readonly to: string | null }

async function assignEach(ctx: Ctx, moves: readonly Move[]): Promise<void> {
  for (const [to, some] of Map.groupBy(moves, (each) => each.to))
    await ctx.run(reassignTodos, { ids: some.map(({ recordId }) => recordId), assigneeId: to === null ? null : actorIdOf(to) })
}

async function noteMoves(ctx: Ctx, { id }: HandOverRow, what: 'customer' | 'todo', moves: readonly Move[]): Promise<void> {
  await sql`insert into hand_over_moves (customer_id, hand_over_id, what, record_id, to_id, at)
    select customer_id, ${id}::uuid, ${what}, record_id, to_id, ${ctx.now}::timestamptz
    from unnest(${moves.map((each) => each.customerId)}::uuid[], ${moves.map((each) => each.recordId)}::uuid[], ${moves.map((each) => each.to)}::uuid[])
      g(customer_id, record_id, to_id)
    on conflict (customer_id, hand_over_id, what, record_id) do update set to_id = excluded.to_id, at = excluded.at, state = 'moved'`.execute(
    ctx.db,
  )
}

async function giveBack(ctx: Ctx, row: HandOverRow, portions: Portions): Promise<void> {
  if ((await customersBack(ctx, row, portions.customers)) > 0) return
  if ((await todosBack(ctx, row, portions.todos)) > 0) return
  const rest = await giveBackOwned(ctx, row.rest, row.from_id)
  const left = rest.filter((one) => one.left).length
  await sql`update hand_overs set state = 'undone', rest = ${JSON.stringify(rest)}::jsonb, back = back + ${rest.length - left},
    left_alone = left_alone + ${left}, ended_at = ${ctx.now}, undone_at = ${ctx.now} where id = ${row.id}`.execute(ctx.db)
}

type Back = { customer_id: string; record_id: string; same: boolean }

/** Those whom the successor still has, and whose owner nobody changed since, even there and back. */
async function customersBack(ctx: Ctx, row: HandOverRow, portion: number): Promise<number> {
  const { rows } =
    await sql<Back>`select m.customer_id, m.record_id, (c.owner_id is not distinct from m.to_id and c.id is not null and not exists (
      select 1 from events e where e.customer_id = m.customer_id and e.kind = 'customer.owner-changed' and e.recorded_at > m.at)) as same
    from hand_over_moves m left join customers c on c.id = m.customer_id
    where m.hand_over_id = ${row.id} and m.state = 'moved' and m.what = 'customer' order by m.customer_id limit ${portion}`.execute(ctx.db)
  const same = rows.filter((each) => each.same)
  await giveOwner(
    ctx,
    same.map((each) => ({ customerId: each.customer_id, to: row.from_id })),
    { how: 'undone', reason: null },
  )
  await settle(ctx, row, 'customer', rows)
  return rows.length
}

/** To-dos that are open, with whom they went to, and as they were left. One who could not come in before gets none back. */
async function todosBack(ctx: Ctx, row: HandOverRow, portion: number): Promise<number> {
  const { rows: found } = await sql<Back & { to_id: string | null; assignee_id: string | null; state: string | null; same_time: boolean }>`
    select m.customer_id, m.record_id, m.to_id, t.assignee_id, t.state, coalesce(t.updated_at = m.at, false) as same_time, false as same
    from hand_over_moves m left join todos t on t.customer_id = m.customer_id and t.id = m.record_id
    where m.hand_over_id = ${row.id} and m.state = 'moved' and m.what = 'todo' order by m.customer_id, m.record_id limit ${portion}`.execute(
    ctx.db,
  )
  const [isHere] = await stillHere(ctx, [row.from_id])
  const rows = found.map((each) => ({
    ...each,
    same:
      isHere !== undefined &&
      each.state === 'open' &&
      each.same_time &&
      each.assignee_id === (each.to_id === null ? null : actorIdOf(each.to_id)),
  }))
  const back = rows.filter((each) => each.same)
  await assignEach(
    ctx,
    back.map((each) => ({ customerId: each.customer_id, recordId: each.record_id, to: row.from_id })),
  )
  await settle(ctx, row, 'todo', rows)
  return rows.length
}

/** Says of each move what became of it. */
async function settle(ctx: Ctx, { id }: HandOverRow, what: 'customer' | 'todo', rows: readonly Back[]): Promise<void> {
  const back = rows.filter((each) => each.same).length
  await sql`update hand_over_moves m set state = g.state
    from unnest(${rows.map((each) => each.customer_id)}::uuid[], ${rows.map((each) => each.record_id)}::uuid[], ${rows.map((each) => (each.same ? 'back' : 'left'))}::text[])
      g(customer_id, record_id, state)
    where m.customer_id = g.customer_id and m.hand_over_id = ${id} and m.what = ${what} and m.record_id = g.record_id`.execute(ctx.db)
  await sql`update hand_overs set back = back + ${back}, left_alone = left_alone + ${rows.length - back} where id = ${id}`.execute(ctx.db)
}
