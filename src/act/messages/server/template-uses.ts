import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'

export type TemplateUse = { readonly kind: 'journey' | 'campaign'; readonly id: string; readonly name: string }

/** Journeys and campaigns that name the template, wherever in their definition; those that are over do not count. */
export async function readUses(db: Db, templateId: string): Promise<TemplateUse[]> {
  const needle = `%${templateId}%`
  const { rows } =
    await sql<TemplateUse>`select 'journey' as kind, id, name from journeys where state <> 'deleted' and definition::text like ${needle}
    union all select 'campaign', id, name from campaigns where state not in ('deleted', 'done', 'stopped') and definition::text like ${needle}
    order by 1, 3`.execute(db)
  return rows
}

/** How many use each template. */
export async function countUses(db: Db): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; n: number }>`with d as (
      select definition::text as said from journeys where state <> 'deleted'
      union all select definition::text from campaigns where state not in ('deleted', 'done', 'stopped'))
    select t.id, count(*) as n from templates t join d on d.said like '%' || t.id || '%' group by 1`.execute(db)
  return new Map(rows.map(({ id, n }) => [id, Number(n)]))
}
