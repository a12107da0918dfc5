import { DownloadOutlined } from '@ant-design/icons'
import { Button, Segmented, Table } from 'antd'
import type { ReplyOf } from '../../../core/action/action.ts'
import type { Tone } from '../../../core/entity/field.ts'
import { useSearchState } from '../../../ui/address.tsx'
import { useAsk } from '../../../ui/data.tsx'
import { useLanguage, useSay } from '../../../ui/language.tsx'
import { Section } from '../../../ui/Page.tsx'
import { Badge } from '../../../ui/Reason.tsx'
import { useFormat } from '../../../ui/shop.tsx'
import { Answered } from '../../../ui/States.tsx'
import { readDataMap } from '../actions.ts'
import { type DataClass, dataClasses, ownClasses } from '../map/map-words.ts'
import { privacySearch } from '../privacy-address.ts'

type MapTable = ReplyOf<typeof readDataMap>['tables'][number]

const tones: Readonly<Record<string, Tone>> = {
  sensitive: 'danger',
  contact: 'attention',
  identity: 'attention',
  commerce: 'teal',
  secret: 'purple',
}
const isClass = (name: string): name is DataClass => Object.keys(dataClasses).includes(name)

/** Which data lie where, what for, how long, and what becomes of them. */
export function DataMapTab() {
  const say = useSay()
  const { language } = useLanguage()
  const [{ of = 'customer' }, setSearch] = useSearchState(privacySearch)
  const asked = useAsk(readDataMap, {})
  return (
    <Section
      title={{ zh: '数据地图', en: 'Data map' }}
      note={say({
        zh: '每张表的每一列都归了类；新加的列不归类，程序的测试就不会通过。导出的文件可作为处理活动记录（GDPR 第 30 条、个人信息保护法第 51 条）。',
        en: 'Every column of every table has a class; a new one without fails the program’s tests. As a file it serves as the record of processing (GDPR art. 30, PIPL art. 51).',
      })}
      actions={
        <>
          <Segmented<MapTable['of']>
            aria-label={say({ zh: '关于谁的数据', en: 'About whom' })}
            value={of}
            onChange={(value) => setSearch({ of: value })}
            options={[
              { value: 'customer', label: say({ zh: '客户', en: 'Customers' }) },
              { value: 'staff', label: say({ zh: '员工', en: 'Staff' }) },
              { value: 'nobody', label: say({ zh: '不涉及人', en: 'Nobody' }) },
            ]}
          />
          <Button icon={<DownloadOutlined />} href={`/api/privacy/data-map.csv?language=${language}`}>
            {say({ zh: '导出', en: 'Export' })}
          </Button>
        </>
      }
    >
      <Answered of={asked}>{({ tables }) => <MapTables tables={tables.filter((table) => table.of === of)} />}</Answered>
    </Section>
  )
}

function MapTables({ tables }: { readonly tables: readonly MapTable[] }) {
  const say = useSay()
  const format = useFormat()
  return (
    <Table<MapTable>
      size="small"
      rowKey="table"
      pagination={false}
      dataSource={[...tables]}
      scroll={{ x: 720 }}
      expandable={{
        columnTitle: <span className="rg-hidden">{say({ zh: '各列', en: 'Columns' })}</span>,
        expandedRowRender: (table) => <Columns table={table} />,
        expandIcon: ({ expanded, onExpand, record }) => (
          <Button
            type="text"
            size="small"
            aria-expanded={expanded}
            aria-label={say({ zh: '{name} 的各列', en: 'Columns of {name}' }, { name: say(record.label) })}
            onClick={(event) => onExpand(record, event)}
          >
            {expanded ? '−' : '+'}
          </Button>
        ),
      }}
      columns={[
        { title: say({ zh: '表', en: 'Table' }), dataIndex: 'table', render: (_, table) => say(table.label) },
        {
          title: say({ zh: '行数', en: 'Rows' }),
          align: 'right',
          render: (_, { rows, estimated }) => (estimated ? `≈ ${format.count(rows)}` : format.count(rows)),
        },
        { title: say({ zh: '数据类别', en: 'Classes' }), render: (_, table) => <Classes table={table} /> },
        { title: say({ zh: '用途', en: 'For' }), render: (_, table) => say(table.purpose) },
        { title: say({ zh: '保存', en: 'Kept' }), render: (_, table) => say(table.kept) },
        {
          title: say({ zh: '删除个人时', en: 'At erasure' }),
          render: (_, table) => (
            <>
              {say(table.erasureWords)}
              {table.law ? <div className="rg-note">{say(table.law)}</div> : null}
            </>
          ),
        },
      ]}
    />
  )
}

function Classes({ table }: { readonly table: MapTable }) {
  const say = useSay()
  const own = [...new Set(table.columns.map((column) => column.class))]
    .filter(isClass)
    .filter((one) => ownClasses.includes(one) || one === 'secret')
  return (
    <>
      {own.map((one) => (
        <Badge key={one} tone={tones[one] ?? 'neutral'}>
          {say(dataClasses[one])}
        </Badge>
      ))}
    </>
  )
}

function Columns({ table }: { readonly table: MapTable }) {
  const say = useSay()
  const byClass = Map.groupBy(table.columns, (column) => column.class)
  return (
    <dl className="rg-privacy-facts rg-privacy-columns">
      {[...byClass].map(([name, columns]) => (
        <Fact key={name} label={isClass(name) ? say(dataClasses[name]) : name}>
          {columns.map((column) => (column.inExport ? column.name : `(${column.name})`)).join(', ')}
        </Fact>
      ))}
      <Fact label={say({ zh: '括号', en: 'In brackets' })}>{say({ zh: '不在个人数据副本里', en: 'not in a person’s copy' })}</Fact>
    </dl>
  )
}

/** One line of a list of facts. */
export function Fact({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}
