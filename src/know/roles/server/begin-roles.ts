import { sql } from 'kysely'
import { type Role, roles } from '../../../core/action/action.ts'
import { emptyRole } from '../../../core/rights/role-body.ts'
import type { Ctx } from '../../../platform/actions/context.ts'

const names: Readonly<Record<Role, string>> = { owner: '负责人 Owner', manager: '经理 Manager', member: '成员 Member' }

/** The three standing roles as rows, so that lists and choices know them; what they mean the program knows. */
export async function beginRoles(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ standing: string }>`select standing from roles where standing is not null`.execute(ctx.db)
  const there = new Set(rows.map(({ standing }) => standing))
  for (const role of roles.filter((name) => !there.has(name)))
    await sql`insert into roles (id, name, standing, body, made_at, updated_at)
      values (${ctx.newId()}, ${names[role]}, ${role}, ${JSON.stringify(emptyRole)}::jsonb, ${ctx.now}, ${ctx.now}) on conflict do nothing`.execute(
      ctx.db,
    )
}
