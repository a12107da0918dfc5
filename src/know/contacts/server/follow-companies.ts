import { sql } from 'kysely'
import type { Ctx } from '../../../platform/actions/context.ts'
import type { News } from '../../../platform/event-log/news.ts'
import { searchOf } from './contact-rows.ts'

type Row = {
  id: string
  customer_id: string
  now: string | null
  name: string
  phone: string | null
  email: string | null
  wechat: string | null
}

/** Contacts stand under their company's name as it is, also after it was changed or became part of another. */
export async function followCompanies(ctx: Ctx, news: News): Promise<void> {
  const { rows } = await sql<Row>`select n.id, n.customer_id, c.name as now, n.name, n.phone, n.email, n.wechat
    from contacts n join customers c on c.id = n.customer_id
    where ${news.among(sql`n.customer_id`)} and n.company is distinct from c.name`.execute(ctx.db)
  if (rows.length === 0) return
  const changes = rows.map((row) => ({ id: row.id, customer_id: row.customer_id, company: row.now, search: searchOf(row, row.now).search }))
  await sql`update contacts n set company = r.company, search = r.search::tsvector
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as r(id uuid, customer_id uuid, company text, search text)
    where n.customer_id = r.customer_id and n.id = r.id`.execute(ctx.db)
}
