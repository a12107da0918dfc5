import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { roles } from '../../core/action/action.ts'
import { fetchJson } from '../../ui/call.ts'

const sessionShape = z.object({
  user: z
    .object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      role: z.enum(roles),
      /** What is to be done before anything else. */
      must: z.enum(['password', 'second-factor']).nullish(),
    })
    .nullable(),
  shop: z.object({ name: z.string(), currency: z.string(), timeZone: z.string() }),
  needsOwner: z.boolean(),
})

/** Who is signed in, and the shop's own settings. */
export type Session = z.output<typeof sessionShape>

export const sessionKey = ['session'] as const

export function useSession() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: async ({ signal }) => sessionShape.parse(await fetchJson('/api/session', { signal })),
    staleTime: 60_000,
  })
}
