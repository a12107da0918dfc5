import { sql } from 'kysely'
import type { Field } from '../../../core/entity/field.ts'
import { Problem } from '../../../core/kit/problem.ts'
import type { LiveField } from '../../../platform/actions/feature.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { isColour } from '../tag.ts'

export type TagRow = { readonly id: string; readonly name: string; readonly colour: string; readonly retired_at: Date | null }

/** @throws Problem tag.missing */
export async function readTag(db: Db, id: string, lock = false): Promise<TagRow> {
  const { rows } =
    await sql<TagRow>`select id, name, colour, retired_at from tags where id = ${id} and merged_into is null ${lock ? sql`for update` : sql``}`.execute(
      db,
    )
  if (!rows[0]) throw new Problem('tag.missing')
  return rows[0]
}

/** The tags as a field of the customer: their names are its options; rules ask the customer's id, lists show the ids. */
export async function tagField(db: Db): Promise<LiveField[]> {
  const { rows } = await sql<TagRow>`select id, name, colour from tags where retired_at is null order by lower(name)`.execute(db)
  const field: Field = {
    type: 'tags',
    label: { zh: '标签', en: 'Tags' },
    help: { zh: '给客户做的记号，在标签页管理', en: 'Marks that customers are given; managed on the page of tags' },
    options: rows.map(({ id, name, colour }) => ({
      value: id,
      label: { zh: name, en: name },
      tone: isColour(colour) ? colour : 'neutral',
    })),
    computed: true,
    ...(rows.length > 0 ? { listed: true } : {}),
  }
  const shown = sql`(select jsonb_agg(ct.tag_id order by ct.tagged_at, ct.tag_id) from customer_tags ct join tags t on t.id = ct.tag_id
    where ct.customer_id = c.id and t.retired_at is null)`
  return [{ of: 'customer', name: 'tags', field, sql: sql.ref('c.id'), shown }]
}
