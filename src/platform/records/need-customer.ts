import { sql } from 'kysely'
import { Problem } from '../../core/kit/problem.ts'
import type { Ctx } from '../actions/context.ts'
import { currentCustomer } from '../event-log/merged-heads.ts'

/** Of nobody nothing is told: an id that is no customer's, or that the reader may not see. @throws Problem record.missing */
export async function needCustomer(ctx: Ctx, id: string): Promise<void> {
  const { rows } = await sql`select 1 from customers c where c.id = ${id}`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('record.missing', { what: ctx.card('customer').entity.label })
}

/** Whoever was meant by the id that an input has under `customerId`, be it of one who has been merged. @throws Problem record.missing */
export async function meantCustomer(ctx: Ctx, named: string): Promise<string> {
  const id = await currentCustomer(ctx.db, named)
  const { rows } = await sql`select 1 from customers where id = ${id}`.execute(ctx.db)
  if (rows.length === 0) throw new Problem('record.missing', { path: 'customerId', what: ctx.card('customer').entity.label })
  return id
}
