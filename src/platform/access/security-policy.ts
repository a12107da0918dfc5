import { sql } from 'kysely'
import { z } from 'zod'
import { roles } from '../../core/action/action.ts'
import { provedWork } from '../../core/action/proved-work.ts'
import type { Database, Db } from '../database/connect.ts'

export const passwordProfiles = ['standard', 'mlps'] as const
export type PasswordProfile = (typeof passwordProfiles)[number]

/** What 等保 2.0 (`mlps`) asks of passwords besides. */
export const mlpsPasswords = { days: 90, history: 5, tries: 5, lockMinutes: 30 }

/** Kept as the setting `security`; what is left out or unreadable takes its usual value. */
const keptPolicy = z.object({
  profile: z.enum(passwordProfiles).catch('standard'),
  /** A session unused for so long is over. */
  idleMinutes: z.int().min(5).max(43_200).catch(4_320),
  /** A session lives no longer, however busy. */
  longestHours: z.int().min(1).max(720).catch(336),
  /** Who of these has to show a second factor. */
  secondFactorFor: z.array(z.enum(roles)).catch([]),
  /** Before which work one has to prove anew who one is. */
  proveFor: z.array(z.enum(provedWork)).catch([]),
})
export type SecurityPolicy = z.output<typeof keptPolicy>

const keptMs = 1_000
const policies = new WeakMap<Database, { readonly until: number; readonly policy: SecurityPolicy }>()

/** The rules of the door; read again at most once a second, for every request asks them. */
export async function readPolicy(database: Database, db: Db = database.db): Promise<SecurityPolicy> {
  const known = policies.get(database)
  if (known && known.until > performance.now()) return known.policy
  const { rows } = await sql<{ value: unknown }>`select value from settings where name = 'security'`.execute(db)
  const policy = keptPolicy.parse(rows[0]?.value ?? {})
  policies.set(database, { until: performance.now() + keptMs, policy })
  return policy
}

/** After they were written. */
export function forgetPolicy(database: Database): void {
  policies.delete(database)
}
