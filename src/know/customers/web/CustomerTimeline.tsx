import type { EventKind } from '../../../core/event/event.ts'
import { FactTimeline } from '../../../pages/FactTimeline.tsx'
import { useAskMore } from '../../../ui/data.tsx'
import { ErrorState, Loading } from '../../../ui/States.tsx'
import { readTimeline } from '../actions.ts'

type Props = {
  readonly customerId: string
  readonly kinds: readonly EventKind[]
  readonly kind: string | undefined
  readonly onKind: (kind: string | undefined) => void
}

/** All that happened with the customer, from the log. */
export function CustomerTimeline({ customerId, kinds, kind, onKind }: Props) {
  const asked = useAskMore(readTimeline, (before: number | undefined) => ({
    id: customerId,
    limit: 30,
    ...(kind ? { kind } : {}),
    ...(before ? { before } : {}),
  }))
  const facts = asked.data?.pages.flatMap((page) => page.facts)
  if (!facts) return asked.error ? <ErrorState error={asked.error} retry={asked.refetch} /> : <Loading rows={6} />
  return (
    <FactTimeline
      facts={facts}
      kinds={kinds}
      kind={kind}
      onKind={onKind}
      hasMore={asked.hasNextPage}
      onMore={() => void asked.fetchNextPage()}
      loadingMore={asked.isFetchingNextPage}
    />
  )
}
