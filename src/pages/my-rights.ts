import { z } from 'zod'

/** What the reader may do, as the browser asks it; what answers it stands further right. */
export const askMyRights = {
  name: 'read-my-rights',
  method: 'GET',
  path: '/me/rights',
  input: z.strictObject({}),
  output: z.object({
    limited: z.boolean(),
    actions: z.array(z.string()),
    exports: z.array(z.string()),
    fields: z.record(z.string(), z.string()),
  }),
} as const

/** Shows a masked value whole, for a reason that is kept. */
export const askReveal = {
  name: 'reveal-value',
  method: 'POST',
  path: '/customers/:id/reveal',
  input: z.object({
    id: z.string(),
    field: z.string(),
    of: z.object({ kind: z.enum(['interaction', 'todo', 'contact', 'contact-point']), id: z.string() }).optional(),
    reason: z.string(),
  }),
  output: z.object({ value: z.unknown(), left: z.number() }),
} as const
