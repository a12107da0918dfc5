import { sql } from 'kysely'
import type { AnswerOf, InputOf } from '../../../core/action/action.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import type * as actions from '../actions.ts'
import { isAnyHidden } from '../../../platform/rights/hidden-fields.ts'
import { maySee } from '../../../platform/rights/sight.ts'

type Row = { id: string; name: string | null; chance: number; expected: number | null; came: number; customers: number }

/** A chance is kept with some seven digits, and the ends of a group are told as they were kept. */
const close = 1e-6

/**
 * One page of the customers whose chance lay between two numbers, the likeliest first; purchases as they are graded. Of whom
 * nothing may be foretold any more nothing is told of then either.
 */
export async function gradedPeople(
  ctx: Ctx,
  { setId, horizon, from, to, skip, limit }: InputOf<typeof actions.gradedPeople>,
): Promise<AnswerOf<typeof actions.gradedPeople>> {
  const { db, shop } = ctx
  const set = await sql<{ kept: boolean; cut: string }>`select kept, cut_day::text as cut from prediction_sets where id = ${setId}`.execute(
    db,
  )
  const [known] = set.rows
  if (!known?.kept) return { isKept: false, isHidden: false, customers: 0, rows: [] }
  if (isAnyHidden(ctx, 'buyChance30', 'buyChance90')) return { isKept: true, isHidden: true, customers: 0, rows: [] }
  const isCountHidden = isAnyHidden(ctx, 'purchaseCount', 'lastPurchaseAt') || !maySee(ctx.sight, 'purchase')
  const day = sql`(p.occurred_at at time zone ${shop.timeZone}::text)::date`
  const { rows } =
    await sql<Row>`select f.*, (select count(distinct ${day}) from purchases p where p.customer_id = f.id and coalesce(p.first_customer_id, p.customer_id) = f.id
      and p.kind = 'purchase' and p.amount > 0 and ${day} > ${known.cut}::date and ${day} <= ${known.cut}::date + ${horizon}::int)::int as came
    from (
      select c.id, c.name, ${sql.ref(`l.chance${horizon}`)}::float8 as chance, ${sql.ref(`l.purchases${horizon}`)}::float8 as expected, (count(*) over ())::int as customers
      from prediction_ledger l join customers c on c.id = l.customer_id
      where l.set_id = ${setId} and ${sql.ref(`l.chance${horizon}`)} between ${from - close}::float8 and ${to + close}::float8
        and not c.no_personalisation and not exists (select 1 from restrictions r where r.customer_id = c.id)
      order by ${sql.ref(`l.chance${horizon}`)} desc, c.id offset ${skip} limit ${limit}
    ) f order by f.chance desc, f.id`.execute(db)
  return {
    isKept: true,
    isHidden: false,
    customers: rows[0]?.customers ?? 0,
    rows: rows.map(({ id, name, chance, expected, came }) => ({ id, name, chance, expected, came: isCountHidden ? null : came })),
  }
}
