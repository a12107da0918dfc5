import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { hashToken, newToken } from '../../../platform/actions/secrets.ts'
import type { createHook as creating, saveHook as saving } from '../hook-actions.ts'
import { emptyMapping } from '../hook-mapping.ts'
import { schemeCards } from '../signature-schemes.ts'
import { addSecret, newSecret } from './add-secret.ts'
import type { StoredHook } from './find-hook.ts'
import { noSource } from './no-source.ts'
import { addressOf } from './read-source.ts'

/** @throws Problem source.name-taken, source.needs-header */
export async function createHook(ctx: Ctx, input: InputOf<typeof creating>): Promise<AnswerOf<typeof creating>> {
  const { name, scheme, header, mapping = emptyMapping, isOn } = input
  if (schemeCards[scheme].hasHeader && header === undefined) throw new Problem('source.needs-header', { path: 'header' })
  const [id, secret] = [ctx.newId(), input.secret ?? newSecret(scheme)]
  const hook: StoredHook = { scheme, header, mapping, isOn }
  // No write key opens a webhook: the hash is of one that nobody has.
  const { rows } = await sql`insert into sources (id, name, kind, key_hash, key_hint, created_at, hook)
    values (${id}, ${name}, 'hook', ${hashToken(newToken('none_'))}, '', ${ctx.now}, ${JSON.stringify(hook)}::jsonb)
    on conflict do nothing returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('source.name-taken', { path: 'name', name })
  await addSecret(ctx, id, secret)
  return { id, address: addressOf(ctx, 'hook', id), secret }
}

/** @throws Problem record.missing */
export async function saveHook(ctx: Ctx, { id, mapping, isOn }: InputOf<typeof saving>): Promise<AnswerOf<typeof saving>> {
  const { rows } =
    await sql`update sources set hook = hook || ${JSON.stringify({ mapping, isOn })}::jsonb where id = ${id} and kind = 'hook' returning 1`.execute(
      ctx.db,
    )
  if (rows.length === 0) throw noSource()
  return { id }
}
