import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { hashToken, newToken } from '../../../platform/actions/secrets.ts'
import type { createSource as definition } from '../actions.ts'

/** @throws Problem source.name-taken */
export async function createSource(ctx: Ctx, { name }: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const id = ctx.newId()
  const writeKey = newToken('wk_')
  const { rows } =
    await sql`insert into sources (id, name, key_hash, key_hint, created_at) values (${id}, ${name}, ${hashToken(writeKey)}, ${writeKey.slice(-4)}, ${ctx.now})
    on conflict do nothing returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('source.name-taken', { path: 'name', name })
  return { id, writeKey }
}
