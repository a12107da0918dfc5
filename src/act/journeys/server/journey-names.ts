import { sql } from 'kysely'
import type { Option } from '../../../core/entity/field.ts'
import type { Db } from '../../../platform/database/connect.ts'

/** Journeys by name, for rules that name one; those that were deleted are only said. */
export async function journeyNames(db: Db): Promise<Option[]> {
  const { rows } = await sql<{
    id: string
    name: string
    gone: boolean
  }>`select id, name, state = 'deleted' as gone from journeys order by name, id`.execute(db)
  return rows.map(({ id, name, gone }) => ({ value: id, label: { zh: name, en: name }, ...(gone ? { retired: true } : {}) }))
}
