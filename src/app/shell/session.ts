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

/** Whose pages this browser tab has shown since it was loaded. */
let reader: string | null = null

export function useSession() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: async ({ signal }) => {
      const session = sessionShape.parse(await fetchJson('/api/session', { signal }))
      const id = session.user?.id ?? reader
      if (reader !== null && id !== reader) {
        // Nothing of the former reader stays in memory, and nothing is shown until then.
        location.reload()
        await new Promise(() => {})
      }
      reader = id
      return session
    },
    staleTime: 60_000,
  })
}
