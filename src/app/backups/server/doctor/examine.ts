import type { Services } from '../../../../platform/actions/services.ts'
import type { DoctorAnswer, DoctorCheck } from '../../doctor.ts'
import { databaseChecks } from './check-database.ts'
import { machineChecks } from './check-machine.ts'
import { mailChecks } from './check-mail.ts'
import { outgoingChecks } from './check-outgoing.ts'
import { workChecks } from './check-work.ts'
import { broken, type Finding } from './finding.ts'

const mostMs = 8_000

/** Looks at everything that commonly goes wrong. A check that fails or does not end in eight seconds is itself a finding. */
export async function examine(services: Services): Promise<DoctorAnswer> {
  const checks: DoctorCheck[] = []
  for (const [name, check] of [...machineChecks, ...mailChecks, ...outgoingChecks, ...databaseChecks, ...workChecks]) {
    const {
      state,
      says,
      values = {},
    } = await withinTime(check(services)).catch((error: unknown) =>
      broken('unknown', { reason: error instanceof Error ? error.message.slice(0, 200) : String(error) }),
    )
    checks.push({ name, state, says, values })
  }
  return { at: services.clock().toISOString(), checks }
}

async function withinTime(work: Promise<Finding>): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`> ${mostMs / 1000} s`)), mostMs)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
