import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useLanguage, useSay } from '../../../ui/language.tsx'
import type { ExploreSearch } from '../explore-address.ts'
import type { SetSearch } from './set-search.ts'

/** Between which two days it began, both counting; left open it is ever. */
export function SpanInput({ search, setSearch }: { readonly search: ExploreSearch; readonly setSearch: SetSearch }) {
  const say = useSay()
  const { language } = useLanguage()
  return (
    <span className="rg-explore-field">
      {say({ zh: '开始于', en: 'Begun' })}
      <DatePicker.RangePicker
        size="small"
        aria-label={say({ zh: '开始的时间', en: 'When it began' })}
        value={[search.from ? dayjs(search.from) : null, search.to ? dayjs(search.to) : null]}
        format={language === 'zh' ? ['YYYY年M月D日', 'YYYY-M-D'] : ['D MMM YYYY', 'YYYY-M-D']}
        allowEmpty={[true, true]}
        onChange={(ends) => setSearch({ from: ends?.[0]?.format('YYYY-MM-DD'), to: ends?.[1]?.format('YYYY-MM-DD') })}
      />
    </span>
  )
}
