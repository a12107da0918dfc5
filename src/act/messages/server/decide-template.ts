import { sql } from 'kysely'
import type { InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { readContent } from '../content/content.ts'
import { template } from '../template.ts'
import type {
  decideTemplate as decideDefinition,
  restoreTemplateVersion as restoreDefinition,
  submitTemplate as submitDefinition,
} from '../template-actions.ts'
import { readOneVersion } from './read-templates.ts'
import { writeVersion } from './save-template.ts'

/** @throws Problem record.missing, template.nothing-to-decide */
export async function submitTemplate(ctx: Ctx, { id }: InputOf<typeof submitDefinition>): Promise<{ id: string }> {
  const { rows } =
    await sql`update templates set state = 'waiting', updated_at = ${ctx.now} where id = ${id} and state in ('draft', 'returned') returning id`.execute(
      ctx.db,
    )
  if (rows.length === 0) throw await whyNot(ctx, id)
  return { id }
}

async function whyNot(ctx: Ctx, id: string): Promise<Problem> {
  const { rows } = await sql`select 1 from templates where id = ${id}`.execute(ctx.db)
  return rows.length === 0 ? new Problem('record.missing', { what: template.label }) : new Problem('template.nothing-to-decide')
}

/**
 * A second person says yes or no to the very version that they looked at.
 * @throws Problem template.own-work, template.nothing-to-decide, record.missing
 */
export async function decideTemplate(ctx: Ctx, { id, version, decision, note }: InputOf<typeof decideDefinition>): Promise<{ id: string }> {
  const state = decision === 'approve' ? 'approved' : 'returned'
  const { rows } =
    await sql`update templates set state = ${state}, approved_version = ${decision === 'approve' ? sql`version` : sql`approved_version`},
      decided_by = ${ctx.actor.id}, decided_at = ${ctx.now}, decision_note = ${note || null}, updated_at = ${ctx.now}
    where id = ${id} and version = ${version} and state = 'waiting' and written_by is distinct from ${ctx.actor.id} returning id`.execute(
      ctx.db,
    )
  if (rows.length === 0) throw await whyUndecided(ctx, id, version)
  return { id }
}

async function whyUndecided(ctx: Ctx, id: string, version: number): Promise<Problem> {
  const { rows } = await sql<{
    waits: boolean
  }>`select version = ${version} and state = 'waiting' as waits from templates where id = ${id}`.execute(ctx.db)
  if (!rows[0]) return new Problem('record.missing', { what: template.label })
  return new Problem(rows[0].waits ? 'template.own-work' : 'template.nothing-to-decide')
}

/** What it said then becomes a new version, which is approved or waits like any other. @throws Problem record.missing */
export async function restoreVersion(
  ctx: Ctx,
  { id, version }: InputOf<typeof restoreDefinition>,
): Promise<{ id: string; version: number }> {
  const old = await readOneVersion(ctx, { id, version })
  const now = await sql<{
    name: string
    folder: string | null
    tags: string[]
  }>`select name, folder, tags from templates where id = ${id}`.execute(ctx.db)
  const { name = old.name, folder = null, tags = [] } = now.rows[0] ?? {}
  return {
    id,
    version: await writeVersion(ctx, id, { ...old, content: readContent(old.content), name, folder, tags, note: '' }, `← ${version}`),
  }
}
