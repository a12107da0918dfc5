import { Button, Select } from 'antd'
import type { z } from 'zod'
import type { EventKind } from '../../../core/event/event.ts'
import { type FactParts, FactTimeline } from '../../../pages/FactTimeline.tsx'
import { useAsk, useAskMore } from '../../../ui/data.tsx'
import { DayInput } from '../../../ui/DayInput.tsx'
import { useSay } from '../../../ui/language.tsx'
import { ErrorState, Loading } from '../../../ui/States.tsx'
import { listColleagues } from '../../shop/users.ts'
import { readTimeline } from '../actions.ts'
import type { customerSearch } from '../customers-address.ts'

export type TimelineFilter = Pick<z.output<typeof customerSearch>, 'kind' | 'by' | 'from' | 'to'>

type Props = {
  readonly customerId: string
  readonly kinds: readonly EventKind[]
  readonly filter: TimelineFilter
  readonly onFilter: (filter: TimelineFilter) => void
  /** Facts that are told by a part of their own, e.g. a call with its outcome and files. */
  readonly parts?: FactParts | undefined
}

/** All that happened with the customer, from the log, newest first by when it happened. */
export function CustomerTimeline({ customerId, kinds, filter, onFilter, parts }: Props) {
  const { kind, by, from, to } = filter
  const asked = useAskMore(readTimeline, (before: string | undefined) => ({
    id: customerId,
    limit: 30,
    ...(kind ? { kind } : {}),
    ...(by ? { by } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(before ? { before } : {}),
  }))
  const facts = asked.data?.pages.flatMap((page) => page.facts)
  if (!facts) return asked.error ? <ErrorState error={asked.error} retry={asked.refetch} /> : <Loading rows={6} />
  return (
    <FactTimeline
      facts={facts}
      kinds={kinds}
      kind={kind}
      onKind={(next) => onFilter({ kind: next })}
      filters={<MoreFilters filter={filter} onFilter={onFilter} />}
      isFiltered={by !== undefined || from !== undefined || to !== undefined}
      {...(parts ? { parts } : {})}
      hasMore={asked.hasNextPage}
      onMore={() => void asked.fetchNextPage()}
      loadingMore={asked.isFetchingNextPage}
    />
  )
}

/** Who wrote it, and from which day to which. */
function MoreFilters({ filter, onFilter }: Pick<Props, 'filter' | 'onFilter'>) {
  const say = useSay()
  const colleagues = useAsk(listColleagues, {}).data?.colleagues ?? []
  const isNarrowed = Object.values(filter).some((value) => value !== undefined)
  return (
    <>
      <Select<string>
        aria-label={say({ zh: '只看谁写下的', en: 'Show only what this colleague wrote' })}
        className="rg-timeline-by"
        value={filter.by ?? ''}
        onChange={(by) => onFilter({ by: by || undefined })}
        options={[
          { value: '', label: say({ zh: '所有人', en: 'Anybody' }) },
          ...colleagues.map(({ id, name, you }) => ({
            value: id,
            label: you ? say({ zh: '{name}（我）', en: '{name} (me)' }, { name }) : name,
          })),
        ]}
      />
      <DayInput
        aria-label={say({ zh: '从哪一天起', en: 'From' })}
        placeholder={say({ zh: '从哪天起', en: 'From' })}
        className="rg-timeline-day"
        value={filter.from}
        onChange={(from) => onFilter({ from: from ?? undefined })}
      />
      <DayInput
        aria-label={say({ zh: '到哪一天为止', en: 'To' })}
        placeholder={say({ zh: '到哪天止', en: 'To' })}
        className="rg-timeline-day"
        value={filter.to}
        onChange={(to) => onFilter({ to: to ?? undefined })}
      />
      {isNarrowed ? (
        <Button type="link" onClick={() => onFilter({ kind: undefined, by: undefined, from: undefined, to: undefined })}>
          {say({ zh: '清除筛选', en: 'Show everything' })}
        </Button>
      ) : null}
    </>
  )
}
