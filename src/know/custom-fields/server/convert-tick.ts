import { sql } from 'kysely'
import { z } from 'zod'
import type { Field } from '../../../core/entity/field.ts'
import { words } from '../../../core/kit/words-schema.ts'
import type { Tick } from '../../../platform/actions/feature.ts'
import { forgetCards } from '../../../platform/actions/live-cards.ts'
import { readShop } from '../../../platform/actions/services.ts'
import { inTransaction } from '../../../platform/database/connect.ts'
import { convertPortion } from './convert-values.ts'
import { readField } from './read-fields.ts'

const portion = 5_000

const underWay = z.object({
  from: z.looseObject({ type: z.string(), label: words }),
  after: z.uuid(),
})

/** Reads what a change of type left over, a portion a transaction. */
export const convertTick: Tick = {
  name: 'convert-custom-values',
  everyMs: 3_000,
  run: async ({ database }) => {
    const shop = await readShop(database)
    return inTransaction(database, async ({ db }) => {
      // The row is ours until the end; another process waits here and then reads how far we came.
      const { rows } = await sql<{
        id: string
        converting: unknown
      }>`update custom_fields set converting = converting where converting is not null
        and id = (select id from custom_fields where converting is not null order by id limit 1) returning id, converting`.execute(db)
      if (!rows[0]) return false
      const { from, after } = underWay.parse(rows[0].converting)
      const { name, field } = await readField(db, rows[0].id)
      // As it was kept when the change began: a field's plain definition.
      const before: Field = JSON.parse(JSON.stringify(from))
      const next = await convertPortion(db, { key: name, from: before, to: field, shop }, after, portion)
      const state = next === null ? null : JSON.stringify({ from, after: next })
      await sql`update custom_fields set converting = ${state}::jsonb where id = ${rows[0].id}`.execute(db)
      if (next === null) forgetCards(database)
      return next !== null
    })
  },
}
