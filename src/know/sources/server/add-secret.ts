import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { newToken } from '../../../platform/actions/secrets.ts'
import type { SignatureSchemeName } from '../signature-schemes.ts'

/** A secret of our making, in the form that the scheme has. */
export function newSecret(scheme: SignatureSchemeName): string {
  return scheme === 'standard' ? `whsec_${randomBytes(32).toString('base64')}` : newToken('hs_')
}

/** Keeps a secret sealed, and its last characters to know it by. */
export async function addSecret(ctx: Ctx, sourceId: string, secret: string): Promise<void> {
  const hint = secret.slice(-4)
  await sql`insert into source_secrets (source_id, id, sealed, hint, created_at)
    values (${sourceId}, ${ctx.newId()}, ${ctx.services.secrets.seal(secret)}, ${hint}, ${ctx.now})`.execute(ctx.db)
  await sql`update sources set key_hint = ${hint} where id = ${sourceId}`.execute(ctx.db)
}
