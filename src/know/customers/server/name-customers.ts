import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { nameCustomers as definition } from '../actions.ts'

/** By name, else by whatever they can be told by. */
export async function nameCustomers(ctx: Ctx, { ids }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { rows } = await sql<{ id: string; name: string | null }>`select id, coalesce(name, short_name, phone, email, code) as name
    from customers where id = any(${ids}::uuid[])`.execute(ctx.db)
  return { names: rows }
}
