import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import { sealedCells } from '../../imports/hide-sealed-cells.ts'
import { refusedRow } from '../../imports/refusals.ts'
import type { Target } from './convert-target.ts'
import type { Turned } from './turn-contacts.ts'

type Columns = Readonly<Record<string, number>>
type Row = { import_id: string; line: number; cells: readonly string[]; columns: Columns }

/**
 * A portion of the rows that imports refused before the field was sealed: which of a row's cells hold it, its import knows. They
 * are opened as they were in the file, so nothing is turned back. `next`: `<import> <line>`.
 */
export async function sealRefusals(ctx: Ctx, { name, field }: Target, after: string | null, limit: number): Promise<Turned> {
  const [importId = null, line = null] = after?.split(' ') ?? []
  const behind = after === null ? sql`true` : sql`(r.import_id, r.line) > (${importId}::uuid, ${line}::bigint)`
  const { rows } = await sql<Row>`select r.import_id, r.line, r.cells,
      coalesce(i.settings #> '{inspection,columns}', '{}'::jsonb) || coalesce(i.settings #> '{chosen,columns}', '{}'::jsonb) as columns
    from import_refusals r join imports i on i.id = r.import_id where ${behind} order by r.import_id, r.line limit ${limit}`.execute(ctx.db)
  const fields = { [name]: { ...field, sealed: true as const } }
  const sealed = rows.flatMap((row) => {
    const isHidden = sealedCells(row.columns, fields)
    const isPlain = (text: string, at: number) => !text.startsWith('§2.') && isHidden(text, at)
    if (!row.cells.some(isPlain)) return []
    const cells = row.cells.map((text, at) => (isPlain(text, at) ? ctx.services.sealing.sealLoose(refusedRow, text) : text))
    return [{ import_id: row.import_id, line: row.line, cells }]
  })
  if (sealed.length > 0)
    await sql`update import_refusals r set cells = n.cells
      from jsonb_to_recordset(${JSON.stringify(sealed)}::jsonb) as n(import_id uuid, line bigint, cells jsonb)
      where r.import_id = n.import_id and r.line = n.line`.execute(ctx.db)
  const last = rows.at(-1)
  return { next: last && rows.length >= limit ? `${last.import_id} ${last.line}` : null, changed: sealed.length }
}
