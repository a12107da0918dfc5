import { z } from 'zod'

/** What a new role begins from: a template by name, or a role by id. */
export const roleSearch = z.object({ template: z.string().max(40).optional(), copy: z.string().max(40).optional() })

/** Through whose eyes, and which customer, or which record of which other kind. */
export const viewAsSearch = z.object({
  role: z.string().max(40).optional(),
  person: z.string().max(40).optional(),
  customer: z.string().max(40).optional(),
  kind: z.string().max(40).optional(),
  record: z.string().max(40).optional(),
})
