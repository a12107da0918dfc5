import { sql } from 'kysely'
import { isContactKind } from '../../../core/kit/contact-token.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { hideSealedCells } from '../../imports/hide-sealed-cells.ts'
import { inspection as inspectionSchema } from '../../imports/import.ts'
import type { Target } from './convert-target.ts'

type Row = { id: string; settings: { readonly inspection: unknown; readonly chosen: { readonly columns: Record<string, number> } | null } }

/** What imports keep of the first rows of their files, from before the field was sealed. */
export async function hideSamples(ctx: Ctx, { name, field }: Target): Promise<void> {
  // A contact detail may stand in any cell, e.g. in what was said.
  const { rows } = await sql<Row>`select id, settings from imports
    where ${isContactKind(name)} or settings #> array['chosen', 'columns', ${name}::text] is not null
      or settings #> array['inspection', 'columns', ${name}::text] is not null`.execute(ctx.db)
  const fields = { [name]: { ...field, sealed: true as const } }
  for (const { id, settings } of rows) {
    const read = inspectionSchema.safeParse(settings.inspection)
    if (!read.success) continue
    const kept = hideSealedCells(read.data, { ...read.data.columns, ...settings.chosen?.columns }, fields)
    await sql`update imports set settings = jsonb_set(settings, '{inspection}', ${JSON.stringify(kept)}::jsonb) where id = ${id}`.execute(
      ctx.db,
    )
  }
}
