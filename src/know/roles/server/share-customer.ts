import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type * as definitions from '../actions.ts'

const namesOf = sql`case s.with_kind when 'person' then (select u.name from auth.users u where u.id = s.with_id)
  when 'team' then (select t.name from teams t where t.id = s.with_id) else (select d.name from departments d where d.id = s.with_id) end`

/** @throws Problem share.nobody, share.past */
export async function shareCustomer(
  ctx: Ctx,
  input: InputOf<typeof definitions.shareCustomer>,
): Promise<AnswerOf<typeof definitions.shareCustomer>> {
  const { id, withKind, withId, may, until, note } = input
  if (until !== undefined && new Date(until) <= ctx.now) throw new Problem('share.past', { path: 'until' })
  const { rows } = await sql`select 1 from auth.users where ${withKind} = 'person' and id = ${withId} and disabled_at is null
    union all select 1 from teams where ${withKind} = 'team' and id = ${withId}
    union all select 1 from departments where ${withKind} = 'department' and id = ${withId}`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('share.nobody', { path: 'withId' })
  const shareId = ctx.newId()
  await sql`insert into shares (customer_id, id, with_kind, with_id, may, note, by_id, by_name, shared_at, until)
    values (${id}, ${shareId}, ${withKind}, ${withId}, ${may}, ${note ?? null}, ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.now}, ${until ? new Date(until) : null})`.execute(
    ctx.db,
  )
  return { id, shareId }
}

/** @throws Problem share.missing */
export async function unshareCustomer(ctx: Ctx, { id, shareId }: InputOf<typeof definitions.unshareCustomer>): Promise<{ id: string }> {
  const { rows } = await sql`update shares set ended_at = ${ctx.now}, ended_by = ${ctx.actor.id}
    where customer_id = ${id} and id = ${shareId} and ended_at is null returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('share.missing')
  return { id }
}

type Row = {
  id: string
  with_kind: 'person' | 'team' | 'department'
  with_id: string
  with_name: string | null
  may: 'read' | 'change'
  note: string | null
  by_name: string
  shared_at: Date
  until: Date | null
}

type MyRow = Pick<Row, 'id' | 'may' | 'note' | 'by_name' | 'until'> & { customer_id: string; name: string | null }

/** Those in force that reach the reader, directly or by a team or the department. */
export async function listSharedWithMe(ctx: Ctx): Promise<AnswerOf<typeof definitions.listSharedWithMe>> {
  const userId = ctx.actor.userId ?? null
  if (userId === null) return { shares: [] }
  const { rows } = await sql<MyRow>`select s.id, s.customer_id, c.name, s.may, s.note, s.by_name, s.until
    from shares s join customers c on c.id = s.customer_id
    where s.ended_at is null and (s.until is null or s.until > ${ctx.now}) and (s.with_kind = 'person' and s.with_id = ${userId}::uuid
      or s.with_kind = 'team' and s.with_id in (select t.team_id from team_members t where t.user_id = ${userId}::uuid)
      or s.with_kind = 'department' and s.with_id in (select u.department_id from auth.users u where u.id = ${userId}::uuid))
    order by s.shared_at desc, s.id limit 200`.execute(ctx.db)
  return {
    shares: rows.map(({ customer_id, by_name, until, ...row }) => ({
      ...row,
      customerId: customer_id,
      by: by_name,
      until: until?.toISOString() ?? null,
    })),
  }
}

/** Those in force at this moment, the newest first. */
export async function listShares(
  ctx: Ctx,
  { id }: InputOf<typeof definitions.listShares>,
): Promise<AnswerOf<typeof definitions.listShares>> {
  const { rows } =
    await sql<Row>`select s.id, s.with_kind, s.with_id, ${namesOf} as with_name, s.may, s.note, s.by_name, s.shared_at, s.until
    from shares s where s.customer_id = ${id} and s.ended_at is null and (s.until is null or s.until > ${ctx.now}) order by s.shared_at desc, s.id`.execute(
      ctx.db,
    )
  return {
    shares: rows.map((row) => ({
      id: row.id,
      withKind: row.with_kind,
      withId: row.with_id,
      withName: row.with_name,
      may: row.may,
      note: row.note,
      by: row.by_name,
      sharedAt: row.shared_at.toISOString(),
      until: row.until?.toISOString() ?? null,
    })),
  }
}
