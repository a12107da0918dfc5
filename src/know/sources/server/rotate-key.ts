import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { hashToken, newToken } from '../../../platform/actions/secrets.ts'
import type { rotateKey as definition } from '../actions.ts'
import { addSecret, newSecret } from './add-secret.ts'
import type { StoredHook } from './find-hook.ts'
import { noSource } from './no-source.ts'

type Row = { kind: string; key_hash: string; key_hint: string; hook: StoredHook | null }

/**
 * Gives a source another key; the one until now stays valid for the respite, and no longer.
 * @throws Problem record.missing, source.wrong-kind
 */
export async function rotateKey(ctx: Ctx, input: InputOf<typeof definition>): Promise<AnswerOf<typeof definition>> {
  const { id, respiteHours, secret } = input
  const { rows } = await sql<Row>`select kind, key_hash, key_hint, hook from sources where id = ${id} and disabled_at is null`.execute(
    ctx.db,
  )
  const row = rows[0]
  if (!row) throw noSource()
  const oldEnds = new Date(ctx.now.getTime() + respiteHours * 3_600_000)
  const answer = { oldEndsAt: oldEnds.toISOString() }
  if (row.hook) {
    const key = secret ?? newSecret(row.hook.scheme)
    await sql`update source_secrets set ends_at = least(coalesce(ends_at, ${oldEnds}), ${oldEnds}) where source_id = ${id}`.execute(ctx.db)
    await addSecret(ctx, id, key)
    return { ...answer, key }
  }
  if (secret !== undefined) throw new Problem('source.wrong-kind')
  const key = newToken('wk_')
  await sql`insert into source_keys (hash, source_id, hint, ends_at) values (${row.key_hash}, ${id}, ${row.key_hint}, ${oldEnds})`.execute(
    ctx.db,
  )
  await sql`update sources set key_hash = ${hashToken(key)}, key_hint = ${key.slice(-4)} where id = ${id}`.execute(ctx.db)
  return { ...answer, key }
}
