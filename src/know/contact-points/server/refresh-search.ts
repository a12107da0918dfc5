import { sql } from 'kysely'
import { asTsvector } from '../../../core/kit/search-words.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { contactWords, type Findable, searchColumns } from '../../customers/customer-search.ts'

type Row = Findable & {
  readonly id: string
  readonly had: boolean
  readonly custom: object
  readonly points: readonly { readonly kind: string; readonly value: string }[] | null
}

/** Keeps customers findable by all their phones, e-mails and WeChat ids. Those that never had further ones are passed by. */
export async function refreshSearch(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await sql<Row>`select c.id, c.kind, c.name, c.short_name as "shortName", c.phone, c.email, c.wechat, c.code,
      c.credit_code as "creditCode", c.id_card as "idCard", c.custom, c.further_search is not null as had, p.points
    from customers c left join lateral (
      select jsonb_agg(jsonb_build_object('kind', kind, 'value', value)) as points from contact_points where customer_id = c.id
    ) p on true where c.id = any(${[...ids]}::uuid[]) and (p.points is not null or c.further_search is not null)`.execute(ctx.db)
  if (rows.length === 0) return
  const words = rows.map((row) => ({
    id: row.id,
    search: searchColumns({ ...row.custom, ...row }).search,
    further: asTsvector((row.points ?? []).flatMap(({ kind, value }) => contactWords(kind, value))),
  }))
  await sql`update customers c set further_search = r.further::tsvector, search = r.search::tsvector || r.further::tsvector
    from jsonb_to_recordset(${JSON.stringify(words)}::jsonb) as r(id uuid, search text, further text)
    where c.id = r.id and c.id = any(${rows.map((row) => row.id)}::uuid[]) and c.further_search is distinct from r.further::tsvector`.execute(
    ctx.db,
  )
}
