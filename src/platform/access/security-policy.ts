import { z } from 'zod'
import { roles } from '../../core/action/action.ts'
import { provedWork } from '../../core/action/proved-work.ts'
import type { Database, Db } from '../database/connect.ts'
import { keptSetting } from '../database/kept-setting.ts'

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

const policy = keptSetting({ name: 'security', forMs: 1_000, parse: (value) => keptPolicy.parse(value ?? {}) })

/** The rules of the door; read again at most once a second, for every request asks them. */
export const readPolicy = (database: Database, db: Db = database.db): Promise<SecurityPolicy> => policy.read(database, db)

/** After they were written. */
export const forgetPolicy = policy.forget
