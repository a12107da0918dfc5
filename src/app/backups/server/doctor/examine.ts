import type { Services } from '../../../../platform/actions/services.ts'
import type { DoctorAnswer, DoctorCheck, DoctorName } from '../../doctor.ts'
import { databaseChecks } from './check-database.ts'
import { machineChecks } from './check-machine.ts'
import { workChecks } from './check-work.ts'

/** What a check found: which of its sentences, and what is filled in. `fine` is fine, the others are as grave as they say. */
export type Finding = { readonly state: DoctorCheck['state']; readonly says: string; readonly values?: DoctorCheck['values'] }
export type Check = readonly [DoctorName, (services: Services) => Promise<Finding>]

export const fine = (values: DoctorCheck['values'] = {}): Finding => ({ state: 'fine', says: 'fine', values })
export const look = (says: string, values: DoctorCheck['values'] = {}): Finding => ({ state: 'look', says, values })
export const broken = (says: string, values: DoctorCheck['values'] = {}): Finding => ({ state: 'broken', says, values })

const mostMs = 8_000

/** Looks at everything that commonly goes wrong. A check that fails or does not end in eight seconds is itself a finding. */
export async function examine(services: Services): Promise<DoctorAnswer> {
  const checks: DoctorCheck[] = []
  for (const [name, check] of [...machineChecks, ...databaseChecks, ...workChecks]) {
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

/** 1.2 GB, 340 MB. */
export function sayBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.ceil(bytes / 1e3)} KB`
}
