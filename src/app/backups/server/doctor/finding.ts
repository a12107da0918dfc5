import type { Services } from '../../../../platform/actions/services.ts'
import type { DoctorCheck, DoctorName } from '../../doctor.ts'

/** What a check found: which of its sentences, and what is filled in. `fine` is fine, the others are as grave as they say. */
export type Finding = { readonly state: DoctorCheck['state']; readonly says: string; readonly values?: DoctorCheck['values'] }
export type Check = readonly [DoctorName, (services: Services) => Promise<Finding>]

export const fine = (values: DoctorCheck['values'] = {}): Finding => ({ state: 'fine', says: 'fine', values })
export const look = (says: string, values: DoctorCheck['values'] = {}): Finding => ({ state: 'look', says, values })
export const broken = (says: string, values: DoctorCheck['values'] = {}): Finding => ({ state: 'broken', says, values })

/** 1.2 GB, 340 MB. */
export function sayBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.ceil(bytes / 1e3)} KB`
}
