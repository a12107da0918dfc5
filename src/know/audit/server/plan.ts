import { sql } from 'kysely'
import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import { leastKeepDays, type saveAuditPlan as definition } from '../audit.ts'

export type AuditPlan = { readonly keepDays: number; readonly usualRecords: number }

/** Three years, as long as an impact assessment is kept; the law asks for half a year. */
const standard: AuditPlan = { keepDays: 3 * 365, usualRecords: 200 }

export async function readPlan(db: Db): Promise<AuditPlan> {
  const { rows } = await sql<{ value: Partial<AuditPlan> }>`select value from settings where name = 'audit'`.execute(db)
  return { ...standard, ...rows[0]?.value }
}

/** @throws Problem audit.too-young */
export async function savePlan(ctx: Ctx, plan: InputOf<typeof definition>): Promise<Record<never, never>> {
  if (plan.keepDays < leastKeepDays) throw new Problem('audit.too-young', { path: 'keepDays', days: leastKeepDays })
  const before = await readPlan(ctx.db)
  await saveSetting(ctx, 'audit', plan)
  ctx.changed(changeOf('settings', 'audit', before, plan))
  return {}
}
