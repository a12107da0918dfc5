import { answerQuestion, type Feature, handleAction, handleInTwo } from '../../../platform/actions/feature.ts'
import type { Services } from '../../../platform/actions/services.ts'
import * as audit from '../audit.ts'
import { chainTick, checkTick, forgetTick, startCheck } from './chain-ticks.ts'
import { endAccess, settleAlarm } from './end-access.ts'
import { auditExport } from './export-audit.ts'
import { listAudit } from './list-audit.ts'
import { listPeople } from './list-people.ts'
import { savePlan } from './plan.ts'
import { readState } from './read-state.ts'
import { stopCheck } from './stop-check.ts'
import { type RaisedAlarm, watchReading } from './watch-reading.ts'

/** @param tell mails the owners of an alarm */
export function makeAuditFeature(tell: (services: Services, alarm: RaisedAlarm) => Promise<void>): Feature {
  return {
    name: 'audit',
    actions: [
      handleAction(audit.startAuditCheck, async (ctx) => ({
        id: await startCheck(ctx.db, { id: ctx.newId(), at: ctx.now, by: ctx.actor.id }),
      })),
      handleAction(audit.stopAuditCheck, stopCheck),
      handleAction(audit.saveAuditPlan, savePlan),
      handleAction(audit.settleAlarm, settleAlarm),
      handleInTwo(audit.endAccess, endAccess),
    ],
    questions: [
      answerQuestion(audit.listAudit, listAudit),
      answerQuestion(audit.listAuditPeople, listPeople),
      answerQuestion(audit.readAuditState, readState),
    ],
    exports: [auditExport],
    ticks: [
      { name: 'audit-chain', everyMs: 2_000, run: chainTick },
      { name: 'audit-check', everyMs: 3_000, run: checkTick },
      { name: 'audit-forget', everyMs: 3_600_000, run: forgetTick },
      { name: 'audit-watch', everyMs: 15_000, run: (services) => watchTick(services, tell) },
    ],
  }
}

async function watchTick(services: Services, tell: (services: Services, alarm: RaisedAlarm) => Promise<void>): Promise<boolean> {
  for (const alarm of await watchReading(services)) await tell(services, alarm)
  return false
}
