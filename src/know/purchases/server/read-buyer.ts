import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { currentCustomer } from '../../../platform/event-log/merged-heads.ts'
import { customer } from '../../customers/customer.ts'

/** Who this is now, whoever they were merged into. @throws Problem record.missing */
export async function readBuyer({ db }: Ctx, customerId: string): Promise<string> {
  const id = await currentCustomer(db, customerId)
  const { rows } = await sql`select 1 from customers where id = ${id}`.execute(db)
  if (rows.length === 0) throw new Problem('record.missing', { what: customer.label })
  return id
}
