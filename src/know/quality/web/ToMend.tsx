import { Button, Table, type TableColumnsType } from 'antd'
import type { z } from 'zod'
import { CustomerLink } from '../../../pages/CustomerLink.tsx'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered, Empty } from '../../../ui/States.tsx'
import { listToMend, type qualitySummary } from '../actions.ts'
import { qualitySearch } from '../quality-address.ts'
import { lackWords } from '../quality-words.ts'

type Row = z.output<typeof listToMend.output>['rows'][number]
type Fields = z.output<typeof qualitySummary.output>['fields']

/** Whose details to mend first: those with the most value at stake. */
export function ToMend({ fields }: { readonly fields: Fields }) {
  const say = useSay()
  const [{ field, lack }, setSearch] = useSearchState(qualitySearch)
  const asked = useAsk(listToMend, { ...(field ? { field } : {}), ...(lack ? { lack } : {}) }, { keep: true })
  const chosen = fields.find((one) => one.field === field)
  const about = chosen
    ? say({ zh: '只看：{field}{lack}', en: 'Only: {field} {lack}' }, { field: say(chosen.label), lack: lack ? say(lackWords[lack]) : '' })
    : say({
        zh: '按“消费总额 × 还差多少分”排序：先补最值得的 50 位。',
        en: 'In order of spend × what the score lacks: the 50 most worth mending.',
      })
  return (
    <Section
      title={{ zh: '先补谁的？', en: 'Whose first?' }}
      note={about}
      actions={
        chosen ? (
          <Button size="small" onClick={() => setSearch({ field: undefined, lack: undefined })}>
            {say({ zh: '查看全部', en: 'Show all' })}
          </Button>
        ) : null
      }
    >
      <Answered of={asked}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty small title={{ zh: '没有要补的', en: 'Nothing lacks here' }} />
          ) : (
            <MendTable rows={rows} fields={fields} />
          )
        }
      </Answered>
    </Section>
  )
}

function MendTable({ rows, fields }: { readonly rows: readonly Row[]; readonly fields: Fields }) {
  const say = useSay()
  const format = useFormat()
  const labels = new Map(fields.map((one) => [one.field, say(one.label)]))
  const columns: TableColumnsType<Row> = [
    {
      key: 'name',
      title: say({ zh: '客户', en: 'Customer' }),
      rowScope: 'row',
      render: (_, row) => <CustomerLink id={row.id} name={row.name} />,
    },
    {
      key: 'lacks',
      title: say({ zh: '要补的', en: 'Lacks' }),
      render: (_, row) => (
        <div className="rg-quality-lacks">
          {(['missing', 'doubted', 'stale'] as const).map((lack) =>
            row[lack].map((name) => (
              <Badge key={`${lack}-${name}`} tone={lack === 'doubted' ? 'attention' : 'neutral'}>
                {labels.get(name) ?? name} · {say(lackWords[lack])}
              </Badge>
            )),
          )}
        </div>
      ),
    },
    { key: 'score', title: say({ zh: '质量分', en: 'Score' }), align: 'right', render: (_, row) => row.score },
    {
      key: 'spend',
      title: say({ zh: '消费总额', en: 'Spend' }),
      align: 'right',
      render: (_, row) => (row.spend === null ? '—' : format.money(row.spend)),
    },
  ]
  return (
    <Table<Row>
      size="small"
      rowKey="id"
      pagination={false}
      columns={columns}
      dataSource={[...rows]}
      scroll={{ x: 'max-content' }}
      aria-label={say({ zh: '要补资料的客户', en: 'Customers whose details lack something' })}
    />
  )
}
