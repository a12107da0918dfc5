import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { type Role, roles } from '../../../core/action/action.ts'
import { fetchJson } from '../../../ui/call.ts'

const sessionShape = z.object({ user: z.object({ role: z.enum(roles) }).nullable() })

/** The reader's role, out of the session that the shell keeps under the same key. */
export function useRole(): Role | undefined {
  const { data } = useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }) => fetchJson('/api/session', { signal }),
    staleTime: 60_000,
  })
  const read = sessionShape.safeParse(data)
  return read.success ? read.data.user?.role : undefined
}
