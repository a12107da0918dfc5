import { Table, type TableColumnsType } from 'antd'
import type { z } from 'zod'
import { useSearchState } from '../../../ui/address.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import type { qualitySummary } from '../actions.ts'
import { qualitySearch } from '../quality-address.ts'
import { type Lack, lackWords } from '../quality-words.ts'

type Summary = z.output<typeof qualitySummary.output>
type FieldRow = Summary['fields'][number]

const lacks = ['stale', 'doubted', 'missing'] as const
const parts = ['good', ...lacks] as const

const goodOf = ({ expected, missing, doubted, stale }: FieldRow) => Math.max(0, expected - missing - doubted - stale)

/** Field by field: how many customers are well known in it, and how many are not. */
export function FieldStates({ summary }: { readonly summary: Summary }) {
  const say = useSay()
  const format = useFormat()
  const columns: TableColumnsType<FieldRow> = [
    { key: 'field', title: say({ zh: '资料', en: 'Detail' }), rowScope: 'row', render: (_, row) => say(row.label) },
    { key: 'bar', title: say({ zh: '状况', en: 'State' }), width: '30%', render: (_, row) => <StateBar row={row} /> },
    {
      key: 'complete',
      title: say({ zh: '完整率', en: 'Complete' }),
      align: 'right',
      render: (_, row) => (row.expected === 0 ? '—' : format.percent(1 - row.missing / row.expected)),
    },
    ...lacks.map((lack) => ({
      key: lack,
      title: say(lackWords[lack]),
      align: 'right' as const,
      render: (_: unknown, row: FieldRow) => <LackCount row={row} lack={lack} />,
    })),
  ]
  return (
    <Section
      title={{ zh: '逐项看', en: 'Detail by detail' }}
      note={say({ zh: '点数字，下面的名单就只列出这些客户。', en: 'Click a number to see just those customers in the list below.' })}
    >
      <div className="rg-quality-keys">
        {parts.map((part) => (
          <span key={part}>
            <span className={`rg-quality-key rg-quality-${part}`} aria-hidden="true" />
            {say(lackWords[part])}
          </span>
        ))}
      </div>
      <Table<FieldRow>
        size="small"
        rowKey="field"
        pagination={false}
        columns={columns}
        dataSource={[...summary.fields]}
        scroll={{ x: 'max-content' }}
        aria-label={say({ zh: '各项资料的状况', en: 'State of each detail' })}
      />
    </Section>
  )
}

function StateBar({ row }: { readonly row: FieldRow }) {
  const say = useSay()
  const format = useFormat()
  const counts = { good: goodOf(row), stale: row.stale, doubted: row.doubted, missing: row.missing }
  const text = parts.map((part) => `${say(lackWords[part])} ${format.count(counts[part])}`).join('，')
  return (
    <div className="rg-quality-bar" role="img" aria-label={text} title={text}>
      {parts.map((part) => (
        <span
          key={part}
          className={`rg-quality-${part}`}
          style={{ width: `${row.expected === 0 ? 0 : (100 * counts[part]) / row.expected}%` }}
        />
      ))}
    </div>
  )
}

function LackCount({ row, lack }: { readonly row: FieldRow; readonly lack: Lack }) {
  const say = useSay()
  const format = useFormat()
  const [, setSearch] = useSearchState(qualitySearch)
  if (row[lack] === 0) return <>0</>
  const name = say(
    { zh: '{field}：{lack}，{n} 位', en: '{field}: {lack}, {n} {n|customer|customers}' },
    { field: say(row.label), lack: say(lackWords[lack]), n: format.count(row[lack]) },
  )
  return (
    <button type="button" className="rg-explain" aria-label={name} onClick={() => setSearch({ field: row.field, lack })}>
      {format.count(row[lack])}
    </button>
  )
}
