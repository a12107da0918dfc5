import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readContent, type TaskAssignment } from '../content/content.ts'
import type { ClaimedMessage } from './claim-messages.ts'

/**
 * Who carries a task out, as its template says. Of whoever left, or a team that is gone, it falls back to whom the customer belongs to;
 * where that is nobody either, it is nobody's until it is assigned. @returns `owner`, or `user:<id>`
 */
export async function assigneeOf(ctx: Ctx, { customerId, template }: ClaimedMessage): Promise<string> {
  const content = readContent(template.content)
  const assign: TaskAssignment = (content?.form === 'task' ? content.assign : undefined) ?? { kind: 'owner' }
  if (assign.kind === 'person') return (await isHere(ctx, assign.person)) ? assign.person : 'owner'
  if (assign.kind === 'team') return (await nextOf(ctx, assign.team)) ?? 'owner'
  if (assign.team === undefined || (await hasOwner(ctx, customerId))) return 'owner'
  return (await nextOf(ctx, assign.team)) ?? 'owner'
}

async function isHere({ db }: Ctx, person: string): Promise<boolean> {
  const { rows } = await sql`select 1 from auth.users where 'user:' || id::text = ${person} and disabled_at is null`.execute(db)
  return rows.length > 0
}

async function hasOwner({ db }: Ctx, customerId: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from customers c join auth.users u on u.id = c.owner_id where c.id = ${customerId} and u.disabled_at is null`.execute(
      db,
    )
  return rows.length > 0
}

/** In turn: whoever of the team has the fewest calls waiting, of several whose last one is longest ago. */
async function nextOf({ db }: Ctx, team: string): Promise<string | null> {
  const { rows } = await sql<{
    id: string
  }>`select 'user:' || u.id::text as id from team_members m join auth.users u on u.id = m.user_id and u.disabled_at is null
      cross join lateral (select
        (select count(*) from todos t where t.assignee_id = 'user:' || u.id::text and t.message_id is not null and t.state = 'open') as waiting,
        (select max(t.created_at) from todos t where t.assignee_id = 'user:' || u.id::text and t.message_id is not null) as last) h
    where m.team_id = ${team}::uuid order by h.waiting, h.last nulls first, u.id limit 1`.execute(db)
  return rows[0]?.id ?? null
}
