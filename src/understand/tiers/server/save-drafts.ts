import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type * as actions from '../actions.ts'
import type { SchemeRow } from '../scheme.ts'
import { checkScheme } from './open-scheme.ts'

export const version = { zh: '分级方案', en: 'scheme of tiers' }

/**
 * A draft may be unfinished in nothing but the number of its tiers: rules that cannot be asked are refused at once.
 * @throws Problem rule.*, tiers.*, record.missing
 */
export async function saveTierDraft(
  ctx: Ctx,
  { id, revision, name, scheme: given }: InputOf<typeof actions.saveTierDraft>,
): Promise<AnswerOf<typeof actions.saveTierDraft>> {
  const scheme = checkScheme(given, await ctx.dictionary('customer'))
  const body = JSON.stringify(scheme)
  if (id === undefined) {
    const made = ctx.newId()
    await sql`insert into tier_schemes (id, name, body, created_by, created_at, updated_at)
      values (${made}, ${name}, ${body}::jsonb, ${ctx.actor.name}, ${ctx.now}, ${ctx.now})`.execute(ctx.db)
    return { id: made, revision: 1 }
  }
  const { rows } = await sql<{
    revision: number
  }>`update tier_schemes set name = ${name}, body = ${body}::jsonb, revision = revision + 1, updated_at = ${ctx.now}
    where id = ${id} and state = 'draft' and revision = ${revision ?? 0} returning revision`.execute(ctx.db)
  if (!rows[0]) throw await refusal(ctx, id)
  return { id, revision: rows[0].revision }
}

/** @throws Problem tiers.not-a-draft, record.missing */
export async function deleteTierDraft(ctx: Ctx, { id }: InputOf<typeof actions.deleteTierDraft>): Promise<{ id: string }> {
  const { rows } = await sql`delete from tier_schemes where id = ${id} and state = 'draft' returning 1`.execute(ctx.db)
  if (rows.length === 0) throw await refusal(ctx, id)
  return { id }
}

/** Why a draft could not be changed: it is gone, it was published, or somebody else was quicker. */
export async function refusal(ctx: Ctx, id: string): Promise<Problem> {
  const { rows } = await sql<Pick<SchemeRow, 'state'>>`select state from tier_schemes where id = ${id}`.execute(ctx.db)
  if (!rows[0]) return new Problem('record.missing', { what: version })
  return new Problem(rows[0].state === 'draft' ? 'tiers.changed-meanwhile' : 'tiers.not-a-draft')
}
