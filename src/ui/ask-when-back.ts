import type { QueryClient } from '@tanstack/react-query'
import { ProblemError } from './call.ts'

const gatewayStatuses = [502, 503, 504]

/** Whether an answer failed to come for a reason that passes by itself: the server, or its database, is away. */
function isAway(error: unknown): boolean {
  if (!(error instanceof ProblemError)) return false
  const { code, status } = error
  // What a proxy in front says has no code of ours.
  return code === 'server.unreachable' || code === 'database.away' || (code === 'answer.unexpected' && gatewayStatuses.includes(status))
}

/**
 * Where a question failed because the server or its database was away, looks now and then whether they are back, and asks again
 * what failed meanwhile, so that nobody has to press “retry”.
 * @param look asks something small of the database
 */
export function askWhenBack(answers: QueryClient, look: () => Promise<unknown>, everyMs = 3_000): void {
  const probe = {
    queryKey: ['is-back'],
    queryFn: look,
    retry: (_count: number, error: Error) => isAway(error),
    retryDelay: everyMs,
    gcTime: 0,
  }
  let isWaiting = false
  const wait = async () => {
    isWaiting = true
    await new Promise((done) => setTimeout(done, everyMs))
    // A refusal is an answer too: the reader may have been signed out meanwhile.
    await answers.fetchQuery(probe).catch(() => {})
    isWaiting = false
    await answers.refetchQueries({ type: 'active', predicate: ({ state }) => isAway(state.error) })
  }
  answers.getQueryCache().subscribe((event) => {
    if (!isWaiting && event.type === 'updated' && event.action.type === 'error' && isAway(event.action.error)) void wait()
  })
}
