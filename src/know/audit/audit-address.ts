import { z } from 'zod'
import { auditKinds } from './audit.ts'

/** What the audit's page keeps in its address. */
export const auditSearch = z.object({
  kind: z.enum(auditKinds).optional(),
  person: z.string().max(100).optional(),
  action: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  search: z.string().max(100).optional(),
})
export type AuditSearch = z.output<typeof auditSearch>
