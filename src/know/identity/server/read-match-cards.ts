import { sql } from 'kysely'
import { lastFourOf } from '../../../core/kit/sealed-text.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { openRows } from '../../../platform/sealing/open-rows.ts'
import type { MatchCard } from '../matching-actions.ts'
import { makeSubject } from '../subject.ts'

type Row = Omit<MatchCard, 'kind' | 'createdAt' | 'lastPurchaseAt'> & { kind: string; createdAt: Date; lastPurchaseAt: Date | null }

/** These customers in short, by id. Of what is sealed the last four characters. */
export async function readMatchCards(ctx: Ctx, ids: readonly string[]): Promise<Map<string, MatchCard>> {
  if (ids.length === 0) return new Map()
  const { rows } =
    await sql<Row>`select c.id, c.kind, c.name, c.code, c.phone, c.email, c.wechat, c.id_card as "idCard", c.credit_code as "creditCode",
      c.gender, c.birthday, c.province, c.city, c.address, c.created_at as "createdAt", coalesce(p.n, 0)::bigint as purchases, p.last as "lastPurchaseAt"
    from customers c left join (
      select customer_id, count(*) as n, max(occurred_at) as last from purchases where customer_id = any(${ids}::uuid[]) and kind = 'purchase' group by 1
    ) p on p.customer_id = c.id where c.id = any(${ids}::uuid[])`.execute(ctx.db)
  const opened = await openRows(ctx, ctx.card('customer'), rows, (row) => row.id)
  return new Map(opened.map((row) => [row.id, asCard({ ...row, idCard: row.idCard && lastFourOf(row.idCard) })]))
}

const asCard = (row: Row): MatchCard => ({
  ...row,
  kind: makeSubject(row.id, { name: row.name, kind: row.kind }).kind,
  createdAt: row.createdAt.toISOString(),
  lastPurchaseAt: row.lastPurchaseAt?.toISOString() ?? null,
})
