import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Field, Option } from '../../../core/entity/field.ts'
import { Problem } from '../../../core/kit/problem.ts'
import { words } from '../../../core/kit/words-schema.ts'
import type { LiveField } from '../../../platform/actions/feature.ts'
import type { Db } from '../../../platform/database/connect.ts'
import type { CustomFieldRow } from '../custom-field.ts'

const tone = z.enum(['neutral', 'good', 'attention', 'danger', 'teal', 'blue', 'purple', 'gold'])
const storedOptions = z.array(z.object({ value: z.string(), label: words, tone: tone.optional() }))

type Row = {
  id: string
  entity: string
  name: string
  type: string
  label: unknown
  help: unknown
  options: unknown
  required: boolean
  listed: boolean
  position: number
  indexed: boolean
  index_ready: boolean
  converting: unknown
  sensitive: boolean
  retired_at: Date | null
}

const columns = sql`id, entity, name, type, label, help, options, required, listed, position, indexed, index_ready_at is not null as index_ready, converting, sensitive, retired_at`

/** The fields of the firm's own, in their order; retired ones too. */
export async function readFields(db: Db, where: RawBuilder<unknown> = sql`true`): Promise<CustomFieldRow[]> {
  const { rows } = await sql<Row>`select ${columns} from custom_fields where ${where} order by position, id`.execute(db)
  return rows.map(asField)
}

/** @throws Problem custom-field.missing */
export async function readField(db: Db, id: string, lock = false): Promise<CustomFieldRow> {
  const { rows } = await sql<Row>`select ${columns} from custom_fields where id = ${id} ${lock ? sql`for update` : sql``}`.execute(db)
  if (!rows[0]) throw new Problem('custom-field.missing')
  return asField(rows[0])
}

function asField(row: Row): CustomFieldRow {
  const options = storedOptions.nullable().parse(row.options)
  const field: Field = {
    type: row.type,
    label: words.parse(row.label),
    ...(row.help ? { help: words.parse(row.help) } : {}),
    ...(options ? { options: options.map(asOption) } : {}),
    ...(row.required ? { required: true } : {}),
    ...(row.listed ? { listed: true } : {}),
    ...(row.indexed && row.index_ready && !row.sensitive ? { sortable: true } : {}),
    ...(row.sensitive ? { sensitive: true, sealed: true } : {}),
  }
  const { id, entity, name, position, indexed } = row
  return {
    id,
    entity,
    name,
    field,
    position,
    indexed,
    indexReady: row.index_ready,
    converting: row.converting !== null,
    retiredAt: row.retired_at?.toISOString() ?? null,
  }
}

const asOption = ({ value, label, tone: said }: z.output<typeof storedOptions>[number]): Option => ({
  value,
  label,
  ...(said ? { tone: said } : {}),
})

/** What every card is made with. */
export async function liveFields(db: Db): Promise<LiveField[]> {
  const fields = await readFields(db, sql`retired_at is null`)
  return fields.map(({ entity, name, field }) => ({ of: entity, name, field }))
}
