import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx } from '../../../platform/actions/context.ts'
import { customersWithin } from '../../../platform/rights/decide.ts'

/** Whose copy it is. Of one about a customer who is out of the actor's reach nobody is told that it exists. @throws Problem export.gone */
export async function checkReach(ctx: Ctx, exportId: string): Promise<string> {
  const { rows } = await sql<{ about_id: string }>`select about_id from privacy_exports where id = ${exportId}`.execute(ctx.db)
  const id = rows[0]?.about_id
  if (id === undefined || !(await customersWithin(ctx, 'export', [id])).has(id)) throw new Problem('export.gone')
  return id
}
