import { sql } from 'kysely'
import type { z } from 'zod'
import { Problem } from '../../../core/kit/problem.ts'
import { keyScopes } from '../../../core/action/key-scopes.ts'
import { isMakerDisabled } from '../../../platform/access/read-key.ts'
import { actorMemory } from '../../../platform/access/remember-actors.ts'
import { requireFresh, requireFreshFor } from '../../../platform/access/require-fresh.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import { hashToken, newToken } from '../../../platform/actions/secrets.ts'
import { refuseAbove, refuseUnlessWhole } from '../../../platform/rights/refuse-above.ts'
import type * as keys from '../keys.ts'

type Row = {
  id: string
  name: string
  role: (typeof keys.keyRoles)[number]
  key_hint: string
  scopes: unknown
  expires_at: Date | null
  last_used_address: string | null
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
  is_maker_disabled: boolean
}

/** All keys, those that work first, the newest first. */
export async function listKeys(ctx: Ctx): Promise<z.input<(typeof keys.listKeys)['output']>> {
  const { rows } = await sql<Row>`
    select id, name, role, key_hint, scopes, created_at, expires_at, last_used_at, last_used_address, revoked_at, ${isMakerDisabled} as is_maker_disabled from api_keys order by revoked_at is not null, created_at desc, id`.execute(
    ctx.db,
  )
  return {
    keys: rows.map((row) => ({
      id: row.id,
      name: row.name,
      role: row.role,
      keyHint: row.key_hint,
      scopes: keyScopes.parse(row.scopes),
      createdAt: row.created_at.toISOString(),
      expiresAt: row.expires_at?.toISOString() ?? null,
      lastUsedAt: row.last_used_at?.toISOString() ?? null,
      lastUsedAddress: row.last_used_address,
      revokedAt: row.revoked_at?.toISOString() ?? null,
      isMakerDisabled: row.is_maker_disabled,
    })),
  }
}

/** A key of 256 random bits; its SHA-256 and its last four characters are kept. @throws Problem access.not-fresh */
export async function createKey(ctx: Ctx, input: InputOf<typeof keys.createKey>): Promise<{ id: string; key: string }> {
  requireFresh(ctx)
  refuseAbove(ctx, input.role)
  refuseUnlessWhole(ctx)
  const id = ctx.newId()
  const key = newToken('rk_')
  const expires = input.expiresInDays === null ? null : new Date(ctx.now.getTime() + input.expiresInDays * 86_400_000)
  await sql`insert into api_keys (id, name, role, key_hash, key_hint, scopes, expires_at, created_by, created_at)
    values (${id}, ${input.name}, ${input.role}, ${hashToken(key)}, ${key.slice(-4)}, ${JSON.stringify(input.scopes)}::jsonb, ${expires},
            ${ctx.actor.id}, ${ctx.now})`.execute(ctx.db)
  return { id, key }
}

/** @throws Problem key.missing */
export async function revokeKey(ctx: Ctx, { id }: InputOf<typeof keys.revokeKey>): Promise<{ id: string }> {
  await requireFreshFor('rights', ctx)
  const { rows } = await sql`update api_keys set revoked_at = coalesce(revoked_at, ${ctx.now}) where id = ${id} returning 1`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('key.missing')
  actorMemory(ctx.services.database).forget()
  return { id }
}
