import { Problem } from '../../../core/kit/problem.ts'
import type { Ctx, InputOf } from '../../../platform/actions/context.ts'
import { changeOf } from '../../../platform/audit/record-change.ts'
import type { Db } from '../../../platform/database/connect.ts'
import { saveSetting } from '../../../platform/database/save-setting.ts'
import { readSetting } from '../../../platform/database/read-setting.ts'
import { leastKeepDays, type saveAuditPlan as definition } from '../audit.ts'

export type AuditPlan = { readonly keepDays: number; readonly usualRecords: number }

/** Three years, as long as an impact assessment is kept; the law asks for half a year. */
const standard: AuditPlan = { keepDays: 3 * 365, usualRecords: 200 }

export async function readPlan(db: Db): Promise<AuditPlan> {
  return { ...standard, ...(await readSetting<Partial<AuditPlan>>(db, 'audit')) }
}

/** @throws Problem audit.too-young */
export async function savePlan(ctx: Ctx, plan: InputOf<typeof definition>): Promise<Record<never, never>> {
  if (plan.keepDays < leastKeepDays) throw new Problem('audit.too-young', { path: 'keepDays', days: leastKeepDays })
  const before = await readPlan(ctx.db)
  await saveSetting(ctx, 'audit', plan)
  ctx.changed(changeOf('settings', 'audit', before, plan))
  return {}
}
