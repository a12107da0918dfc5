import { Input, Segmented, Select, Tag } from 'antd'
import { useAsk } from '../../../ui/data.tsx'
import { DaySpanInput } from '../../../ui/DayInput.tsx'
import { useSay } from '../../../ui/language.tsx'
import { type AuditKind, auditKinds, listAuditPeople } from '../audit.ts'
import type { AuditSearch } from '../audit-address.ts'
import { actorWords } from '../reading-words.ts'
import { kindWords } from '../say-entry.ts'

type Props = { readonly search: AuditSearch; readonly setSearch: (patch: Partial<AuditSearch>) => void }

/** By kind, person, action, day and words; all of it lives in the address. */
export function AuditTools({ search, setSearch }: Props) {
  const say = useSay()
  const known = useAsk(listAuditPeople, {})
  const people = (known.data?.people ?? []).map(({ actor, name }) => {
    const words = actorWords[actor]
    return { value: actor, label: words ? say(words) : name }
  })
  const actions = (known.data?.actions ?? []).map(({ name, label }) => ({ value: name, label: label ? say(label) : name }))
  const kinds = [
    { value: 'all' as const, label: say({ zh: '全部', en: 'All' }) },
    ...auditKinds.map((value) => ({ value, label: say(kindWords[value] ?? { zh: value, en: value }) })),
  ]
  return (
    <div className="rg-audit-tools">
      <div className="rg-audit-kinds">
        <Segmented<AuditKind | 'all'>
          aria-label={say({ zh: '类别', en: 'Kind' })}
          value={search.kind ?? 'all'}
          options={kinds}
          onChange={(kind) => setSearch({ kind: kind === 'all' ? undefined : kind })}
        />
      </div>
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={say({ zh: '谁', en: 'Who' })}
        placeholder={say({ zh: '谁', en: 'Who' })}
        value={search.person}
        options={people}
        onChange={(person: string | undefined) => setSearch({ person })}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={say({ zh: '做了什么', en: 'Did what' })}
        placeholder={say({ zh: '做了什么', en: 'Did what' })}
        value={search.action}
        options={actions}
        onChange={(action: string | undefined) => setSearch({ action })}
      />
      <DaySpanInput label={say({ zh: '日期', en: 'Days' })} from={search.from} to={search.to} onChange={setSearch} />
      <Input.Search
        allowClear
        className="rg-audit-search"
        aria-label={say({ zh: '搜索内容、理由、地址', en: 'Search values, reasons, addresses' })}
        placeholder={say({ zh: '内容、理由、地址', en: 'Values, reasons, addresses' })}
        defaultValue={search.search ?? ''}
        onSearch={(text) => setSearch({ search: text.trim() === '' ? undefined : text.trim() })}
      />
      {search.subject ? (
        <Tag closable onClose={() => setSearch({ subject: undefined })}>
          {say({ zh: '只看一条资料的历史', en: 'History of one record' })}
        </Tag>
      ) : null}
    </div>
  )
}
