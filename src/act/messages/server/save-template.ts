import { sql } from 'kysely'
import type { InputOf } from '../../../core/action/action.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type {
  createTemplate as createDefinition,
  deleteTemplate as deleteDefinition,
  updateTemplate as updateDefinition,
} from '../actions.ts'
import { template } from '../template.ts'
import { checkTemplate } from './fill-template.ts'
import { emptyValues, templateVariables } from './template-values.ts'

type Written = InputOf<typeof createDefinition>

/** Refuses what could not be filled in later. @throws Problem template.* */
async function check(ctx: Ctx, written: Written, id: string | null): Promise<void> {
  await checkTemplate(
    written,
    templateVariables(ctx).map((v) => v.name),
    emptyValues(ctx),
  )
  const { rows } =
    await sql`select 1 from templates where lower(name) = lower(${written.name}) and id is distinct from ${id}::uuid`.execute(ctx.db)
  if (rows.length > 0) throw new Problem('template.name-taken', { name: written.name, path: 'name' })
  if (written.purpose === null || written.purpose === undefined) return
  const known =
    await sql`select 1 from consent_purposes where code = ${written.purpose} and retired_at is null and 'email' = any(channels)`.execute(
      ctx.db,
    )
  if (known.rows.length === 0) throw new Problem('template.unknown-purpose', { path: 'purpose' })
}

export async function createTemplate(ctx: Ctx, input: Written): Promise<{ id: string }> {
  await check(ctx, input, null)
  const id = ctx.newId()
  await sql`insert into templates (id, name, subject, body, kind, purpose, created_by, created_at, updated_at)
    values (${id}, ${input.name}, ${input.subject}, ${input.body}, ${input.kind}, ${input.purpose ?? null}, ${ctx.actor.id}, ${ctx.now}, ${ctx.now})`.execute(
    ctx.db,
  )
  return { id }
}

export async function updateTemplate(ctx: Ctx, input: InputOf<typeof updateDefinition>): Promise<{ id: string }> {
  await check(ctx, input, input.id)
  const { rows } =
    await sql`update templates set name = ${input.name}, subject = ${input.subject}, body = ${input.body}, kind = ${input.kind}, purpose = ${input.purpose === undefined ? sql`purpose` : input.purpose}, updated_at = ${ctx.now}
    where id = ${input.id} returning id`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('record.missing', { what: template.label })
  return { id: input.id }
}

export async function deleteTemplate(ctx: Ctx, { id }: InputOf<typeof deleteDefinition>): Promise<{ id: string }> {
  const used = await sql<{ name: string }>`select name from journeys where state <> 'deleted'
    and jsonb_path_exists(definition, '$.steps[*].templateId ? (@ == $id)', jsonb_build_object('id', ${id}::text)) limit 1`.execute(ctx.db)
  if (used.rows[0]) throw new Problem('template.in-use', { journey: used.rows[0].name })
  const { rows } = await sql`delete from templates where id = ${id} returning id`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('record.missing', { what: template.label })
  return { id }
}
