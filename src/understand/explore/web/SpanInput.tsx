import { DaySpanInput } from '../../../ui/DayInput.tsx'
import { useSay } from '../../../ui/language.tsx'
import type { ExploreSearch } from '../explore-address.ts'
import type { SetSearch } from './set-search.ts'

/** Between which two days it began, both counting; left open it is ever. */
export function SpanInput({ search, setSearch }: { readonly search: ExploreSearch; readonly setSearch: SetSearch }) {
  const say = useSay()
  return (
    <span className="rg-explore-field">
      {say({ zh: '开始于', en: 'Begun' })}
      <DaySpanInput
        size="small"
        label={say({ zh: '开始的时间', en: 'When it began' })}
        from={search.from}
        to={search.to}
        onChange={setSearch}
      />
    </span>
  )
}
